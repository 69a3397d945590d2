package cloud_test

import (
	"strings"
	"testing"

	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
)

const queueURL = "https://sqs.eu-central-1.amazonaws.com/123456789012/alex-prod-jobs"

// wellOf is an account where everything is as it should be.
func wellOf() (*cloudtest.Account, cloud.Target) {
	to := target("api", "planner", "tagger")
	service := clusterOf()
	service.Bucket, service.Distribution = to.Bucket, to.DistributionID
	service.Secrets = vaultOf().Secrets
	service.Functions = functionsOf(to)
	for role, name := range to.Functions {
		service.Functions[name].Timeout = 900
		service.Functions[name].Environment = map[string]string{
			"ALEX_ROLE": role, "ALEX_DATABASE_URL": "rdsdata://alex?cluster=" + cloudtest.ARN(cluster) + "&secret=" + plain, "ALEX_QUEUE_URL": queueURL,
			"ALEX_ACCOUNT_KEY": plain, "OPENAI_API_KEY": object + "#OPENAI_API_KEY", "ALEX_EMBEDDINGS": "sagemaker:alex-embeddings", "ALEX_INDEX": "s3vectors:alex-vectors/passages",
			"ALEX_MODEL": "bedrock", "ALEX_MODEL_TAGGER": "bedrock:eu.amazon.nova-lite-v1:0", "BEDROCK_MODEL_ID": "anthropic.claude-x-v1:0",
		}
	}
	service.Queues = map[string]map[string]string{
		"alex-prod-jobs": {"VisibilityTimeout": "5400", "ApproximateNumberOfMessages": "3", "ApproximateNumberOfMessagesNotVisible": "1", "RedrivePolicy": `{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:alex-prod-dead","maxReceiveCount":5}`},
		"alex-prod-dead": {"VisibilityTimeout": "30", "ApproximateNumberOfMessages": "0"},
	}
	service.Endpoints = map[string]string{"alex-embeddings": "InService"}
	service.Indexes = map[string]int{"alex-vectors/passages": 384}
	service.Models = map[string]bool{"anthropic.claude-x-v1:0": true, "amazon.nova-lite-v1:0": true}
	return service, to
}

// texts joins checks as "status name: text" lines.
func texts(checks []cloud.Check) string {
	var b strings.Builder
	for _, c := range checks {
		b.WriteString(c.Status + " " + c.Name + ": " + c.Text + "\n")
	}
	return b.String()
}

