package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
)

// onAWS runs the program with a stand-in for AWS, and answers what it says.
func onAWS(t *testing.T, service *cloudtest.Account, stdin string, environ []string, args ...string) invocation {
	t.Helper()
	at := httptest.NewServer(service)
	t.Cleanup(at.Close)
	cmd := program(t, append([]string{
		"AWS_ENDPOINT_URL=" + at.URL, "AWS_REGION=" + cloudtest.Region, "AWS_ACCESS_KEY_ID=id", "AWS_SECRET_ACCESS_KEY=secret", "AWS_MAX_ATTEMPTS=1",
		"AWS_CONFIG_FILE=" + filepath.Join(t.TempDir(), "none"), "AWS_EC2_METADATA_DISABLED=true",
	}, environ...), args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return invocation{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// want checks the exit code and what is said.
func (got invocation) want(t *testing.T, code int, says ...string) {
	t.Helper()
	if got.code != code {
		t.Errorf("exit code %d, want %d", got.code, code)
	}
	for _, text := range says {
		if !strings.Contains(got.out+got.err, text) {
			t.Errorf("it does not say %q", text)
		}
	}
	if t.Failed() {
		t.Logf("%s%s", got.out, got.err)
	}
}

// tree is what a deployment takes of a source tree, with a package of a program for
// Lambda's processors.
func tree(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	program := make([]byte, 64) // the head of one, as far as it is looked at
	copy(program, "\x7fELF\x02\x01\x01")
	program[16], program[18], program[20], program[52] = 2, 183, 1, 64
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "bootstrap"}
	h.SetMode(0o755)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write(program)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"go.mod": "module alex\n", "cmd/alex/main.go": "package main\n", "alex.zip": b.String(),
		"frontend/dist/index.html": "<script src=/assets/a-1.js>", "frontend/dist/assets/a-1.js": "a", "frontend/package.json": "{}",
		"deploy.json": `{"region":"eu-central-1","prefix":"alex-prod","bucket":"alex-prod-site","distributionId":"E1","functions":{"api":"alex-prod-api"}}`,
	} {
		place(t, filepath.Join(dir, filepath.FromSlash(name)), body, 0o600)
	}
	return dir
}

func place(t *testing.T, name, body string, mode os.FileMode) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		err = os.WriteFile(name, []byte(body), mode)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func siteAndFunction() *cloudtest.Account {
	return &cloudtest.Account{Bucket: "alex-prod-site", Distribution: "E1", Functions: map[string]*cloudtest.Function{"alex-prod-api": {Code: []byte("old")}}}
}

// TestDeploy says what it would do, does it, and has nothing left to do.
func TestDeploy(t *testing.T) {
	t.Parallel()
	dir, service := tree(t), siteAndFunction()
	args := []string{"deploy", "--from", filepath.Join(dir, "deploy.json"), "--source", dir, "--package", filepath.Join(dir, "alex.zip")}
	onAWS(t, service, "", nil, append(args, "--dry-run")...).want(t, exitDone, "api          would be updated", "2 files to upload, 0 are there already",
		"would upload  assets/a-1.js (text/javascript; charset=utf-8; public, max-age=31536000, immutable)", "would upload  index.html (text/html; charset=utf-8; no-cache)",
		"would invalidate  /index.html", "Nothing was done")
	if len(service.Objects) != 0 || service.Count("lambda:UpdateFunctionCode") != 0 {
		t.Errorf("it calls %q", service.Calls())
	}
	onAWS(t, service, "", nil, append(args, "--site")...).want(t, exitDone, "uploaded  assets/a-1.js", "invalidation I1 of 2 paths has begun")
	if len(service.Objects) != 3 || service.Count("lambda:UpdateFunctionCode") != 0 {
		t.Errorf("it calls %q", service.Calls())
	}
	onAWS(t, service, "", nil, append(args, "--functions")...).want(t, exitDone, "api          updated")
	onAWS(t, service, "", nil, args...).want(t, exitDone, "api          has this code already", "0 files to upload, 2 are there already")
	service.Refuse = func(action string, _ int) (int, string, string) {
		if action != "s3:ListObjectsV2" {
			return 0, "", ""
		}
		return cloudtest.Denied("s3:ListBucket", "arn:aws:s3:::alex-prod-site")
	}
	onAWS(t, service, "", nil, args...).want(t, exitFailed, "alex: S3 refuses: the credentials at hand lack s3:ListBucket on arn:aws:s3:::alex-prod-site")
}

// TestDeployAsksOthers: terraform for the target and npm for the page, where there are
// such; and says so where there are none.
func TestDeployAsksOthers(t *testing.T) {
	t.Parallel()
	dir, bin := tree(t), t.TempDir()
	if err := os.RemoveAll(filepath.Join(dir, "frontend", "dist")); err != nil {
		t.Fatal(err)
	}
	args := []string{"deploy", "--site", "--source", dir, "--terraform", dir}
	onAWS(t, siteAndFunction(), "", []string{"PATH=" + bin}, args...).want(t, exitFailed, "there is no terraform on the path", "--from FILE")
	place(t, filepath.Join(bin, "terraform"), "#!/bin/sh\n[ \"$*\" = \"-chdir="+dir+" output -no-color -json deploy\" ] || { echo \"asked for $*\" >&2; exit 1; }\n/bin/cat "+filepath.Join(dir, "deploy.json")+"\n", 0o700)
	onAWS(t, siteAndFunction(), "", []string{"PATH=" + bin}, args...).want(t, exitFailed, "there is no npm on the path")
	place(t, filepath.Join(bin, "npm"), "#!/bin/sh\necho \"$1\" >> said\n[ \"$1\" = ci ] && exit 0\n/bin/mkdir -p dist && echo page > dist/index.html\n", 0o700)
	service := siteAndFunction()
	onAWS(t, service, "", []string{"PATH=" + bin}, args...).want(t, exitDone, "uploaded  index.html")
	if said, err := os.ReadFile(filepath.Join(dir, "frontend", "said")); err != nil || string(said) != "ci\nrun\n" {
		t.Errorf("npm is asked for %q, %v", said, err)
	}
	place(t, filepath.Join(bin, "npm"), "#!/bin/sh\necho no space left\nexit 1\n", 0o700)
	onAWS(t, service, "", []string{"PATH=" + bin}, append(args, "--build")...).want(t, exitFailed, "npm ci fails", "no space left")
	onAWS(t, service, "", []string{"PATH=" + bin}, "deploy", "--site", "--source", dir, "--terraform", "other").want(t, exitFailed, "alex: terraform has no output deploy in other", "asked for -chdir=other")
}

// TestPackageSays what is missing, before minutes of building.
func TestPackageSays(t *testing.T) {
	t.Parallel()
	dir := tree(t)
	onAWS(t, siteAndFunction(), "", []string{"PATH="}, "package", "--source", dir).want(t, exitFailed, "alex: there is no go tool on the path")
	onAWS(t, siteAndFunction(), "", nil, "package", "--source", t.TempDir()).want(t, exitFailed, "is no source tree of Alex")
	onAWS(t, siteAndFunction(), "", nil, "package", "--arch", "mips").want(t, exitUsage, "--arch must be one of")
	if err := os.Remove(filepath.Join(dir, "frontend", "dist", "index.html")); err != nil {
		t.Fatal(err)
	}
	onAWS(t, siteAndFunction(), "", nil, "package", "--source", dir).want(t, exitFailed, "the page is not built", "make page")
}

const prodDatabase = "ALEX_DATABASE_URL=rdsdata://alex?cluster=arn:aws:rds:eu-central-1:123456789012:cluster:alex-prod&secret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf"

func prodCluster() *cloudtest.Account {
	return &cloudtest.Account{Capacity: 0, Clusters: map[string]*cloudtest.Cluster{"alex-prod": {
		Status: "available", Version: "15.10", Min: 0.5, Max: 4, Storage: 3, HTTP: true, Retention: 7, Subnets: "alex-prod-db", Instances: []string{"alex-prod-1"},
	}}}
}

func TestCost(t *testing.T) {
	t.Parallel()
	service := prodCluster()
	environ := []string{prodDatabase}
	onAWS(t, service, "", environ, "cost", "status").want(t, exitDone, "alex-prod is available (aurora-postgresql 15.10).", "0.5 ACU to 4 ACU, now 0 ACU",
		"pauses     never", "4 GB, rounded up", "A month costs from $44.20, at the lowest capacity, to $350.80", "list prices of us-east-1 as of 2026-08")
	onAWS(t, service, "", environ, "cost", "pause").want(t, exitDone, "alex-prod pauses after five minutes without work")
	onAWS(t, service, "", environ, "cost", "status").want(t, exitDone, "pauses     after 5m0s without work", "A month costs from $0.40")
	onAWS(t, service, "", environ, "cost", "resume").want(t, exitDone, "alex-prod answers.")
	onAWS(t, service, "", nil, "cost", "resume", "--cluster", "alex-prod").want(t, exitDone, "it wakes with the first query")
	onAWS(t, service, "", nil, "cost", "status").want(t, exitFailed, "cluster: is not named")
}

// TestCostDestroyAsksTwice and keeps everything unless both answers are right.
func TestCostDestroyAsksTwice(t *testing.T) {
	t.Parallel()
	service := prodCluster()
	environ := []string{prodDatabase}
	for _, answers := range []string{"", "yes\n", "alex-prod\n", "alex-prod\nyes\n", "destroy\nalex-prod\n"} {
		onAWS(t, service, answers, environ, "cost", "destroy").want(t, exitUsage, "This deletes the database alex-prod (4 GB at most)", "Lost for good: its automated backups of 7 days",
			"Kept: everything in it, as the snapshot alex-prod-final-", "nothing was deleted")
	}
	if service.Clusters["alex-prod"] == nil || service.Count("rds:DeleteDBCluster")+service.Count("rds:DeleteDBInstance") != 0 {
		t.Fatalf("it calls %q", service.Calls())
	}
	service.Clusters["alex-prod"].Protected = true
	onAWS(t, service, "alex-prod\ndestroy\n", environ, "cost", "destroy").want(t, exitFailed, "is protected from deletion", "--no-deletion-protection")
	service.Clusters["alex-prod"].Protected = false
	onAWS(t, service, "alex-prod\ndestroy\n", environ, "cost", "destroy").want(t, exitDone, "Type alex-prod to go on:", "Type destroy to go on:", "alex-prod is gone.", "alex cost recreate --cluster alex-prod")
	if len(service.Snapshots) != 1 || len(service.Clusters) != 0 {
		t.Fatalf("left are %v and %v", service.Clusters, service.Snapshots)
	}
	onAWS(t, service, "", environ, "cost", "recreate").want(t, exitDone, "alex-prod is there again, as it was in alex-prod-final-", "run terraform apply")
	onAWS(t, service, "alex-prod\ndestroy\n", environ, "cost", "destroy", "--no-snapshot").want(t, exitFailed, "is protected from deletion")
	service.Clusters["alex-prod"].Protected = false
	onAWS(t, service, "alex-prod\ndestroy\n", environ, "cost", "destroy", "--no-snapshot").want(t, exitDone, "LOST FOR GOOD TOO: everything that people have entered", "alex-prod is gone.")
	if len(service.Snapshots) != 1 {
		t.Errorf("snapshots are %v", service.Snapshots)
	}
}

const localLog = `{"time":"2026-11-29T12:00:01Z","level":"INFO","msg":"a job has begun","agent":"planner","job":"j1"}
{"time":"2026-11-29T12:00:02Z","level":"ERROR","msg":"no\nwords","agent":"reporter","error":"\u001b[31mred"}
{"_aws":{"Timestamp":1},"Agent":"planner"}
not JSON
`

// TestLogs reads a file, standard input and CloudWatch in the same way.
func TestLogs(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"log": localLog})
	file := filepath.Join(dir, "log")
	local := onAWS(t, nil, "", nil, "logs", "--file", file)
	local.want(t, exitDone, "  planner     INFO   a job has begun  job=j1\n", "  reporter    ERROR  no words  error=[31mred\n", "  alex               not JSON\n")
	if strings.Contains(local.out, "_aws") || strings.Contains(local.out, "Agent=") || strings.Contains(local.out, "\x1b") {
		t.Errorf("it shows %q", local.out)
	}
	if piped := onAWS(t, nil, localLog, nil, "logs", "--file", "-"); piped != local {
		t.Errorf("from a pipe it is %q", piped.out+piped.err)
	}
	onAWS(t, nil, "", nil, "logs", "--file", file, "--all").want(t, exitDone, "Agent=planner")
	if one := onAWS(t, nil, "", nil, "logs", "--file", file, "--role", "reporter"); strings.Count(one.out, "\n") != 1 {
		t.Errorf("of one role it shows %q", one.out)
	}
	onAWS(t, nil, "", nil, "logs", "--file", filepath.Join(dir, "none")).want(t, exitFailed, "none: no such file")
	onAWS(t, nil, "", nil, "logs", "--since", "0s", "--file", file).want(t, exitUsage, "--since is not above zero")

	service := &cloudtest.Account{Logs: map[string][]cloudtest.Event{"/aws/lambda/alex-prod-planner": {
		{ID: "1", At: 1, Message: "long ago"}, {ID: "2", At: 4102444800000, Message: `{"level":"INFO","msg":"later","n":1}`},
	}}}
	got := onAWS(t, service, "", nil, "logs", "--prefix", "alex-prod", "--role", "planner,charter")
	got.want(t, exitDone, "  planner     INFO   later  n=1\n", "There is no log yet of charter.")
	if strings.Contains(got.out, "long ago") {
		t.Errorf("it shows %q", got.out)
	}
	onAWS(t, service, "", nil, "logs", "--prefix", "alex-prod", "--role", "nobody").want(t, exitFailed, "role: nobody is no role")
}

