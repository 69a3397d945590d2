package terraform_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"alex/internal/config"
)

// given are the variables of the functions' module with all that may be wanted.
func given() values {
	secrets := values{}
	for _, name := range []string{
		"ALEX_ACCOUNT_KEY", "ALEX_ORIGIN_SECRET", "ALEX_SMTP_URL", "ANTHROPIC_API_KEY", "CLERK_WEBHOOK_SECRET",
		"LANGFUSE_SECRET_KEY", "OIDC_CLIENT_SECRET", "OPENAI_API_KEY", "POLYGON_API_KEY",
	} {
		secrets[name] = cty.StringVal("arn:aws:secretsmanager:eu-central-1:1:secret:alex-dev/" + name)
	}
	v := values{
		"name": cty.StringVal("alex-dev"), "secret_arns": object(secrets),
		"database_url": cty.StringVal("rdsdata://alex?cluster=arn:aws:rds:eu-central-1:123456789012:cluster:c&secret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:s"),
		"queue_url":    cty.StringVal("https://sqs.eu-central-1.amazonaws.com/123456789012/alex-dev-jobs"),
		"public_url":   cty.StringVal("https://d1.cloudfront.net"), "allowed_origins": texts("https://a.example.org", "https://b.example.org"),
		"clerk_issuer": cty.StringVal("https://x.clerk.accounts.dev"), "clerk_publishable_key": cty.StringVal("pk_test_eC5jbGVyay5hY2NvdW50cy5kZXYk"),
		"oidc_issuer": cty.StringVal("https://id.example.org"), "oidc_client_id": cty.StringVal("alex"), "mail_from": cty.StringVal("alex@example.org"), "signup": cty.StringVal("open"), "model": cty.StringVal("bedrock:m"),
		"agent_models": object(values{"reporter": cty.StringVal("anthropic:m")}), "bedrock_model_id": cty.StringVal("m"),
		"bedrock_model_arns": texts("arn:aws:bedrock:eu-central-1::foundation-model/m"),
		"embeddings":         cty.StringVal("sagemaker:alex-dev-embeddings"), "index": cty.StringVal("s3vectors:alex-dev-vectors/passages"),
		"langfuse": object(values{
			"LANGFUSE_HOST": cty.StringVal("https://cloud.langfuse.com"), "LANGFUSE_PUBLIC_KEY": cty.StringVal("pk"), "LANGFUSE_TRACING_ENVIRONMENT": cty.StringVal("dev"),
		}),
	}
	return v
}

// least are the same with nothing that need not be.
func least() values {
	v := given()
	for _, name := range []string{"clerk_issuer", "clerk_publishable_key", "oidc_issuer", "oidc_client_id", "mail_from", "bedrock_model_id"} {
		v[name] = cty.NullVal(cty.String)
	}
	for _, name := range []string{"agent_models", "langfuse"} {
		v[name] = cty.EmptyObjectVal
	}
	v["allowed_origins"], v["bedrock_model_arns"], v["model"] = cty.EmptyTupleVal, cty.EmptyTupleVal, cty.StringVal("offline")
	all := v["secret_arns"].AsValueMap()
	v["secret_arns"] = object(values{"ALEX_ACCOUNT_KEY": all["ALEX_ACCOUNT_KEY"], "ALEX_ORIGIN_SECRET": all["ALEX_ORIGIN_SECRET"]})
	return v
}

func local(t *testing.T, s *hcl.EvalContext, name string) cty.Value {
	t.Helper()
	locals := s.Variables["local"]
	if !locals.Type().HasAttribute(name) {
		t.Fatalf("local.%s cannot be known", name)
	}
	return locals.GetAttr(name)
}

