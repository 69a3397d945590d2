package terraform_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"alex/internal/telemetry"
)

// agentMetrics are the metrics that Alex's functions write into their logs, with the
// one dimension that each has. Dashboards and alarms are held to this list.
func agentMetrics() map[string]string {
	list := map[string]string{}
	for _, m := range telemetry.EMFMetrics() {
		list[m.Name] = m.Dimension
	}
	return list
}

// dimensionValues are those that a dimension of theirs can have; of a tool any name.
func dimensionValues() map[string][]string {
	return map[string][]string{
		"Agent":     {"planner", "tagger", "reporter", "charter", "retirement", "judge", "researcher"},
		"Operation": {"read", "write"},
	}
}

type widget struct {
	X, Y, Width, Height int
	Properties          struct {
		Title, Stat, Region string
		Metrics             [][]any
	}
}

// observed is what the module of alarms and dashboards sees.
func observed() (v, beside values) {
	return values{
		"name": cty.StringVal("alex-dev"), "queue_name": cty.StringVal("alex-dev-jobs"), "api_id": cty.StringVal("a1"), "api_stage": cty.StringVal("$default"),
		"dead_letter_queue_names": texts("alex-dev-jobs-dead", "alex-dev-events-dead"), "cluster_identifier": cty.StringVal("alex-dev-database"),
		"acu_hour_dollars": cty.NumberFloatVal(0.12), "email": cty.NullVal(cty.String),
		"function_names": object(values{"api": cty.StringVal("alex-dev-api"), "planner": cty.StringVal("alex-dev-planner")}),
	}, values{"data": object(values{
		"aws_region": object(values{"current": object(values{"region": cty.StringVal("eu-central-1")})}),
	})}
}

// widgets are those of the dashboard, by their titles.
func widgets(t *testing.T) map[string]widget {
	t.Helper()
	m := read(t, "modules/observability")
	v, beside := observed()
	body := value(t, attribute(t, m.one(t, "resource", "aws_cloudwatch_dashboard"), "dashboard_body"), scope(m, v, beside)).AsString()
	var dashboard struct{ Widgets []widget }
	if err := json.Unmarshal([]byte(body), &dashboard); err != nil {
		t.Fatal(err)
	}
	found, places := map[string]widget{}, map[string]bool{}
	for _, w := range dashboard.Widgets {
		found[w.Properties.Title] = w
		places[fmt.Sprint(w.X, w.Y)] = true
		if w.X+w.Width > 24 || w.Properties.Region != "eu-central-1" || w.Properties.Stat == "" || len(w.Properties.Metrics) == 0 {
			t.Errorf("%+v", w)
		}
	}
	if len(places) != len(dashboard.Widgets) || len(found) != len(dashboard.Widgets) {
		t.Error("widgets lie over another, or are called the same")
	}
	return found
}

// TestDashboardShowsEverything that somebody who runs Alex asks for.
func TestDashboardShowsEverything(t *testing.T) {
	t.Parallel()
	got := widgets(t)
	for title, parts := range map[string][]string{
		"Agent invocations": {"Alex/Agents InvocationCount Agent planner", "Alex/Agents InvocationCount Agent judge"},
		"Agent errors":      {"Alex/Agents ErrorCount Agent tagger"},
		"Agent durations (ms, 95 of 100 are below)":  {"Alex/Agents Duration Agent charter"},
		"Error rate of functions (%)":                {"100 * errors0 / invocations0", "AWS/Lambda Errors FunctionName alex-dev-planner", "AWS/Lambda Invocations FunctionName alex-dev-api"},
		"API requests":                               {"AWS/ApiGateway Count ApiId a1 Stage $default", "AWS/ApiGateway 5xx ApiId a1"},
		"API latency (ms, 95 of 100 are below)":      {"AWS/ApiGateway Latency ApiId a1"},
		"Queue depth":                                {"AWS/SQS ApproximateNumberOfMessagesVisible QueueName alex-dev-jobs", "ApproximateAgeOfOldestMessage", "QueueName alex-dev-jobs-dead", "QueueName alex-dev-events-dead"},
		"Data API latency (ms, 95 of 100 are below)": {"Alex/Agents DatabaseLatency Operation read", "Alex/Agents DatabaseLatency Operation write"},
		"Database failures":                          {"Alex/Agents DatabaseErrors Operation read", "Alex/Agents DatabaseConnectionFailures"},
		"Bedrock usage":                              {"AWS/Bedrock,ModelId", "InputTokenCount", "OutputTokenCount"},
		"Tokens of models":                           {"Alex/Agents Tokens Agent reporter"},
		"Cost of models (US dollars)":                {"Alex/Agents Cost Agent reporter"},
		"Database cost (US dollars an hour)":         {"0.12 * capacity", "AWS/RDS ServerlessDatabaseCapacity DBClusterIdentifier alex-dev-database"},
		"Tool calls":                                 {"{Alex/Agents,Tool}", "ToolCalls"},
		"Jobs and sessions":                          {"Alex/Agents JobsCompleted", "Alex/Agents JobsFailed", "Alex/Agents ActiveSessions"},
	} {
		text := fmt.Sprint(got[title].Properties.Metrics)
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%q shows no %s: %s", title, part, text)
			}
		}
		delete(got, title)
	}
	for title := range got {
		t.Errorf("nobody asked for %q", title)
	}
}

