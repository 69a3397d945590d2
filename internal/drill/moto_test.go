//go:build moto

package drill

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	rdstypes "github.com/aws/aws-sdk-go-v2/service/rds/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// zipped is the package that is brought to Lambda.
var zipped = flag.String("package", "", "the zip that alex package made")

// account is one at moto's server, with the program in reach of it.
type account struct {
	*testing.T
	url, dir string
	aws      aws.Config
}

func newAccount(t *testing.T) account {
	t.Helper()
	at := startMoto(t)
	return account{t, at, t.TempDir(), aws.Config{
		Region: "eu-central-1", BaseEndpoint: &at, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
	}}
}

// alex runs the program as an operator, who says what stands in said.
func (a account) alex(said string, args ...string) (out string, err error) {
	a.Helper()
	cmd := exec.CommandContext(a.Context(), bootstrap(a), args...)
	cmd.Env = []string{
		"HOME=" + a.dir, "PATH=" + os.Getenv("PATH"), "AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
		"AWS_ENDPOINT_URL=" + a.url, "ALEX_DATA=" + filepath.Join(a.dir, "data"),
	}
	cmd.Stdin = strings.NewReader(said)
	text, err := cmd.CombinedOutput()
	return string(text), err
}

func (a account) does(said string, args ...string) (out string) {
	a.Helper()
	out, err := a.alex(said, args...)
	if err != nil {
		a.Fatalf("alex %v: %v: %s", args, err, out)
	}
	return out
}

// must ends the test where an answer of moto's is an error.
func must[T any](a account) func(T, error) T {
	return func(answer T, err error) T {
		a.Helper()
		if err != nil {
			a.Fatal(err)
		}
		return answer
	}
}

// TestSecretsAtMoto: a command reads the secret that a setting names, one key of it
// where it is JSON, and the next command what it was changed to.
func TestSecretsAtMoto(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	client := secretsmanager.NewFromConfig(a.aws)
	made := must[*secretsmanager.CreateSecretOutput](a)(client.CreateSecret(t.Context(), &secretsmanager.CreateSecretInput{
		Name: aws.String("alex-prod/ALEX_ACCOUNT_KEY"), SecretString: aws.String(`{"key":"too short"}`),
	}))
	doctor := func() string {
		cmd := exec.CommandContext(t.Context(), bootstrap(t), "doctor")
		cmd.Env = []string{
			"HOME=" + a.dir, "AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", "AWS_ENDPOINT_URL=" + a.url,
			"ALEX_DATA=" + filepath.Join(a.dir, "data"), "ALEX_ACCOUNT_KEY=" + *made.ARN + "#key",
		}
		text, _ := cmd.CombinedOutput() // it says what it finds
		return string(text)
	}
	if got := doctor(); !strings.Contains(got, "ALEX_ACCOUNT_KEY") || !strings.Contains(got, "is shorter than 32 characters") || strings.Contains(got, "too short") {
		t.Errorf("%s", got)
	}
	must[*secretsmanager.PutSecretValueOutput](a)(client.PutSecretValue(t.Context(), &secretsmanager.PutSecretValueInput{
		SecretId: made.ARN, SecretString: aws.String(`{"key":"a key of thirty-two characters and more"}`),
	}))
	if got := doctor(); strings.Contains(got, "is shorter") || !strings.Contains(got, "every setting can be read") {
		t.Errorf("%s", got)
	}
}