// TestFunctionsAreThoseOfTheProgram: ten roles, of which the planner has 15 minutes
// and 3 GB, and all of them are one program.
func TestFunctionsAreThoseOfTheProgram(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/lambda")
	roles := local(t, scope(m, given(), nil), "roles").AsValueMap()
	want := []string{"api", "charter", "ingest", "planner", "reporter", "researcher", "retirement", "sweeper", "tagger", "webhook"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(roles))); diff != "" {
		t.Error(diff)
	}
	for role, r := range roles {
		memory, _ := r.GetAttr("memory").AsBigFloat().Int64()
		timeout, _ := r.GetAttr("timeout").AsBigFloat().Int64()
		if memory < 512 || memory > 3072 || timeout < 1 || timeout > 900 {
			t.Errorf("%s has %d MB and %d s", role, memory, timeout)
		}
		switch {
		case role == "planner" && (memory != 3072 || timeout != 900):
			t.Errorf("the planner has %d MB and %d s", memory, timeout)
		case slices.Contains([]string{"api", "webhook"}, role) && timeout > 30:
			t.Errorf("%s answers after API Gateway has given up", role)
		}
	}
	m.holds(t, m.one(t, "resource", "aws_lambda_function"), map[string]string{
		"for_each": "local.roles", "function_name": `"${var.name}-${each.key}"`, "runtime": `"provided.al2023"`, "handler": `"bootstrap"`,
		"architectures": `["arm64"]`, "timeout": "each.value.timeout", "memory_size": "each.value.memory", "filename": "var.function_zip",
		"source_code_hash": "filebase64sha256(var.function_zip)", "role": "aws_iam_role.function[each.key].arn",
		"reserved_concurrent_executions": "lookup(var.reserved_concurrency, each.key, -1)",
	})
	for kind, name := range map[string]string{"aws_iam_role": `"${var.name}-${each.key}"`, "aws_iam_role_policy": "each.key", "aws_cloudwatch_log_group": `"/aws/lambda/${var.name}-${each.key}"`} {
		m.holds(t, m.one(t, "resource", kind), map[string]string{"for_each": "local.roles", "name": name})
	}
	m.holds(t, m.one(t, "resource", "aws_iam_role_policy"), map[string]string{
		"role": "aws_iam_role.function[each.key].id", "policy": "data.aws_iam_policy_document.function[each.key].json",
	})
}

// environments are the settings of each function, as they are made of the variables.
func environments(t *testing.T, v values) map[string]map[string]string {
	t.Helper()
	found := map[string]map[string]string{}
	for role, settings := range local(t, scope(read(t, "modules/lambda"), v, nil), "environment").AsValueMap() {
		found[role] = map[string]string{}
		for name, setting := range settings.AsValueMap() {
			found[role][name] = setting.AsString()
		}
	}
	return found
}

// TestFunctionIsTheProgram: each function is given its role and settings that Alex
// knows and takes.
func TestFunctionIsTheProgram(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/lambda")
	m.holds(t, inside(t, m.one(t, "resource", "aws_lambda_function"), "environment"), map[string]string{"variables": "local.environment[each.key]"})
	// What the roles of functions read, and no command does.
	known := map[string]bool{"ALEX_ROLE": true, "ALEX_ORIGIN_SECRET": true, "ALEX_SPECIALISTS": true}
	for _, v := range config.Variables() {
		known[v.Name] = true
	}
	for kind, v := range map[string]values{"all": given(), "least": least()} {
		for role, settings := range environments(t, v) {
			if settings["ALEX_ROLE"] != role {
				t.Errorf("%s has the role %q", role, settings["ALEX_ROLE"])
			}
			for name := range settings {
				if !known[name] {
					t.Errorf("Alex knows no %s", name)
				}
			}
			// The role is checked above. An ARN in the place of a mail server's URL or of
			// a signing secret is understood where the secret is read.
			for _, name := range []string{"ALEX_ROLE", "ALEX_SMTP_URL", "ALEX_MAIL_FROM", "CLERK_WEBHOOK_SECRET"} {
				delete(settings, name)
			}
			if _, err := config.Load(settings); err != nil {
				t.Errorf("%s, %s: %v", kind, role, err)
			}
		}
	}
	all := environments(t, given())
	for _, c := range []struct{ role, name, want string }{
		{"planner", "ALEX_SPECIALISTS", "lambda:alex-dev"},
		{"api", "ALEX_ALLOWED_ORIGINS", "https://a.example.org,https://b.example.org"},
		{"api", "ALEX_AUTH", "clerk"},
		{"reporter", "ALEX_MODEL_REPORTER", "anthropic:m"},
		{"reporter", "BEDROCK_MODEL_ID", "m"},
		{"sweeper", "ALEX_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/alex-dev-jobs"},
		{"charter", "LANGFUSE_HOST", "https://cloud.langfuse.com"},
	} {
		if got := all[c.role][c.name]; got != c.want {
			t.Errorf("%s of %s is %q", c.name, c.role, got)
		}
	}
	if got := environments(t, least())["api"]; got["ALEX_AUTH"] != "local" || got["ALEX_ALLOWED_ORIGINS"] != "" {
		t.Errorf("without Clerk and other origins: %v", got)
	}
}

