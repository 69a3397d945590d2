package drill

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"alex/internal/auth/clerk/clerktest"
	"alex/internal/lambda/lambdatest"
	"alex/internal/store/dataapi/dataapitest"
	"alex/internal/store/postgres/postgrestest"
)

// cloud is Alex as functions of AWS, each in processes of its own, around
// stand-ins: of Lambda, of its Runtime API, of an HTTP API, and of SQS.
type cloud struct {
	t         testing.TB
	functions map[string]*lambdatest.Function // by role
	lambda    *lambdatest.Service
	queue     messages
	database  *dataapitest.Service
	trouble   atomic.Pointer[trouble]
	url       string // of the HTTP API, as CloudFront asks it
	direct    string // past CloudFront
	operator  func(args ...string) (out string)
}

// roles are those of the functions.
var roles = []string{"api", "webhook", "planner", "tagger", "reporter", "charter", "retirement", "ingest", "researcher", "sweeper"}

const (
	prefix       = "alex-drill"
	originSecret = "0123456789abcdef0123456789abcdef"
	viewer       = "198.51.100.7"
)

// nowhere can be no folder: at AWS a function can write none either.
const nowhere = "/dev/null/data"

const (
	clusterARN = "arn:aws:rds:eu-central-1:123456789012:cluster:alex-drill"
	secretARN  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-0a1b-AbCdEf"
)

// deployed are the functions over a database that is reached over the Data API, and
// that `alex seed` has made. Nothing runs yet: Lambda begins an instance with its
// first event. More are settings of single roles.
func deployed(t testing.TB, more map[string][]string) *cloud {
	t.Helper()
	c := &cloud{t: t, functions: map[string]*lambdatest.Function{}, lambda: &lambdatest.Service{Functions: map[string]*lambdatest.Function{}}}
	c.queue = newMessages(t)
	c.database = &dataapitest.Service{Cluster: clusterARN, Databases: map[string]string{"alex": postgrestest.Start(t, postgrestest.Options{}).Empty(t)}}
	c.database.Refuse, c.database.Secret = c.refuse, c.secret
	lambda, database := httptest.NewServer(c.lambda), httptest.NewServer(c.database)
	path := bootstrap(t)
	all := []string{
		"HOME=" + t.TempDir(), "AWS_ENDPOINT_URL_RDS_DATA=" + database.URL, "ALEX_DATABASE_URL=rdsdata://alex?cluster=" + clusterARN + "&secret=" + secretARN,
		"AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
		"AWS_ENDPOINT_URL_LAMBDA=" + lambda.URL, "ALEX_QUEUE_URL=" + c.queue.url, "ALEX_SPECIALISTS=lambda:" + prefix,
		"ALEX_PUBLIC_URL=https://alex.example.org", "ALEX_ORIGIN_SECRET=" + originSecret, "ALEX_RATE_LIMIT=0",
		"ALEX_ACCOUNT_KEY=an account key for drills that nobody guesses",
	}
	seed := exec.CommandContext(t.Context(), path, "seed")
	seed.Env = append(slices.Clone(all), "ALEX_DATA="+t.TempDir())
	if text, err := seed.CombinedOutput(); err != nil {
		t.Fatalf("alex seed: %v: %s", err, text)
	}
	c.operator = func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), path, args...)
		cmd.Env = append(slices.Clone(all), "ALEX_DATA="+t.TempDir())
		text, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("alex %v: %v: %s", args, err, text)
		}
		return string(text)
	}
	for _, role := range roles {
		f := &lambdatest.Function{Begin: func(runtime string) *exec.Cmd {
			cmd := exec.CommandContext(context.WithoutCancel(t.Context()), path)
			cmd.Env = slices.Concat(all, []string{"ALEX_ROLE=" + role, "ALEX_DATA=" + nowhere, runtime}, more[role])
			cmd.Stderr = t.Output()
			return cmd
		}}
		c.functions[role], c.lambda.Functions[prefix+"-"+role] = f, f
	}
	says := map[string]string{"x-origin-secret": originSecret, "x-forwarded-for": "192.0.2.66, " + viewer, "host": "stand-in.execute-api.eu-central-1.amazonaws.com"}
	front, direct := httptest.NewServer(lambdatest.Gateway{Invoke: c.functions["api"].Invoke, Says: says}), httptest.NewServer(lambdatest.Gateway{Invoke: c.functions["api"].Invoke})
	c.url, c.direct = front.URL, direct.URL
	mapped, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var group sync.WaitGroup
	group.Go(func() { c.mapEvents(mapped) })
	t.Cleanup(func() {
		stop()
		group.Wait()
		for role, f := range c.functions {
			for _, problem := range f.Close() {
				t.Errorf("%s: %s", role, problem)
			}
		}
		front.Close()
		direct.Close()
		lambda.Close()
		database.Close()
		c.database.Close()
	})
	return c
}

