package terraform_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// rights are what each function may do: the statements of its policy that are made
// for its role, as "action on resource".
func rights(t *testing.T, m module, v values) map[string][]string {
	t.Helper()
	s := scope(m, v, nil)
	document := m.one(t, "data", "aws_iam_policy_document", "function")
	m.holds(t, document, map[string]string{"for_each": "local.roles"})
	found := map[string][]string{}
	for role := range local(t, s, "roles").AsValueMap() {
		add := func(body *hclsyntax.Body) {
			for _, action := range value(t, attribute(t, body, "actions"), nil).AsValueSlice() {
				found[role] = append(found[role], action.AsString()+" on "+m.written(attribute(t, body, "resources")))
			}
		}
		for _, b := range blocksOf(document.Blocks, "statement") {
			add(b.Body)
		}
		for _, b := range blocksOf(document.Blocks, "dynamic", "statement") {
			if value(t, attribute(t, b.Body, "for_each"), with(s, role, cty.DynamicVal)).LengthInt() == 1 {
				add(inside(t, b.Body, "content"))
			}
		}
		slices.Sort(found[role])
	}
	return found
}

// Each with the one thing that it is a right on.
func logRights() []string {
	return on("[\"${aws_cloudwatch_log_group.function[each.key].arn}:*\"]", "logs:CreateLogStream", "logs:PutLogEvents")
}

func databaseRights() []string {
	return append(on("[var.cluster_arn]", "rds-data:BatchExecuteStatement", "rds-data:BeginTransaction", "rds-data:CommitTransaction", "rds-data:ExecuteStatement",
		"rds-data:RollbackTransaction"), "secretsmanager:GetSecretValue on [var.database_secret_arn]")
}

func on(resources string, actions ...string) (list []string) {
	for _, action := range actions {
		list = append(list, action+" on "+resources)
	}
	return list
}

func together(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return all
}

// TestEachFunctionMayDoWhatItDoes, on the things that it is given, and no more.
func TestEachFunctionMayDoWhatItDoes(t *testing.T) {
	t.Parallel()
	base := together(logRights(), databaseRights())
	secrets := []string{"secretsmanager:GetSecretValue on values(local.secrets[each.key])", "kms:Decrypt on [var.kms_key_arn]"}
	models := on("var.bedrock_model_arns", "bedrock:InvokeModel")
	near := on("[var.embeddings_endpoint_arn]", "sagemaker:InvokeEndpoint")
	embed := append(slices.Clone(near), on("[var.index_arn]", "s3vectors:GetIndex")...)
	search := on("[var.index_arn]", "s3vectors:GetVectors", "s3vectors:QueryVectors")
	put := on("[var.index_arn]", "s3vectors:PutVectors")
	wake := on("[var.queue_arn]", "sqs:SendMessage")
	dead := on("[var.dead_letter_queue_arn]", "sqs:SendMessage")
	specialist := together(base, secrets, models)
	want := map[string][]string{
		"api":     together(base, secrets, models, embed, search, put, wake, on("[var.index_arn]", "s3vectors:DeleteVectors")),
		"webhook": together(base, secrets),
		"planner": together(base, secrets, models, embed, search, wake, on("local.specialist_arns", "lambda:InvokeFunction"),
			on("[var.queue_arn]", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")),
		"tagger": specialist, "charter": specialist, "reporter": together(specialist, near), "retirement": together(specialist, near),
		"ingest":     together(base, secrets, embed, put, dead),
		"researcher": together(base, secrets, models, embed, put, dead),
		"sweeper": together(base, secrets, embed, put, wake, dead, on("[var.queue_arn]", "sqs:GetQueueAttributes"),
			on("[var.index_arn]", "s3vectors:DeleteVectors")),
	}
	m := read(t, "modules/lambda")
	if diff := cmp.Diff(want, rights(t, m, given())); diff != "" {
		t.Error(diff)
	}
	// Without secrets of others, and without models of Bedrock, there is no right to them.
	for role, list := range rights(t, m, least()) {
		if slices.Contains(list, models[0]) {
			t.Errorf("%s may ask models", role)
		}
		if got := slices.Contains(list, secrets[0]); got != slices.Contains([]string{"api", "webhook", "sweeper"}, role) {
			t.Errorf("%s may read secrets: %v", role, got)
		}
	}
}

// TestSpecialistsAreNamedOneByOne: the planner invokes four functions, and no other.
func TestSpecialistsAreNamedOneByOne(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/lambda")
	s := scope(m, given(), values{"data": object(values{
		"aws_partition":       object(values{"current": object(values{"partition": cty.StringVal("aws")})}),
		"aws_region":          object(values{"current": object(values{"region": cty.StringVal("eu-central-1")})}),
		"aws_caller_identity": object(values{"current": object(values{"account_id": cty.StringVal("123456789012")})}),
	})})
	var got []string
	for _, arn := range local(t, s, "specialist_arns").AsValueSlice() {
		got = append(got, arn.AsString())
	}
	prefix := "arn:aws:lambda:eu-central-1:123456789012:function:alex-dev-"
	if diff := cmp.Diff([]string{prefix + "tagger", prefix + "reporter", prefix + "charter", prefix + "retirement"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestModelsAreNamedOneByOne: a list of models takes no wildcard.
func TestModelsAreNamedOneByOne(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/lambda")
	for arn, want := range map[string]bool{
		"arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-4-sonnet-20250805-v1:0":   true,
		"arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-4-sonnet": true,
		"arn:aws:bedrock:*::foundation-model/*":                                                    false,
		"arn:aws:bedrock:eu-central-1::foundation-model/*":                                         false,
		"*": false,
	} {
		if got := accepts(t, m, "bedrock_model_arns", values{"bedrock_model_arns": texts(arn)}); got != want {
			t.Errorf("%s: %v", arn, got)
		}
	}
	root := read(t, ".")
	for _, c := range []struct {
		model string
		arns  cty.Value
		want  bool
	}{{"offline", cty.EmptyTupleVal, true}, {"bedrock:m", cty.EmptyTupleVal, false}, {"bedrock:m", texts("arn"), true}} {
		if got := accepts(t, root, "model", values{"model": cty.StringVal(c.model), "bedrock_model_arns": c.arns}); got != c.want {
			t.Errorf("%s with %v: %v", c.model, c.arns, got)
		}
	}
}

// TestFunctionsAloneAskTheDatabase: no other policy has a right to the Data API, none
// to RDS itself, and those that have it have it on the one cluster.
func TestFunctionsAloneAskTheDatabase(t *testing.T) {
	t.Parallel()
	found := 0
	for name, m := range byName(t) {
		for _, s := range statements(m) {
			for _, action := range s.actions {
				switch {
				case strings.HasPrefix(action, "rds:"), strings.HasPrefix(action, "rds-db:"):
					t.Errorf("%s may %s", s.policy, action)
				case strings.HasPrefix(action, "rds-data:"):
					found++
					if s.policy != "lambda.function" || !slices.Equal(s.resources, []string{"var.cluster_arn"}) {
						t.Errorf("%s of %s may %s on %v", s.policy, name, action, s.resources)
					}
				}
			}
		}
	}
	if found != 5 {
		t.Errorf("the Data API has %d actions", found)
	}
	root := read(t, ".")
	root.holds(t, root.one(t, "module", "lambda"), map[string]string{
		"cluster_arn": "module.rds.cluster_arn", "database_secret_arn": "module.rds.secret_arn", "database_url": "module.rds.database_url",
	})
}
