package terraform_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// bucketFaults are what the buckets of a module lack: privacy, versions, encryption,
// an end of what is old, a refusal of plain HTTP.
func bucketFaults(m module) (faults []string) {
	for _, bucket := range m.of("resource", "aws_s3_bucket") {
		label := bucket.Labels[1]
		fault := func(text string) { faults = append(faults, m.name+"."+label+" "+text) }
		part := func(kind string) *hclsyntax.Body {
			for _, b := range m.of("resource", kind, label) {
				if a := b.Body.Attributes["bucket"]; a != nil && m.written(a.Expr) == "aws_s3_bucket."+label+".id" {
					return b.Body
				}
			}
			return &hclsyntax.Body{}
		}
		says := func(body *hclsyntax.Body, name string) string {
			if a := body.Attributes[name]; a != nil {
				return m.written(a.Expr)
			}
			return ""
		}
		deep := func(body *hclsyntax.Body, path ...string) *hclsyntax.Body {
			for _, name := range path {
				found := blocksOf(body.Blocks, name)
				if len(found) == 0 {
					return &hclsyntax.Body{}
				}
				body = found[0].Body
			}
			return body
		}
		for _, shut := range []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
			if says(part("aws_s3_bucket_public_access_block"), shut) != "true" {
				fault("has no " + shut)
			}
		}
		if says(deep(part("aws_s3_bucket_versioning"), "versioning_configuration"), "status") != `"Enabled"` {
			fault("keeps no versions")
		}
		by := says(deep(part("aws_s3_bucket_server_side_encryption_configuration"), "rule", "apply_server_side_encryption_by_default"), "sse_algorithm")
		if by != `"AES256"` && by != `"aws:kms"` {
			fault("is not encrypted")
		}
		if says(deep(part("aws_s3_bucket_lifecycle_configuration"), "rule", "noncurrent_version_expiration"), "noncurrent_days") == "" {
			fault("keeps old versions for ever")
		}
		policy := strings.TrimSuffix(strings.TrimPrefix(says(part("aws_s3_bucket_policy"), "policy"), "data.aws_iam_policy_document."), ".json")
		if !refusesHTTP(m, policy, []string{"aws_s3_bucket." + label + ".arn", "${aws_s3_bucket." + label + ".arn}/*"}) {
			fault("takes plain HTTP")
		}
	}
	slices.Sort(faults)
	return faults
}

// refusesHTTP reports a statement that refuses everybody everything on these
// resources where the connection is not encrypted.
func refusesHTTP(m module, document string, resources []string) bool {
	for _, b := range m.of("data", "aws_iam_policy_document", document) {
		for _, s := range blocksOf(b.Body.Blocks, "statement") {
			c := blocksOf(s.Body.Blocks, "condition")
			if s.Body.Attributes["effect"] == nil || m.written(s.Body.Attributes["effect"].Expr) != `"Deny"` || len(c) != 1 {
				continue
			}
			got := strings.ReplaceAll(m.written(s.Body.Attributes["resources"].Expr), `"`, "")
			if got == "["+strings.Join(resources, ", ")+"]" && m.written(c[0].Body.Attributes["variable"].Expr) == `"aws:SecureTransport"` &&
				m.written(c[0].Body.Attributes["values"].Expr) == `["false"]` {
				return true
			}
		}
	}
	return false
}

// TestBucketsArePrivateVersionedAndEncrypted, each of them.
func TestBucketsArePrivateVersionedAndEncrypted(t *testing.T) {
	t.Parallel()
	found := 0
	for _, m := range byName(t) {
		found += len(m.of("resource", "aws_s3_bucket"))
		for _, fault := range bucketFaults(m) {
			t.Error(fault)
		}
	}
	if found != 3 {
		t.Errorf("there are %d buckets: of the page, of the trail and of the logs", found)
	}
	broken := parsed(t, "b", `
resource "aws_s3_bucket" "x" { bucket = "x" }
resource "aws_s3_bucket_public_access_block" "x" {
  bucket              = aws_s3_bucket.x.id
  block_public_acls   = true
  block_public_policy = false
  ignore_public_acls  = true
}
resource "aws_s3_bucket_versioning" "x" {
  bucket = aws_s3_bucket.other.id
  versioning_configuration { status = "Enabled" }
}`)
	if diff := cmp.Diff([]string{
		"b.x has no block_public_policy", "b.x has no restrict_public_buckets", "b.x is not encrypted", "b.x keeps no versions",
		"b.x keeps old versions for ever", "b.x takes plain HTTP",
	}, bucketFaults(broken)); diff != "" {
		t.Error(diff)
	}
}