// TestDeployAtMoto brings a function and a site to Lambda, S3 and CloudFront, twice:
// the second time nothing is done, and what the page has no more is deleted.
func TestDeployAtMoto(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.role()
	source, zip := must[string](a)(filepath.Abs("../..")), *zipped
	functions := lambda.NewFromConfig(a.aws)
	must[*lambda.CreateFunctionOutput](a)(functions.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String("alex-test-api"), Role: aws.String("arn:aws:iam::123456789012:role/alex"), Runtime: lambdatypes.RuntimeProvidedal2023,
		Handler: aws.String("bootstrap"), Code: &lambdatypes.FunctionCode{ZipFile: must[[]byte](a)(base64.StdEncoding.DecodeString(emptyZip))},
	}))
	files := s3.NewFromConfig(a.aws, func(o *s3.Options) { o.UsePathStyle = true })
	const bucket = "alex-test-site"
	must[*s3.CreateBucketOutput](a)(files.CreateBucket(t.Context(), &s3.CreateBucketInput{
		Bucket: aws.String(bucket), CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: s3types.BucketLocationConstraintEuCentral1},
	}))
	from := filepath.Join(a.dir, "deploy.json")
	target := map[string]any{
		"region": "eu-central-1", "prefix": "alex-test", "bucket": bucket, "distributionId": a.distribution(), "functions": map[string]string{"api": "alex-test-api"},
	}
	text := must[[]byte](a)(json.Marshal(target))
	if err := os.WriteFile(from, text, 0o600); err != nil {
		t.Fatal(err)
	}
	deploy := []string{"deploy", "--from", from, "--source", source, "--package", zip}
	if out := a.does("", append(deploy, "--dry-run")...); !strings.Contains(out, "would be updated") || !strings.Contains(out, "would upload") {
		t.Errorf("%s", out)
	}
	out := a.does("", deploy...)
	if !strings.Contains(out, "updated") || !strings.Contains(out, "index.html") {
		t.Errorf("%s", out)
	}
	index := must[*s3.GetObjectOutput](a)(files.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("index.html")}))
	body := must[[]byte](a)(io.ReadAll(index.Body))
	if want := must[[]byte](a)(os.ReadFile(filepath.Join(source, "frontend", "dist", "index.html"))); !bytes.Equal(body, want) || aws.ToString(index.CacheControl) != "no-cache" || aws.ToString(index.ContentType) != "text/html; charset=utf-8" {
		t.Errorf("index.html has %q %q", aws.ToString(index.CacheControl), aws.ToString(index.ContentType))
	}
	must[*s3.PutObjectOutput](a)(files.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("old.txt"), Body: strings.NewReader("old")}))
	out, err := a.alex("", deploy...)
	if err == nil && !strings.Contains(out, "old.txt") {
		t.Errorf("what the page has no more stays without a word: %s", out)
	}
	must[*s3.DeleteObjectOutput](a)(files.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String("old.txt")}))
	if out := a.does("", deploy...); !strings.Contains(out, "has this code already") || strings.Contains(out, "upload    ") {
		t.Errorf("again: %s", out)
	}
}

// emptyZip is a zip without a file.
const emptyZip = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="

// role makes the one that a function has; moto wants it to be there.
func (a account) role() {
	a.Helper()
	a.query("iam", url.Values{"Action": {"CreateRole"}, "Version": {"2010-05-08"}, "RoleName": {"alex"}, "AssumeRolePolicyDocument": {`{"Version":"2012-10-17","Statement":[]}`}})
}

// query asks a service that speaks in forms.
func (a account) query(service string, form url.Values) string {
	a.Helper()
	r := must[*http.Request](a)(http.NewRequestWithContext(a.Context(), http.MethodPost, a.url, strings.NewReader(form.Encode())))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=key/20261201/us-east-1/"+service+"/aws4_request, SignedHeaders=host, Signature=0")
	answer := must[*http.Response](a)(http.DefaultClient.Do(r))
	defer func() { _ = answer.Body.Close() }()
	text := must[[]byte](a)(io.ReadAll(answer.Body))
	if answer.StatusCode != http.StatusOK {
		a.Fatalf("%s: %s", service, text)
	}
	return string(text)
}

// distribution makes one of CloudFront's.
func (a account) distribution() (id string) {
	a.Helper()
	const body = `<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>alex</CallerReference><Comment></Comment><Enabled>true</Enabled>` +
		`<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>example.org</DomainName></Origin></Items></Origins>` +
		`<DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></DefaultCacheBehavior></DistributionConfig>`
	r := must[*http.Request](a)(http.NewRequestWithContext(a.Context(), http.MethodPost, a.url+"/2020-05-31/distribution", strings.NewReader(body)))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=key/20261201/us-east-1/cloudfront/aws4_request, SignedHeaders=host, Signature=0")
	answer := must[*http.Response](a)(http.DefaultClient.Do(r))
	defer func() { _ = answer.Body.Close() }()
	text := string(must[[]byte](a)(io.ReadAll(answer.Body)))
	_, rest, _ := strings.Cut(text, "<Id>")
	if id, _, _ = strings.Cut(rest, "</Id>"); id == "" {
		a.Fatalf("CloudFront: %s", text)
	}
	return id
}