// secretValues are settings that are secrets of Alex and no ARN, or look like a secret.
func secretValues(settings map[string]string) (faults []string) {
	secret := map[string]bool{"ALEX_ORIGIN_SECRET": true}
	for _, v := range config.Variables() {
		secret[v.Name] = v.Secret
	}
	for name, v := range settings {
		arn := strings.HasPrefix(v, "arn:")
		if secret[name] && !arn && !(name == "ALEX_DATABASE_URL" && strings.HasPrefix(v, "rdsdata://")) || secretText.MatchString(v) {
			faults = append(faults, name)
		}
	}
	slices.Sort(faults)
	return faults
}

// TestNoFunctionIsGivenASecret but where it lies, and only those that it needs.
func TestNoFunctionIsGivenASecret(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	for role, settings := range environments(t, given()) {
		for _, fault := range secretValues(settings) {
			t.Errorf("%s is given %s itself", role, fault)
		}
		for name, v := range settings {
			if strings.HasPrefix(v, "arn:") {
				got[role] = append(got[role], name)
			}
		}
		slices.Sort(got[role])
	}
	models := []string{"ANTHROPIC_API_KEY", "LANGFUSE_SECRET_KEY", "OPENAI_API_KEY"}
	want := map[string][]string{
		"api":     {"ALEX_ACCOUNT_KEY", "ALEX_ORIGIN_SECRET", "ALEX_SMTP_URL", "ANTHROPIC_API_KEY", "LANGFUSE_SECRET_KEY", "OIDC_CLIENT_SECRET", "OPENAI_API_KEY"},
		"webhook": {"ALEX_ORIGIN_SECRET", "CLERK_WEBHOOK_SECRET"},
		"planner": append(slices.Clone(models), "POLYGON_API_KEY"), "tagger": models, "reporter": models, "charter": models, "retirement": models,
		"sweeper": {"ALEX_ACCOUNT_KEY", "ALEX_SMTP_URL", "OPENAI_API_KEY"},
		"ingest":  {"OPENAI_API_KEY"}, "researcher": {"ANTHROPIC_API_KEY", "OPENAI_API_KEY"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	root := read(t, ".")
	root.holds(t, root.one(t, "module", "lambda"), map[string]string{"secret_arns": "module.security.secret_arns"})
	broken := map[string]string{"OPENAI_API_KEY": "hush", "ALEX_DATABASE_URL": "postgres://alex@db/alex", "ALEX_MODEL": "sk-hush", "ALEX_ACCOUNT_KEY": "arn:aws:x"}
	if diff := cmp.Diff([]string{"ALEX_DATABASE_URL", "ALEX_MODEL", "OPENAI_API_KEY"}, secretValues(broken)); diff != "" {
		t.Error(diff)
	}
}

// TestApiStaysStartedWhereItIsWanted: nothing is kept started by itself; where it is,
// it is the version that API Gateway asks.
func TestApiStaysStartedWhereItIsWanted(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/lambda")
	for _, v := range []module{root, m} {
		if d := value(t, attribute(t, v.one(t, "variable", "api_provisioned_concurrency"), "default"), nil); !d.RawEquals(cty.NumberIntVal(0)) {
			t.Errorf("by itself %v are kept", d)
		}
	}
	for kept, want := range map[int64]int64{0: 0, 2: 1} {
		s := scope(m, values{"api_provisioned_concurrency": cty.NumberIntVal(kept)}, nil)
		for _, kind := range []string{"aws_lambda_alias", "aws_lambda_provisioned_concurrency_config"} {
			if got := value(t, attribute(t, m.one(t, "resource", kind), "count"), s); !got.RawEquals(cty.NumberIntVal(want)) {
				t.Errorf("%d kept: %v of %s", kept, got, kind)
			}
		}
		publish := attribute(t, m.one(t, "resource", "aws_lambda_function"), "publish")
		if got := value(t, publish, with(s, "api", cty.NilVal)); got.True() != (kept > 0) {
			t.Errorf("%d kept: published %v", kept, got)
		}
	}
	m.holds(t, m.one(t, "resource", "aws_lambda_provisioned_concurrency_config"), map[string]string{
		"provisioned_concurrent_executions": "var.api_provisioned_concurrency", "qualifier": "aws_lambda_alias.api[0].name",
	})
	if got := m.written(attribute(t, m.one(t, "output", "routes"), "value")); !strings.Contains(got, "aws_lambda_alias.api[0].invoke_arn") {
		t.Errorf("API Gateway asks %s", got)
	}
	root.holds(t, root.one(t, "module", "api"), map[string]string{"functions": "module.lambda.routes"})
}
