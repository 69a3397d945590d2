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

// statement is one of a policy: what it lets do, on what, as it is written.
type statement struct {
	sid, policy        string // policy is module.document
	actions, resources []string
	reasoned           bool // a comment stands above it
	refuses            bool // instead of letting
	everybody          bool // it is about whoever asks
}

// statements are those of all policy documents of a module.
func statements(m module) (list []statement) {
	for _, document := range m.of("data", "aws_iam_policy_document") {
		blocks := blocksOf(document.Body.Blocks, "statement")
		for _, dynamic := range blocksOf(document.Body.Blocks, "dynamic", "statement") {
			blocks = append(blocks, blocksOf(dynamic.Body.Blocks, "content")...)
		}
		for _, b := range blocks {
			s := statement{policy: m.name + "." + document.Labels[1]}
			if sid, ok := b.Body.Attributes["sid"]; ok {
				s.sid = strings.Trim(m.written(sid.Expr), `"`)
			}
			items := func(name string) (items []string) {
				if a, ok := b.Body.Attributes[name]; ok {
					tuple, ok := a.Expr.(*hclsyntax.TupleConsExpr)
					if !ok {
						return []string{"not a list: " + m.written(a.Expr)}
					}
					for _, e := range tuple.Exprs {
						items = append(items, strings.Trim(m.written(e), `"`))
					}
				}
				return items
			}
			s.actions, s.resources = items("actions"), items("resources")
			if effect, ok := b.Body.Attributes["effect"]; ok {
				s.refuses = m.written(effect.Expr) == `"Deny"`
			}
			for _, p := range blocksOf(b.Body.Blocks, "principals") {
				s.everybody = s.everybody || strings.Contains(m.written(p.Body.Attributes["identifiers"].Expr), "*")
			}
			above := strings.Split(string(m.sources[b.TypeRange.Filename]), "\n")[:b.TypeRange.Start.Line-1]
			s.reasoned = len(above) > 0 && strings.HasPrefix(strings.TrimSpace(above[len(above)-1]), "#")
			list = append(list, s)
		}
	}
	return list
}

// wide are the statements that may have a wildcard, or a list that is made elsewhere,
// each with its reason in a comment above it.
func wide() map[string]string {
	return map[string]string{
		"embeddings.model ImageToken": "*",
		"embeddings.model Metrics":    "*",
		"embeddings.model Log":        "${aws_cloudwatch_log_group.endpoint.arn}:*",
		"lambda.function Log":         "${aws_cloudwatch_log_group.function[each.key].arn}:*",
		"lambda.function Secrets":     "not a list: values(local.secrets[each.key])",
		"lambda.function Specialists": "not a list: local.specialist_arns",
		"lambda.function Models":      "not a list: var.bedrock_model_arns",
		"security.key Account":        "*",
		"security.key Logs":           "*",
		"security.key Alerts":         "*",
		"security.key Trail":          "*",
		"security.trail Log":          "${aws_cloudwatch_log_group.trail.arn}:*",
		"security.trail_bucket Write": "${aws_s3_bucket.trail.arn}/AWSLogs/${local.account}/*",
		"logs.access Write":           "${aws_s3_bucket.access.arn}/*",
		"cloudfront.site Read":        "${aws_s3_bucket.site.arn}/*",
	}
}

// policyFaults are wildcards outside of a list, entries of the list that nothing
// needs, and ways to give rights beside policy documents.
func policyFaults(modules map[string]module, allowed map[string]string) (faults []string) {
	left := maps.Clone(allowed)
	for _, m := range modules {
		for _, s := range statements(m) {
			name := s.policy + " " + s.sid
			if s.refuses {
				continue
			}
			if s.everybody {
				faults = append(faults, name+" is for everybody")
			}
			for _, item := range slices.Concat(s.actions, s.resources) {
				if !strings.ContainsAny(item, "*?") && !strings.HasPrefix(item, "not a list") {
					continue
				}
				if item == "kms:*" && name == "security.key Account" && s.reasoned {
					continue // the account's right over its own key
				}
				if allowed[name] != item || !slices.Contains(s.resources, item) {
					faults = append(faults, name+" has "+item)
				} else if !s.reasoned {
					faults = append(faults, name+" has no reason above it")
				}
				delete(left, name)
			}
		}
		m.each(func(a *hclsyntax.Attribute) {
			switch written := m.written(a.Expr); {
			case slices.Contains([]string{"managed_policy_arns", "policy_arn", "permissions_boundary", "not_actions", "not_resources"}, a.Name),
				(a.Name == "policy" || a.Name == "assume_role_policy") && !strings.HasPrefix(written, "data.aws_iam_policy_document."):
				faults = append(faults, m.name+": "+a.Name+" = "+written)
			}
		})
	}
	for name := range left {
		faults = append(faults, name+" is allowed a wildcard that it does not have")
	}
	slices.Sort(faults)
	return faults
}

func byName(t *testing.T) map[string]module {
	t.Helper()
	root, modules := readAll(t)
	for name, m := range modules {
		m.name = name
		modules[name] = m
	}
	root.name = "root"
	modules["root"] = root
	return modules
}