// mapEvents is Lambda's own reader of the queue: it hands each message to the
// planner, and deletes those that did not fail.
func (c *cloud) mapEvents(ctx context.Context) {
	for ctx.Err() == nil {
		for _, m := range c.queue.receive(ctx) {
			if c.handed(ctx, m) {
				c.queue.remove(ctx, m)
			}
		}
	}
}

// handed reports that the planner is done with a message.
func (c *cloud) handed(ctx context.Context, m types.Message) bool {
	event, err := json.Marshal(map[string]any{"Records": []any{map[string]any{
		"messageId": m.MessageId, "receiptHandle": m.ReceiptHandle, "body": m.Body, "attributes": m.Attributes, "eventSource": "aws:sqs",
	}}})
	if err != nil {
		c.t.Error(err)
		return false
	}
	answer, err := c.functions["planner"].Invoke(ctx, event, nil)
	var failed struct {
		Failures *[]struct{ ItemIdentifier string } `json:"batchItemFailures"`
	}
	return err == nil && answer.Kind == "response" && json.Unmarshal(answer.Body, &failed) == nil && failed.Failures != nil && len(*failed.Failures) == 0
}

// sweep invokes the sweeper, as a schedule does each minute.
func (c *cloud) sweep() {
	c.t.Helper()
	answer, err := c.functions["sweeper"].Invoke(c.t.Context(), []byte(`{}`), nil)
	if err != nil || answer.Kind != "response" {
		c.t.Errorf("the sweeper answers %s %s, %v", answer.Kind, answer.Body, err)
	}
}

// analyzed asks for an analysis.
func analyzed(t testing.TB, p *person) (job string) {
	t.Helper()
	a := p.ask(t.Context(), "POST", "/api/analyze", "{}")
	var asked struct{ JobID string }
	if err := json.Unmarshal(a.body, &asked); a.status != http.StatusAccepted || err != nil || asked.JobID == "" {
		t.Fatal(a, err)
	}
	return asked.JobID
}

// looked is a job as its person sees it.
type looked struct {
	Status, Error, ReportID string
	Attempt                 int
	Steps                   []struct {
		Agent, Status string
		Decisions     []struct{ What, Why string }
	}
}

func look(t testing.TB, p *person, job string) (j looked) {
	t.Helper()
	a := p.ask(t.Context(), "GET", "/api/jobs/"+job, "")
	if err := json.Unmarshal(a.body, &j); a.status != http.StatusOK || err != nil {
		t.Fatal(a, err)
	}
	return j
}

// ended waits for a job, doing something between two looks.
func ended(t testing.TB, p *person, job string, between func()) looked {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		j := look(t, p, job)
		if j.Status == "completed" || j.Status == "failed" || j.Status == "cancelled" {
			return j
		}
		if time.Now().After(end) {
			t.Fatalf("after two minutes the job is %+v", j)
		}
		if between != nil {
			between()
		}
	}
}

// TestAnalysisAcrossFunctions: a request of the HTTP API becomes a job and a
// message, the planner's function has the others work side by side, and the report
// is read back. All of it is one trace, and nobody gets in past CloudFront.
func TestAnalysisAcrossFunctions(t *testing.T) {
	t.Parallel()
	c := deployed(t, nil)
	stranger := &person{url: c.direct, client: browser()}
	if a := stranger.send(t.Context(), "GET", "/api/health", ""); a.status != http.StatusForbidden || !strings.Contains(string(a.body), "foreign_origin") {
		t.Errorf("past CloudFront: %v", a)
	}
	p := visitor(t, c.url, browser())
	if a := p.ask(t.Context(), "POST", "/api/accounts/none", "", "Origin", "https://alex.example.org"); a.status == http.StatusForbidden {
		t.Errorf("the page's own origin: %v", a)
	}
	// Something that nobody has classified, so that the tagger works too.
	account := p.made(t, "/api/accounts", `{"accountName":"IRA","accountType":"tax_deferred"}`)
	p.made(t, "/api/instruments", `{"symbol":"QQZX","name":"Acme Total Bond Index Fund","price":"10"}`)
	p.made(t, "/api/accounts/"+account+"/positions", `{"symbol":"QQZX","quantity":"5"}`)
	began := time.Now()
	job := analyzed(t, p)
	j := ended(t, p, job, nil)
	took := time.Since(began)
	if j.Status != "completed" || j.Attempt != 1 || j.ReportID == "" {
		t.Fatalf("the job is %+v", j)
	}
	for _, s := range j.Steps {
		if s.Status != "done" && s.Status != "skipped" {
			t.Errorf("the step of the %s is %s", s.Agent, s.Status)
		}
		for _, d := range s.Decisions {
			if strings.Contains(d.What, "own process") {
				t.Errorf("the %s did not work in its function: %s", s.Agent, d.Why)
			}
		}
	}
	for _, role := range []string{"tagger", "reporter", "charter", "retirement"} {
		if !slices.Contains(c.lambda.Invoked(), prefix+"-"+role) {
			t.Errorf("the function of the %s was not invoked", role)
		}
	}
	if a := p.ask(t.Context(), "GET", "/api/reports/"+j.ReportID, ""); a.status != http.StatusOK || !strings.Contains(string(a.body), `"sections"`) {
		t.Errorf("the report: %v", a)
	}
	if a := p.ask(t.Context(), "GET", "/api/jobs/"+job+"/trace", ""); a.status != http.StatusOK || !strings.Contains(string(a.body), "Report Writer") {
		t.Errorf("the trace: %v", a)
	}
	t.Attr("measured", "from the request to the report over "+took.Round(10*time.Millisecond).String()+", all functions begun cold")
}