// TestLogsAtMoto shows the lines of two functions in the order of time.
func TestLogsAtMoto(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	client := cloudwatchlogs.NewFromConfig(a.aws)
	now := time.Now().Add(-time.Minute)
	for role, lines := range map[string][]string{
		"planner":  {`{"time":"2026-11-29T15:00:00Z","level":"INFO","msg":"call the reporter","job":"j1"}`, `{"level":"WARN","msg":"the job is tried again"}`},
		"reporter": {`{"level":"INFO","msg":"sections written"}`},
	} {
		group := aws.String("/aws/lambda/alex-test-" + role)
		must[*cloudwatchlogs.CreateLogGroupOutput](a)(client.CreateLogGroup(t.Context(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: group}))
		must[*cloudwatchlogs.CreateLogStreamOutput](a)(client.CreateLogStream(t.Context(), &cloudwatchlogs.CreateLogStreamInput{LogGroupName: group, LogStreamName: aws.String("s")}))
		var events []logs.InputLogEvent
		for n, line := range lines {
			at := now.Add(time.Duration(2*n+len(role)%2) * time.Second)
			events = append(events, logs.InputLogEvent{Message: aws.String(line), Timestamp: aws.Int64(at.UnixMilli())})
		}
		must[*cloudwatchlogs.PutLogEventsOutput](a)(client.PutLogEvents(t.Context(), &cloudwatchlogs.PutLogEventsInput{LogGroupName: group, LogStreamName: aws.String("s"), LogEvents: events}))
	}
	out := a.does("", "logs", "--prefix", "alex-test", "--role", "planner,reporter", "--since", "10m")
	var at []int
	for _, text := range []string{"sections written", "call the reporter", "the job is tried again"} {
		at = append(at, strings.Index(out, text))
	}
	if slices.Contains(at, -1) || !slices.IsSorted(at) || strings.Contains(out, "{") || strings.Contains(out, "\x1b") {
		t.Errorf("%v in:\n%s", at, out)
	}
}

// TestCostAtMoto shows a cluster of Aurora and destroys it, and says how it is made again
// where a snapshot does not know its settings.
func TestCostAtMoto(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	client := rds.NewFromConfig(a.aws)
	const id = "alex-test-database"
	must[*rds.CreateDBClusterOutput](a)(client.CreateDBCluster(t.Context(), &rds.CreateDBClusterInput{
		DBClusterIdentifier: aws.String(id), Engine: aws.String("aurora-postgresql"), EngineVersion: aws.String("15.10"), MasterUsername: aws.String("alex"),
		MasterUserPassword: aws.String("only-at-moto"), DatabaseName: aws.String("alex"), EnableHttpEndpoint: aws.Bool(true),
		ServerlessV2ScalingConfiguration: &rdstypes.ServerlessV2ScalingConfiguration{MinCapacity: aws.Float64(0.5), MaxCapacity: aws.Float64(2)},
	}))
	status := a.does("", "cost", "status", "--cluster", id)
	if !strings.Contains(status, id) || !strings.Contains(status, "0.5") {
		t.Errorf("%s", status)
	}
	found := func() map[string]string {
		answer, err := client.DescribeDBClusters(t.Context(), &rds.DescribeDBClustersInput{})
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]string{}
		for _, c := range answer.DBClusters {
			states[*c.DBClusterIdentifier] = aws.ToString(c.Status)
		}
		return states
	}
	if out, err := a.alex(id+"\nno\n", "cost", "destroy", "--cluster", id); err == nil || len(found()) != 1 {
		t.Errorf("a second answer that is no: %v %s, %v", err, out, found())
	}
	if out, err := a.alex(id+"\ndestroy\n", "cost", "destroy", "--cluster", id); err != nil || len(found()) != 0 {
		t.Fatalf("%v %s, %v", err, out, found())
	}
	// moto keeps no tags of a snapshot, in which the settings are noted.
	if out, err := a.alex("", "cost", "recreate", "--cluster", id); err == nil || !strings.Contains(out, "snapshot_identifier") {
		t.Errorf("%v %s", err, out)
	}
}