// TestPoliciesAreNarrow: no wildcard without a reason, and a role may do what it
// does and no more.
func TestPoliciesAreNarrow(t *testing.T) {
	t.Parallel()
	modules := byName(t)
	for _, fault := range policyFaults(modules, wide()) {
		t.Error(fault)
	}
	got := map[string][]string{}
	for _, m := range modules {
		for _, s := range statements(m) {
			if !s.refuses {
				got[s.policy] = append(got[s.policy], s.actions...)
			}
		}
	}
	trust := []string{"sts:AssumeRole"}
	delete(got, "lambda.function") // TestEachFunctionMayDoWhatItDoes
	want := map[string][]string{
		"embeddings.trust": trust, "lambda.trust": trust, "research.trust": trust, "sweeper.trust": trust, "security.trail_trust": trust,
		"embeddings.model": {
			"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:GetAuthorizationToken", "cloudwatch:PutMetricData",
			"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents",
		},
		"research.schedule": {"lambda:InvokeFunction", "sqs:SendMessage"},
		"sweeper.schedule":  {"lambda:InvokeFunction", "sqs:SendMessage"},
		"security.trail":    {"logs:CreateLogStream", "logs:PutLogEvents"},
		// Policies of a thing itself, for services of AWS.
		"cloudfront.site":       {"s3:GetObject"},
		"logs.access":           {"s3:PutObject"},
		"observability.alerts":  {"sns:Publish"},
		"security.trail_bucket": {"s3:GetBucketAcl", "s3:PutObject"},
		"security.key": {
			"kms:*",
			"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
			"kms:Decrypt", "kms:GenerateDataKey",
			"kms:DescribeKey", "kms:GenerateDataKey",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	broken := parsed(t, "b", `
data "aws_iam_policy_document" "p" {
  statement {
    sid       = "Any"
    actions   = ["s3:Get*"]
    resources = ["*"]
  }
  statement {
    sid       = "Silent"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = var.x
    content {
      actions   = var.actions
      resources = ["arn:aws:s3:::b"]
    }
  }
  statement {
    sid       = "Open"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::b"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
resource "aws_iam_role_policy_attachment" "a" { policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" }
resource "aws_iam_role_policy" "a" { policy = jsonencode({}) }`)
	if diff := cmp.Diff([]string{
		"b.p  has not a list: var.actions", "b.p Any has *", "b.p Any has s3:Get*", "b.p Gone is allowed a wildcard that it does not have",
		"b.p Open is for everybody", "b.p Silent has no reason above it", "b: policy = jsonencode({})", `b: policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"`,
	}, policyFaults(map[string]module{"b": broken}, map[string]string{"b.p Silent": "*", "b.p Gone": "*"})); diff != "" {
		t.Error(diff)
	}
}

// Shapes of secrets, and of the names of attributes and settings that hold them.
var (
	secretText = regexp.MustCompile(`AKIA[0-9A-Z]{12}|-----BEGIN|whsec_|\bsk-[A-Za-z0-9]|://[^/?#\s$]*:[^/?#\s]*@|[?&]password=`)
	secretName = regexp.MustCompile(`(?i)(password|secret|token|api_?key|private_key)`)
)

// secretFaults are texts that look like a secret, or stand where one would.
func secretFaults(m module) (faults []string) {
	for at, literal := range m.literals() {
		if secretText.MatchString(literal) {
			faults = append(faults, m.name+": a secret at "+at.String())
		}
	}
	m.each(func(a *hclsyntax.Attribute) {
		if v, diagnostics := a.Expr.Value(nil); secretName.MatchString(a.Name) && !diagnostics.HasErrors() && !v.IsNull() && v.Type() == cty.String {
			faults = append(faults, m.name+": "+a.Name+" stands in the file")
		}
		object, ok := a.Expr.(*hclsyntax.ObjectConsExpr)
		if !ok {
			return
		}
		for _, i := range object.Items {
			if v, diagnostics := i.ValueExpr.Value(nil); secretName.MatchString(m.written(i.KeyExpr)) && !diagnostics.HasErrors() && v.Type() == cty.String {
				faults = append(faults, m.name+": "+m.written(i.KeyExpr)+" stands in the file")
			}
		}
	})
	slices.Sort(faults)
	return faults
}

// TestNoSecretStandsInAFile, nor the default of a variable that takes one.
func TestNoSecretStandsInAFile(t *testing.T) {
	t.Parallel()
	for _, m := range byName(t) {
		for _, fault := range secretFaults(m) {
			t.Error(fault)
		}
	}
	broken := parsed(t, "b", `
resource "x" "y" {
  master_password = "hush"
  db              = "postgres://alex:hush@db/alex"
  tags            = { ADMIN_TOKEN = "hush", Project = "alex" }
  passwords       = var.passwords
}`)
	got := secretFaults(broken)
	if diff := cmp.Diff([]string{"b: ADMIN_TOKEN stands in the file", "b: a secret at b.tf:4,22-50", "b: master_password stands in the file"}, got); diff != "" {
		t.Error(diff)
	}
}