func TestDoctorFindsAllWell(t *testing.T) {
	t.Parallel()
	service, to := wellOf()
	account, _ := over(t, service)
	got := texts(account.Inspect(t.Context(), to, map[string]string{"ALEX_MODEL": "offline"}))
	if strings.Contains(got, "warn ") || strings.Contains(got, "fail ") {
		t.Error(got)
	}
	for _, want := range []string{
		"ok identity: arn:aws:iam::123456789012:user/ann, region eu-central-1", "ok functions: 3 of 3 have the same code", "ok database: the cluster alex-prod is available, with the Data API",
		"ok queue: alex-prod-jobs holds 3 messages, 1 are being worked, each hidden for 5400 seconds", "ok dead letters: alex-prod-dead is empty",
		"ok bucket: alex-prod-site is in reach", "ok distribution: E1 at d1.cloudfront.net, Deployed", "ok secrets: 2 of 2 that settings name are there",
		"ok embeddings: the endpoint alex-embeddings is in service", "ok vectors: the index alex-vectors/passages takes vectors of 384 numbers",
		"ok model: the account may use anthropic.claude-x-v1:0", "ok model: the account may use eu.amazon.nova-lite-v1:0",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	if changed := changing(service); len(changed) != 1 || changed[0] != "s3:HeadBucket" {
		t.Errorf("it calls %q", changed)
	}
}

// TestDoctorFindsWhatIsWrong and says what to do about it.
func TestDoctorFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*cloudtest.Account, *cloud.Target)
		says   string
	}{
		"other code": {func(a *cloudtest.Account, _ *cloud.Target) { a.Functions["alex-prod-api"].Code = []byte("new") }, "fail functions: they have different code (api have "},
		"another role": {func(a *cloudtest.Account, _ *cloud.Target) {
			a.Functions["alex-prod-api"].Environment["ALEX_ROLE"] = "planner"
		}, `fail function api: ALEX_ROLE is "planner", and not api`},
		"broken": {func(a *cloudtest.Account, _ *cloud.Target) {
			f := a.Functions["alex-prod-api"]
			f.State, f.Reason = "Failed", "no image"
		}, "fail function api: it does not run: no image"},
		"pending":     {func(a *cloudtest.Account, _ *cloud.Target) { a.Functions["alex-prod-api"].State = "Pending" }, "warn function api: it is being changed"},
		"no function": {func(a *cloudtest.Account, _ *cloud.Target) { delete(a.Functions, "alex-prod-api") }, "fail function api: Lambda has no alex-prod-api"},
		"none":        {func(a *cloudtest.Account, _ *cloud.Target) { a.Functions = nil }, "fail functions: none can be looked at, of 3"},
		"a secret in clear": {func(a *cloudtest.Account, _ *cloud.Target) {
			a.Functions["alex-prod-api"].Environment["LANGFUSE_SECRET_KEY"] = "hunter2"
		}, "fail function api: LANGFUSE_SECRET_KEY stands in its settings in the clear"},
		"no Data API":     {func(a *cloudtest.Account, _ *cloud.Target) { a.Clusters[cluster].HTTP = false }, "fail database: the cluster alex-prod has no Data API"},
		"stopped":         {func(a *cloudtest.Account, _ *cloud.Target) { a.Clusters[cluster].Status = "stopped" }, "fail database: the cluster alex-prod is stopped: run alex cost resume"},
		"busy":            {func(a *cloudtest.Account, _ *cloud.Target) { a.Clusters[cluster].Status = "modifying" }, "warn database: the cluster alex-prod is modifying"},
		"no cluster":      {func(a *cloudtest.Account, _ *cloud.Target) { a.Clusters = nil }, "fail database: RDS has no arn:aws:rds:eu-central-1:123456789012:cluster:alex-prod"},
		"short":           {func(a *cloudtest.Account, _ *cloud.Target) { a.Queues["alex-prod-jobs"]["VisibilityTimeout"] = "5399" }, "fail queue: alex-prod-jobs hides a message for 5399 seconds, and the planner may take 900: make it 5400"},
		"no queue":        {func(a *cloudtest.Account, _ *cloud.Target) { delete(a.Queues, "alex-prod-jobs") }, "fail queue: SQS has no queue alex-prod-jobs"},
		"no dead letters": {func(a *cloudtest.Account, _ *cloud.Target) { delete(a.Queues["alex-prod-jobs"], "RedrivePolicy") }, "fail dead letters: alex-prod-jobs has no dead-letter queue"},
		"dead letters": {func(a *cloudtest.Account, _ *cloud.Target) {
			a.Queues["alex-prod-dead"]["ApproximateNumberOfMessages"] = "2"
		}, "warn dead letters: alex-prod-dead holds 2 messages"},
		"no bucket":       {func(a *cloudtest.Account, _ *cloud.Target) { a.Bucket = "other" }, "fail bucket: S3 has no arn:aws:s3:::alex-prod-site"},
		"no distribution": {func(a *cloudtest.Account, _ *cloud.Target) { a.Distribution = "E2" }, "fail distribution: CloudFront has no distribution E1"},
		"no site":         {func(_ *cloudtest.Account, to *cloud.Target) { to.Bucket = "" }, "fail site: bucket: is empty"},
		"no secret":       {func(a *cloudtest.Account, _ *cloud.Target) { delete(a.Secrets, object) }, "fail secret of OPENAI_API_KEY: Secrets Manager has no " + object},
		"no endpoint":     {func(a *cloudtest.Account, _ *cloud.Target) { a.Endpoints = nil }, "fail embeddings: SageMaker has no endpoint alex-embeddings"},
		"endpoint":        {func(a *cloudtest.Account, _ *cloud.Target) { a.Endpoints["alex-embeddings"] = "Failed" }, "fail embeddings: the endpoint alex-embeddings is Failed"},
		"no index":        {func(a *cloudtest.Account, _ *cloud.Target) { a.Indexes = nil }, "fail vectors: S3 Vectors has no index alex-vectors/passages"},
		"no model":        {func(a *cloudtest.Account, _ *cloud.Target) { delete(a.Models, "amazon.nova-lite-v1:0") }, "fail model: Bedrock has no model amazon.nova-lite-v1:0"},
		"no access":       {func(a *cloudtest.Account, _ *cloud.Target) { a.Models["amazon.nova-lite-v1:0"] = false }, "fail model: the model amazon.nova-lite-v1:0 is not open to the account"},
		"no database": {func(a *cloudtest.Account, _ *cloud.Target) {
			for _, f := range a.Functions {
				delete(f.Environment, "ALEX_DATABASE_URL")
			}
		}, "fail database: ALEX_DATABASE_URL is not set"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service, to := wellOf()
			c.change(service, &to)
			account, _ := over(t, service)
			got := texts(account.Inspect(t.Context(), to, nil))
			if !strings.Contains(got, c.says) || strings.Contains(got, "hunter2") {
				t.Errorf("it does not say %q:\n%s", c.says, got)
			}
		})
	}
}