// TestColoursTellAgentsApart where it is a terminal that takes them.
func TestColoursTellAgentsApart(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, role := range []string{"planner", "tagger", "reporter", "charter", "retirement", "researcher", "ingest", "api", "sweeper"} {
		colour := colourOf(role, "INFO")
		if other, taken := seen[colour]; taken || colour == colourOf(role, "ERROR") {
			t.Errorf("%s looks like %s", role, other)
		}
		seen[colour] = role
	}
	var b bytes.Buffer
	read := viewer{w: &b, colour: true}.of(nil)
	for line := range strings.Lines(localLog) {
		if err := read(parsedLine(line)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.HasPrefix(b.String(), "\x1b[35m") || !strings.Contains(b.String(), "\x1b[1;31m") || strings.Count(b.String(), "\x1b") != 6 {
		t.Errorf("it shows %q", b.String())
	}
}

// TestDoctorAWS ends as the doctor does: with 1 where something is wrong.
func TestDoctorAWS(t *testing.T) {
	t.Parallel()
	dir, service := tree(t), siteAndFunction()
	service.Clusters = prodCluster().Clusters
	service.Secrets = map[string]string{"arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf": "x"}
	service.Functions["alex-prod-api"].Environment = map[string]string{"ALEX_ROLE": "api"}
	args := []string{"doctor", "aws", "--from", filepath.Join(dir, "deploy.json")}
	onAWS(t, service, "", []string{prodDatabase}, args...).want(t, exitDone, "ok    identity", "ok    functions", "ok    database", "ok    secrets")
	service.Refuse = func(action string, _ int) (int, string, string) {
		if action != "rds:DescribeDBClusters" {
			return 0, "", ""
		}
		return cloudtest.Denied(action, "arn:aws:rds:eu-central-1:123456789012:cluster:alex-prod")
	}
	onAWS(t, service, "", []string{prodDatabase}, append(args, "--json")...).want(t, exitFailed, `"ok": false`,
		"RDS refuses: the credentials at hand lack rds:DescribeDBClusters on arn:aws:rds:eu-central-1:123456789012:cluster:alex-prod: allow it in their policy")
	onAWS(t, service, "", nil, "doctor", "aws", "--from", filepath.Join(dir, "none")).want(t, exitFailed, "none: no such file")
	if got := fmt.Sprint(service.Count("sqs:GetQueueAttributes")); got != "0" {
		t.Errorf("a queue that nobody names is asked for %s times", got)
	}
}

func parsedLine(text string) cloud.Line { return cloud.ParseLine(text, "alex", time.Time{}) }