// made sends what makes something, and answers its id, if it has one.
func (p *person) made(t testing.TB, path, body string) (id string) {
	t.Helper()
	a := p.ask(t.Context(), "POST", path, body)
	var named struct{ ID string }
	if err := json.Unmarshal(a.body, &named); a.status != http.StatusCreated || err != nil {
		t.Fatal(a, err)
	}
	return named.ID
}

// TestTheOtherFunctions: a text that is brought by an event is found on the page, a round
// of research is led and written down, and what Clerk tells makes a person and erases
// them.
func TestTheOtherFunctions(t *testing.T) {
	t.Parallel()
	c := deployed(t, map[string][]string{
		"webhook": {
			"ALEX_AUTH=clerk", "CLERK_ISSUER=https://clerk.example.org", "CLERK_PUBLISHABLE_KEY=pk_test", "CLERK_WEBHOOK_SECRET=" + clerktest.Secret,
		},
		"researcher": {"ALEX_RESEARCH_SOURCES=" + lay(t, "feed https://127.0.0.1/feed This machine\n")},
	})
	invoke := func(role, event, want string) {
		t.Helper()
		answer, err := c.functions[role].Invoke(t.Context(), []byte(event), nil)
		if err != nil || answer.Kind != "response" || !strings.Contains(string(answer.Body), want) {
			t.Errorf("the %s answers %s %s, %v", role, answer.Kind, answer.Body, err)
		}
	}
	invoke("ingest", `{"text":"Bonds pay interest. Their prices fall when rates rise.","metadata":{"source":"https://example.org/bonds","title":"On bonds"}}`, "documentId")
	p := visitor(t, c.url, browser())
	if a := p.ask(t.Context(), "GET", "/api/research?query=what+do+bonds+pay", ""); a.status != http.StatusOK || !strings.Contains(string(a.body), "On bonds") {
		t.Errorf("the text is not found: %v", a)
	}
	invoke("researcher", `{"topic":"what bonds do"}`, `"refused":1`)
	if out := c.operator("research", "rounds"); !strings.Contains(out, "what bonds do") {
		t.Errorf("the rounds are %s", out)
	}
	at := time.Now()
	for _, message := range []struct{ id, body string }{
		{"msg_1", clerktest.Changed("created", "user_1", "Ann", "ann@example.org", at)}, {"msg_2", clerktest.Deleted("user_1")},
	} {
		hook := httptest.NewServer(lambdatest.Gateway{Invoke: c.functions["webhook"].Invoke, Says: map[string]string{"x-origin-secret": originSecret}})
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, hook.URL+"/api/webhooks/clerk", strings.NewReader(message.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = clerktest.Message(message.id, at, message.body)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		there := strings.Contains(c.operator("user", "list"), "ann@example.org")
		if answer.StatusCode != http.StatusNoContent || there != (message.id == "msg_1") {
			t.Errorf("%s is answered by %s, and Ann is there: %v", message.id, answer.Status, there)
		}
		hook.Close()
	}
	c.sweep()
}

// lay writes a file.
func lay(t testing.TB, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestKilledPlannerFunction kills the planner's instance in the middle: what it had
// finished is found again, and the job is done once.
func TestKilledPlannerFunction(t *testing.T) {
	t.Parallel()
	c := deployed(t, nil)
	p := visitor(t, c.url, browser())
	held := make(chan struct{})
	var once sync.Once
	c.lambda.Refuse = func(name string) (int, string) {
		if strings.HasSuffix(name, "-charter") {
			once.Do(func() {
				c.functions["planner"].Kill()
				close(held)
			})
		}
		return 0, ""
	}
	job := analyzed(t, p)
	select {
	case <-held:
	case <-time.After(time.Minute):
		t.Fatal("the planner has not asked for the charter")
	}
	began := time.Now()
	j := ended(t, p, job, func() { c.sweep() })
	if j.Status != "completed" || j.Attempt < 2 {
		t.Errorf("the job is %+v", j)
	}
	t.Attr("measured", "done "+time.Since(began).Round(100*time.Millisecond).String()+" after the kill, at attempt "+string(rune('0'+j.Attempt)))
}

// TestPoisonAcrossFunctions: a message that cannot be read dies after five
// receives, and so does that of a job whose planner cannot begin; moved back to the
// queue once it can, the job is done.
func TestPoisonAcrossFunctions(t *testing.T) {
	t.Parallel()
	c := deployed(t, nil)
	p := visitor(t, c.url, browser())
	planner := c.functions["planner"]
	begin := planner.Begin
	var broken sync.Mutex
	refusing := true
	planner.Begin = func(runtime string) *exec.Cmd {
		broken.Lock()
		defer broken.Unlock()
		cmd := begin(runtime)
		if refusing {
			cmd.Env = append(cmd.Env, "ALEX_DATABASE_URL=postgres://nobody@127.0.0.1:1/none")
		}
		return cmd
	}
	c.queue.put("{")
	job := analyzed(t, p)
	for end := time.Now().Add(time.Minute); len(c.queue.dead()) < 2; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("dead are %q", c.queue.dead())
		}
	}
	if j := look(t, p, job); j.Status != "pending" {
		t.Errorf("the job is %+v", j)
	}
	broken.Lock()
	refusing = false
	broken.Unlock()
	c.queue.redrive()
	if j := ended(t, p, job, nil); j.Status != "completed" {
		t.Errorf("the job is %+v", j)
	}
}