// metricFaults are what a row of a widget names of Alex's own that the program does
// not write.
func metricFaults(row []any) (faults []string) {
	var names []string
	for _, part := range row {
		switch part := part.(type) {
		case string:
			names = append(names, part)
		case map[string]any:
			expression, _ := part["expression"].(string)
			for _, found := range regexp.MustCompile(`\{Alex/Agents,(\w+)\} MetricName="(\w+)"`).FindAllStringSubmatch(expression, -1) {
				if agentMetrics()[found[2]] != found[1] {
					faults = append(faults, expression)
				}
			}
			if strings.Count(expression, "Alex/") != strings.Count(expression, "{Alex/Agents,") {
				faults = append(faults, expression)
			}
		}
	}
	if len(names) < 2 || !strings.HasPrefix(names[0], "Alex") {
		return faults
	}
	dimension, known := agentMetrics()[names[1]]
	values := dimensionValues()[dimension]
	if names[0] != "Alex/Agents" || !known || dimension == "" && len(names) != 2 ||
		dimension != "" && (len(names) != 4 || names[2] != dimension || !slices.Contains(values, names[3])) {
		faults = append(faults, strings.Join(names, " "))
	}
	return faults
}

// TestMetricsAreThoseOfTheProgram: dashboards and alarms name what Alex writes, and
// leave none of it out.
func TestMetricsAreThoseOfTheProgram(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, w := range widgets(t) {
		for _, row := range w.Properties.Metrics {
			for _, fault := range metricFaults(row) {
				t.Errorf("%s: Alex writes no %s", w.Properties.Title, fault)
			}
			for name := range agentMetrics() {
				if text := fmt.Sprint(row...); strings.Contains(text, "Alex/Agents") && strings.Contains(text, name) {
					shown[name] = true
				}
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(agentMetrics())), slices.Sorted(maps.Keys(shown))); diff != "" {
		t.Error(diff)
	}
	m := read(t, "modules/observability")
	v, beside := observed()
	s := scope(m, v, beside)
	for _, alarm := range m.of("resource", "aws_cloudwatch_metric_alarm") {
		namespace := alarm.Body.Attributes["namespace"]
		if namespace == nil || m.written(namespace.Expr) != "local.agents" {
			continue
		}
		name := value(t, attribute(t, alarm.Body, "metric_name"), s).AsString()
		if dimension, known := agentMetrics()[name]; !known || dimension != "" || alarm.Body.Attributes["dimensions"] != nil {
			t.Errorf("%s: Alex writes no %s", alarm.Labels[1], name)
		}
	}
	for row, want := range map[string]int{
		`["Alex/Agents","InvocationCount","Agent","planner"]`: 0, `["Alex/Agents","InvocationCount","Agent","cook"]`: 1, `["Alex/Agents","Invocations","Agent","planner"]`: 1,
		`["Alex/Agents","InvocationCount"]`: 1, `["Alex","JobsFailed"]`: 1, `["AWS/SQS","Anything"]`: 0, `[{"expression":"SEARCH('{Alex/Agents,Agent} MetricName=\"ToolCalls\"')"}]`: 1,
	} {
		var parts []any
		if err := json.Unmarshal([]byte(row), &parts); err != nil {
			t.Fatal(err)
		}
		if got := metricFaults(parts); len(got) != want {
			t.Errorf("%s: %v", row, got)
		}
	}
}

// TestAlarmsGoOff where they should and not before: each is asked with figures.
func TestAlarmsGoOff(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/observability")
	v, beside := observed()
	s := scope(m, v, beside)
	for _, c := range []struct {
		alarm, forEach, namespace, metric, statistic string
		quiet, loud                                  float64
	}{
		{"dead_letters", "toset(var.dead_letter_queue_names)", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 0, 1},
		{"api", "", "AWS/ApiGateway", "5xx", "Sum", 0, 1},
		{"database", "", "Alex/Agents", "DatabaseConnectionFailures", "Sum", 0, 1},
		{"errors", "var.function_names", "", "", "", 5, 5.01},
	} {
		alarm := m.one(t, "resource", "aws_cloudwatch_metric_alarm", c.alarm)
		m.holds(t, alarm, map[string]string{
			"comparison_operator": `"GreaterThanThreshold"`, "evaluation_periods": "1", "treat_missing_data": `"notBreaching"`,
			"alarm_actions": "[aws_sns_topic.alerts.arn]",
		})
		if c.forEach != "" {
			m.holds(t, alarm, map[string]string{"for_each": c.forEach})
		}
		threshold := value(t, attribute(t, alarm, "threshold"), s)
		for figure, want := range map[float64]bool{c.quiet: false, c.loud: true} {
			if got := cty.NumberFloatVal(figure).GreaterThan(threshold).True(); got != want {
				t.Errorf("%s at %v: %v", c.alarm, figure, got)
			}
		}
		if c.namespace != "" {
			got := []string{}
			for _, name := range []string{"namespace", "metric_name", "statistic"} {
				got = append(got, value(t, attribute(t, alarm, name), s).AsString())
			}
			if diff := cmp.Diff([]string{c.namespace, c.metric, c.statistic}, got); diff != "" {
				t.Errorf("%s: %s", c.alarm, diff)
			}
		}
	}

	errors := m.one(t, "resource", "aws_cloudwatch_metric_alarm", "errors")
	expression := text(t, attribute(t, only(t, errors.Blocks, "metric_query"), "expression"))
	parsed, diagnostics := hclsyntax.ParseExpression([]byte(expression), "expression", hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	threshold := value(t, attribute(t, errors, "threshold"), nil)
	for _, c := range []struct {
		errors, invocations int64
		loud                bool
	}{{0, 100, false}, {5, 100, false}, {6, 100, true}, {1, 1, true}, {1, 20, false}} {
		rate := value(t, parsed, &hcl.EvalContext{Variables: values{"errors": cty.NumberIntVal(c.errors), "invocations": cty.NumberIntVal(c.invocations)}})
		if got := rate.GreaterThan(threshold).True(); got != c.loud {
			t.Errorf("%d of %d failed: %v", c.errors, c.invocations, got)
		}
	}
	metrics := only(t, errors.Blocks, "dynamic", "metric_query")
	m.holds(t, metrics, map[string]string{"for_each": `{ errors = "Errors", invocations = "Invocations" }`})
	m.holds(t, inside(t, metrics, "content", "metric"), map[string]string{
		"namespace": `"AWS/Lambda"`, "metric_name": "metric_query.value", "stat": `"Sum"`, "dimensions": "{ FunctionName = each.value }",
	})
	root.holds(t, root.one(t, "module", "observability"), map[string]string{
		"function_names": "module.lambda.function_names", "dead_letter_queue_names": "module.sqs.dead_letter_queue_names", "email": "var.alarm_email",
	})
	for email, want := range map[cty.Value]int64{cty.NullVal(cty.String): 0, cty.StringVal("a@example.org"): 1} {
		if got := value(t, attribute(t, m.one(t, "resource", "aws_sns_topic_subscription"), "count"), scope(m, values{"email": email}, nil)); !got.RawEquals(cty.NumberIntVal(want)) {
			t.Errorf("%v are written to", got)
		}
	}
}

// TestBudget of fifty dollars a month, with a word at 50, 80 and 100 % of it.
func TestBudget(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/budget")
	if d := value(t, attribute(t, root.one(t, "variable", "budget_dollars"), "default"), nil); !d.RawEquals(cty.NumberIntVal(50)) {
		t.Errorf("it is %v dollars", d)
	}
	budget := m.one(t, "resource", "aws_budgets_budget")
	m.holds(t, budget, map[string]string{"budget_type": `"COST"`, "limit_unit": `"USD"`, "time_unit": `"MONTHLY"`, "limit_amount": "tostring(var.dollars)"})
	words := only(t, budget.Blocks, "dynamic", "notification")
	m.holds(t, words, map[string]string{"for_each": "[50, 80, 100]"})
	m.holds(t, inside(t, words, "content"), map[string]string{
		"threshold": "notification.value", "threshold_type": `"PERCENTAGE"`, "notification_type": `"ACTUAL"`, "comparison_operator": `"GREATER_THAN"`,
		"subscriber_sns_topic_arns": "[var.topic_arn]", "subscriber_email_addresses": "var.email[*]",
	})
	root.holds(t, root.one(t, "module", "budget"), map[string]string{"dollars": "var.budget_dollars", "topic_arn": "module.observability.topic_arn"})
}
