package terraform_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// TestProgramAloneSaysWhoMayCall: API Gateway answers no preflight, and the program
// is told the same origins that the variable names.
func TestProgramAloneSaysWhoMayCall(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/api")
	gateway := m.one(t, "resource", "aws_apigatewayv2_api")
	m.holds(t, gateway, map[string]string{"protocol_type": `"HTTP"`})
	if len(gateway.Blocks) > 0 {
		t.Errorf("it has %d blocks, of CORS?", len(gateway.Blocks))
	}
	site := read(t, "modules/cloudfront")
	if policy := site.one(t, "resource", "aws_cloudfront_response_headers_policy"); len(blocksOf(policy.Blocks, "cors_config")) > 0 {
		t.Error("CloudFront says who may call")
	}
	root.holds(t, root.one(t, "module", "lambda"), map[string]string{"allowed_origins": "var.allowed_origins"})
	functions := read(t, "modules/lambda")
	for origin, want := range map[string]bool{"https://a.example.org": true, "https://a.example.org:8443": true, "*": false, "https://*.example.org": false, "http://a.example.org": false, "https://a.example.org/x": false} {
		if got := accepts(t, functions, "allowed_origins", values{"allowed_origins": texts(origin)}); got != want {
			t.Errorf("%s: %v", origin, got)
		}
	}
}

// TestRoutesLeadToTheirFunctions: the webhook's to its own, everything else to the
// API, as fast as the stage lets everybody together.
func TestRoutesLeadToTheirFunctions(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/api")
	route := m.one(t, "resource", "aws_apigatewayv2_route")
	got := map[string]string{}
	for key, role := range value(t, attribute(t, route, "for_each"), nil).AsValueMap() {
		got[key] = role.AsString()
	}
	if diff := cmp.Diff(map[string]string{"$default": "api", "ANY /{proxy+}": "api", "POST /api/webhooks/clerk": "webhook"}, got); diff != "" {
		t.Error(diff)
	}
	m.holds(t, route, map[string]string{"route_key": "each.key", "target": `"integrations/${aws_apigatewayv2_integration.function[each.value].id}"`})
	m.holds(t, m.one(t, "resource", "aws_apigatewayv2_integration"), map[string]string{
		"for_each": "var.functions", "payload_format_version": `"2.0"`, "integration_uri": "each.value.invoke_arn", "integration_type": `"AWS_PROXY"`,
	})
	m.holds(t, m.one(t, "resource", "aws_lambda_permission"), map[string]string{
		"principal": `"apigateway.amazonaws.com"`, "source_arn": `"${aws_apigatewayv2_api.this.execution_arn}/*"`, "function_name": "each.value.name", "qualifier": "each.value.qualifier",
	})
	stage := m.one(t, "resource", "aws_apigatewayv2_stage")
	m.holds(t, inside(t, stage, "default_route_settings"), map[string]string{
		"throttling_rate_limit": "var.throttle_rate", "throttling_burst_limit": "var.throttle_burst", "detailed_metrics_enabled": "true",
	})
	m.holds(t, inside(t, stage, "access_log_settings"), map[string]string{"destination_arn": "aws_cloudwatch_log_group.access.arn"})
	root := read(t, ".")
	for name, most := range map[string]int64{"throttle_rate": 1000, "throttle_burst": 1000} {
		if d := value(t, attribute(t, root.one(t, "variable", name), "default"), nil); d.GreaterThan(cty.NumberIntVal(most)).True() || d.LessThan(cty.NumberIntVal(1)).True() {
			t.Errorf("%s is %v", name, d)
		}
		root.holds(t, root.one(t, "module", "api"), map[string]string{name: "var." + name})
	}
}

// TestCommandsAreToldWhereThingsAre: the two outputs that alex's commands read.
func TestCommandsAreToldWhereThingsAre(t *testing.T) {
	t.Parallel()
	root := read(t, ".")
	beside := values{
		"module": object(values{
			"security":   object(values{"secret_arns": object(values{"ALEX_ACCOUNT_KEY": cty.StringVal("arn:key")})}),
			"rds":        object(values{"database_url": cty.StringVal("rdsdata://alex?cluster=c&secret=s")}),
			"embeddings": object(values{"setting": cty.StringVal("sagemaker:e")}), "vectors": object(values{"setting": cty.StringVal("s3vectors:b/i")}),
			"cloudfront": object(values{"url": cty.StringVal("https://d1.cloudfront.net"), "bucket": cty.StringVal("b"), "distribution_id": cty.StringVal("D1")}),
			"sqs":        object(values{"queue_url": cty.StringVal("https://sqs/q")}),
			"lambda":     object(values{"function_names": object(values{"api": cty.StringVal("alex-dev-api")})}),
		}),
	}
	s := scope(root, values{"project": cty.StringVal("alex"), "environment": cty.StringVal("dev"), "region": cty.StringVal("eu-central-1"), "function_zip": cty.StringVal("/out/f.zip")}, beside)
	want := `export ALEX_ACCOUNT_KEY='arn:key'
export ALEX_DATABASE_URL='rdsdata://alex?cluster=c&secret=s'
export ALEX_EMBEDDINGS='sagemaker:e'
export ALEX_INDEX='s3vectors:b/i'
export ALEX_PUBLIC_URL='https://d1.cloudfront.net'
export ALEX_QUEUE_URL='https://sqs/q'
export ALEX_SPECIALISTS='lambda:alex-dev'
export AWS_REGION='eu-central-1'`
	if diff := cmp.Diff(want, value(t, attribute(t, root.one(t, "output", "alex_environment"), "value"), s).AsString()); diff != "" {
		t.Error(diff)
	}
	deploy := value(t, attribute(t, root.one(t, "output", "deploy"), "value"), s).AsValueMap()
	got := map[string]string{"functions.api": deploy["functions"].GetAttr("api").AsString()}
	for _, name := range []string{"region", "prefix", "bucket", "distributionId", "zip"} {
		got[name] = deploy[name].AsString()
	}
	if diff := cmp.Diff(map[string]string{"region": "eu-central-1", "prefix": "alex-dev", "bucket": "b", "distributionId": "D1", "zip": "/out/f.zip", "functions.api": "alex-dev-api"}, got); diff != "" || len(deploy) != 6 {
		t.Error(diff, deploy)
	}
}

// TestGuidesNameOutputs: each output that a guide asks for by its name is there.
func TestGuidesNameOutputs(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`(?:output (?:-raw|-json) |\$\(out )([a-z_]+)`)
	root, found := read(t, "."), 0
	for _, guide := range []string{"aws.md", "aws-operate.md", "needs-account.md", "operators.md"} {
		text, err := os.ReadFile(filepath.Join("..", "docs", guide))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			root.one(t, "output", m[1])
			found++
		}
	}
	if found < 8 {
		t.Errorf("only %d outputs are named", found)
	}
}