// trouble is what a database is in, from its time on.
type trouble struct {
	resuming  time.Time // it is woken by the first call, and answers from then on
	throttled int       // one of so many calls is throttled; 0: none
	rotated   time.Time // until then the secret is not the one that the database knows
	calls     atomic.Int64
	refusals  atomic.Int64
}

func (c *cloud) refuse(dataapitest.Call) (status int, code, text string) {
	t := c.trouble.Load()
	switch {
	case t == nil:
		return 0, "", ""
	case time.Now().Before(t.resuming):
		t.refusals.Add(1)
		return http.StatusBadRequest, "DatabaseResumingException", "The database is resuming"
	case t.throttled > 0 && t.calls.Add(1)%int64(t.throttled) == 0:
		t.refusals.Add(1)
		return http.StatusBadRequest, "ThrottlingException", "Rate exceeded"
	}
	return 0, "", ""
}

func (c *cloud) secret(string) (code, text string) {
	if t := c.trouble.Load(); t != nil && time.Now().Before(t.rotated) {
		t.refusals.Add(1)
		return "BadRequestException", "FATAL: password authentication failed for user \"alex\"; SQLState: 28P01"
	}
	return "", ""
}

// TestTroubledDatabaseAcrossFunctions: somebody comes to a database that sleeps, it
// throttles every fourth call, and its password is changed in the middle of the
// analysis. Everything is answered, and the job is done at its first attempt.
func TestTroubledDatabaseAcrossFunctions(t *testing.T) {
	t.Parallel()
	c := deployed(t, nil)
	asleep := &trouble{resuming: time.Now().Add(5 * time.Second)}
	c.trouble.Store(asleep)
	began := time.Now()
	p := visitor(t, c.url, browser())
	woken := time.Since(began)
	if woken < 4*time.Second || asleep.refusals.Load() == 0 {
		t.Errorf("the database was not asleep: %v, %d refusals", woken, asleep.refusals.Load())
	}
	c.trouble.Store(&trouble{throttled: 4})
	changed := &trouble{throttled: 4, rotated: time.Now().Add(time.Hour)}
	c.lambda.Refuse = func(name string) (int, string) {
		if strings.HasSuffix(name, "-reporter") && c.trouble.Load() != changed {
			changed.rotated = time.Now().Add(2 * time.Second)
			c.trouble.Store(changed)
		}
		return 0, ""
	}
	job := analyzed(t, p)
	j := ended(t, p, job, nil)
	if j.Status != "completed" || j.Attempt != 1 {
		t.Errorf("the job is %+v", j)
	}
	if changed.refusals.Load() < 3 {
		t.Errorf("only %d calls were refused after the change", changed.refusals.Load())
	}
	t.Attr("measured", "woken "+woken.Round(100*time.Millisecond).String()+" after the first request, every fourth call throttled, the password changed for 2 s: one attempt")
}