// TestEverythingIsEncrypted at rest: the database, queues, secrets, logs, the topic,
// the trail, vectors and buckets, with which key.
func TestEverythingIsEncrypted(t *testing.T) {
	t.Parallel()
	want := map[string]string{ // what says so, for each kind
		"aws_rds_cluster": "storage_encrypted=true kms_key_id=var.kms_key_arn", "aws_sqs_queue": "sqs_managed_sse_enabled=true",
		"aws_secretsmanager_secret": "kms_key_id=aws_kms_key.this.arn", "aws_cloudtrail": "kms_key_id=aws_kms_key.this.arn",
		"aws_sns_topic": "kms_master_key_id=var.kms_key_arn", "aws_kms_key": "enable_key_rotation=true",
	}
	seen := map[string]int{}
	for name, m := range byName(t) {
		for _, r := range m.of("resource") {
			kind := r.Labels[0]
			seen[kind]++
			attributes := want[kind]
			if kind == "aws_cloudwatch_log_group" {
				key := map[string]string{"security": "aws_kms_key.this.arn"}[name]
				if key == "" {
					key = "var.kms_key_arn"
				}
				if attributes = "kms_key_id=" + key; name == "waf" { // in another region than the key
					attributes = ""
				}
				m.holds(t, r.Body, map[string]string{"retention_in_days": "var.log_retention_days"})
			}
			for _, pair := range strings.Fields(attributes) {
				attributeName, written, _ := strings.Cut(pair, "=")
				m.holds(t, r.Body, map[string]string{attributeName: written})
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(want)) {
		if seen[kind] == 0 {
			t.Errorf("there is no %s", kind)
		}
	}
	root := read(t, ".")
	for _, call := range root.of("module") {
		if key := call.Body.Attributes["kms_key_arn"]; key != nil {
			root.holds(t, call.Body, map[string]string{"kms_key_arn": "module.security.kms_key_arn"})
		}
	}
}

// TestTrailIsKept: who did what, in every region, with proofs that no file of it was
// changed.
func TestTrailIsKept(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/security")
	m.holds(t, m.one(t, "resource", "aws_cloudtrail"), map[string]string{
		"is_multi_region_trail": "true", "include_global_service_events": "true", "enable_log_file_validation": "true", "enable_logging": "true",
		"s3_bucket_name": "aws_s3_bucket.trail.id", "cloud_watch_logs_role_arn": "aws_iam_role.trail.arn",
		"cloud_watch_logs_group_arn": `"${aws_cloudwatch_log_group.trail.arn}:*"`,
	})
	if days := value(t, attribute(t, read(t, ".").one(t, "variable", "trail_days"), "default"), nil); days.LessThan(cty.NumberIntVal(365)).True() {
		t.Errorf("it is kept for %v days", days)
	}
}

// TestQueueGivesUp: jobs are offered again five times, after six times as long as the
// planner may take, and then lie where an alarm sees them.
func TestQueueGivesUp(t *testing.T) {
	t.Parallel()
	root, m, functions := read(t, "."), read(t, "modules/sqs"), read(t, "modules/lambda")
	jobs := m.one(t, "resource", "aws_sqs_queue", "jobs")
	root.holds(t, root.one(t, "module", "sqs"), map[string]string{"consumer_timeout_seconds": "module.lambda.planner_timeout"})
	timeout := value(t, attribute(t, functions.one(t, "output", "planner_timeout"), "value"), scope(functions, given(), nil))
	visible := value(t, attribute(t, jobs, "visibility_timeout_seconds"), scope(m, values{"consumer_timeout_seconds": timeout}, nil))
	if !visible.RawEquals(cty.NumberIntVal(5400)) {
		t.Errorf("a message is hidden for %v s", visible)
	}
	made := values{"aws_sqs_queue": object(values{
		"dead": object(values{"arn": cty.StringVal("dead")}), "jobs": object(values{"arn": cty.StringVal("jobs")}),
	})}
	if got := value(t, attribute(t, jobs, "redrive_policy"), scope(m, nil, made)).AsString(); got != `{"deadLetterTargetArn":"dead","maxReceiveCount":5}` {
		t.Errorf("it gives up by %s", got)
	}
	allow := m.one(t, "resource", "aws_sqs_queue_redrive_allow_policy")
	m.holds(t, allow, map[string]string{"queue_url": "aws_sqs_queue.dead.id"})
	if got := value(t, attribute(t, allow, "redrive_allow_policy"), scope(m, nil, made)).AsString(); got != `{"redrivePermission":"byQueue","sourceQueueArns":["jobs"]}` {
		t.Errorf("it takes from %s", got)
	}
	if got := m.written(attribute(t, m.one(t, "resource", "aws_sqs_queue_policy"), "for_each")); got != "local.queues" || !refusesHTTP(m, "encrypted", []string{"each.value.arn"}) {
		t.Errorf("%s take plain HTTP", got)
	}
	var queues []string
	for _, b := range m.of("locals") {
		queues = append(queues, regexp.MustCompile(`(\w+) = \{ arn`).FindAllString(m.written(b.Body.Attributes["queues"].Expr), -1)...)
	}
	if len(queues) != len(m.of("resource", "aws_sqs_queue")) {
		t.Errorf("a policy is for %v", queues)
	}

	source := functions.one(t, "resource", "aws_lambda_event_source_mapping")
	functions.holds(t, source, map[string]string{
		"batch_size": "1", "function_response_types": `["ReportBatchItemFailures"]`, "event_source_arn": "var.queue_arn",
		"function_name": `aws_lambda_function.function["planner"].arn`,
	})
	functions.holds(t, inside(t, source, "scaling_config"), map[string]string{"maximum_concurrency": "var.planner_concurrency"})
	failed := functions.one(t, "resource", "aws_lambda_function_event_invoke_config")
	functions.holds(t, failed, map[string]string{"for_each": "local.unattended", "maximum_retry_attempts": "each.value"})
	functions.holds(t, inside(t, failed, "destination_config", "on_failure"), map[string]string{"destination": "var.dead_letter_queue_arn"})
}

// TestResearchEveryTwoHoursIsOff until somebody turns it on; the sweeper goes each
// hour.
func TestResearchEveryTwoHoursIsOff(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/schedule")
	for _, v := range []*hclsyntax.Body{root.one(t, "variable", "research_enabled"), m.one(t, "variable", "enabled")} {
		if d := value(t, attribute(t, v, "default"), nil); !d.RawEquals(cty.False) {
			t.Errorf("%s: %v", v.Range(), d)
		}
	}
	root.holds(t, root.one(t, "module", "research"), map[string]string{
		"expression": `"rate(2 hours)"`, "enabled": "var.research_enabled", "function_arn": `module.lambda.function_arns["researcher"]`,
	})
	root.holds(t, root.one(t, "module", "sweeper"), map[string]string{
		"enabled": "true", "function_arn": `module.lambda.function_arns["sweeper"]`,
	})
	for minutes, want := range map[int64]string{1: "rate(1 minute)", 60: "rate(60 minutes)"} {
		v := values{"sweep_minutes": cty.NumberIntVal(minutes)}
		if got := value(t, attribute(t, root.one(t, "module", "sweeper"), "expression"), scope(root, v, nil)); got.AsString() != want || !accepts(t, root, "sweep_minutes", v) {
			t.Errorf("the sweeper goes at %v", got)
		}
	}
	if d := value(t, attribute(t, root.one(t, "variable", "sweep_minutes"), "default"), nil); !d.RawEquals(cty.NumberIntVal(60)) {
		t.Errorf("the sweeper goes every %v minutes", d)
	}
	schedule := m.one(t, "resource", "aws_scheduler_schedule")
	m.holds(t, schedule, map[string]string{"schedule_expression": "var.expression"})
	m.holds(t, inside(t, schedule, "target"), map[string]string{"arn": "var.function_arn", "input": "var.input"})
	m.holds(t, inside(t, schedule, "target", "dead_letter_config"), map[string]string{"arn": "var.dead_letter_queue_arn"})
	for enabled, want := range map[bool]string{true: "ENABLED", false: "DISABLED"} {
		if got := value(t, attribute(t, schedule, "state"), scope(m, values{"enabled": cty.BoolVal(enabled)}, nil)); got.AsString() != want {
			t.Errorf("enabled %v: %v", enabled, got)
		}
	}
	for topic, want := range map[cty.Value]string{cty.NullVal(cty.String): `{}`, cty.StringVal("bonds"): `{"topic":"bonds"}`} {
		if got := value(t, attribute(t, root.one(t, "module", "research"), "input"), scope(root, values{"research_topic": topic}, nil)); got.AsString() != want {
			t.Errorf("it is told %v", got)
		}
	}
}