// TestDoctorNamesEachPermission that lacks, one at a time: action, resource and what to
// do stand in one sentence, and all else is looked at still.
func TestDoctorNamesEachPermission(t *testing.T) {
	t.Parallel()
	for action, needs := range map[string]string{
		"sts:GetCallerIdentity": "", "lambda:GetFunctionConfiguration": "", "rds:DescribeDBClusters": "", "sqs:GetQueueAttributes": "", "s3:HeadBucket": "s3:ListBucket",
		"cloudfront:GetDistribution": "", "secretsmanager:DescribeSecret": "", "sagemaker:DescribeEndpoint": "", "s3vectors:GetIndex": "", "bedrock:GetFoundationModelAvailability": "",
	} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			for _, tells := range []bool{true, false} { // whether AWS says which permission it is
				service, to := wellOf()
				if needs == "" {
					needs = action
				}
				service.Refuse = func(asked string, _ int) (int, string, string) {
					switch {
					case asked != action:
						return 0, "", ""
					case tells:
						return cloudtest.Denied(needs, "arn:aws:service:eu-central-1:123456789012:thing/x")
					}
					return 403, "AccessDenied", "Forbidden"
				}
				account, _ := over(t, service)
				checks := account.Inspect(t.Context(), to, nil)
				got := texts(checks)
				want := "lack " + needs + " on "
				if tells && action != "s3:HeadBucket" { // an answer to HEAD has no body
					want += "arn:aws:service:eu-central-1:123456789012:thing/x: allow it in their policy"
				}
				if !strings.Contains(got, want) || strings.Contains(got, "hunter2") {
					t.Errorf("it does not say %q:\n%s", want, got)
				}
				if well := strings.Count(got, "\nok ") + strings.Count(got, "ok identity"); well < 8 && action != "lambda:GetFunctionConfiguration" {
					t.Errorf("only %d checks are well:\n%s", well, got)
				}
			}
		})
	}
}

// TestDoctorWhileAServiceIsAway only warns.
func TestDoctorWhileAServiceIsAway(t *testing.T) {
	t.Parallel()
	service, to := wellOf()
	service.Refuse = func(action string, _ int) (int, string, string) {
		if strings.HasPrefix(action, "sqs:") {
			return 503, "ServiceUnavailable", ""
		}
		if strings.HasPrefix(action, "cloudfront:") {
			return 400, "Throttling", ""
		}
		return 0, "", ""
	}
	account, _ := over(t, service)
	got := texts(account.Inspect(t.Context(), to, nil))
	if !strings.Contains(got, "warn queue: SQS cannot answer now") || !strings.Contains(got, "warn distribution: CloudFront is asked too often") || strings.Contains(got, "fail ") {
		t.Error(got)
	}
}
