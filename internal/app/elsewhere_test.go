package app

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"alex"
	"alex/internal/agent/lambdacall"
	"alex/internal/config"
)

// functions are the agents' own, in this process, over the database of a program.
type functions struct {
	t   *testing.T
	own map[alex.Agent]*Function

	mu     sync.Mutex
	called []alex.Agent
}

// distribute has the agents of a program work in functions that are opened by
// settings of their own.
func distribute(t *testing.T, a *App, cfg config.Config, log io.Writer) *functions {
	t.Helper()
	fs := &functions{t: t, own: map[alex.Agent]*Function{}}
	for _, who := range []alex.Agent{alex.Tagger, alex.Reporter, alex.Charter, alex.RetirementPlanner} {
		cfg.Role = string(who)
		f, err := OpenFunction(t.Context(), cfg, slog.New(slog.NewJSONHandler(log, nil)), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		fs.own[who] = f
	}
	service := httptest.NewServer(fs)
	t.Cleanup(service.Close)
	a.elsewhere = lambdacall.New(lambdacall.Options{Prefix: "alex", AWS: aws.Config{
		Region: "eu-central-1", BaseEndpoint: &service.URL, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
	}})
	return fs
}

func (fs *functions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	who := alex.Agent(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/2015-03-31/functions/alex-"), "/invocations"))
	fs.mu.Lock()
	fs.called = append(fs.called, who)
	fs.mu.Unlock()
	var call Call
	if err := json.NewDecoder(r.Body).Decode(&call); err != nil {
		fs.t.Error(err)
	}
	answer, err := fs.own[who].Assist(r.Context(), who, call)
	fs.own[who].Settle(r.Context())
	if err != nil {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
		answer, _ = json.Marshal(map[string]string{"errorMessage": err.Error(), "errorType": "Alex." + string(alex.CodeOf(err))})
	}
	_, _ = w.Write(answer)
}

// TestTraceAcrossFunctionsAddsUp holds an analysis whose agents work in functions of
// their own to what one in a single process is held to: one trace, each call of a
// model below its agent, and tokens and dollars that add up, in the steps, in the
// log and in what LangFuse is sent.
func TestTraceAcrossFunctionsAddsUp(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	data := "ALEX_DATA=" + t.TempDir()
	tr, host := tracedModels(t, r, data)
	cfg := settings(t, append(langfuseKeys(r.URL), data, "ALEX_MODEL="+priced, "OPENAI_API_KEY=sk-secret-of-tests-0123456789", "OPENAI_BASE_URL="+host.URL)...)
	fs := distribute(t, tr.App, cfg, &tr.book)
	tr.addsUp(t, r, host)
	if len(fs.called) != 4 {
		t.Errorf("called were %v", fs.called)
	}
}

// TestAssistIsForWhoHoldsTheJob: an agent's function works for the attempt that has
// the job, and for no other; it asks no model for one that is gone.
func TestAssistIsForWhoHoldsTheJob(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	data := "ALEX_DATA=" + t.TempDir()
	tr, host := tracedModels(t, r, data)
	cfg := settings(t, data, "ALEX_MODEL="+priced, "OPENAI_API_KEY=sk-secret-of-tests-0123456789", "OPENAI_BASE_URL="+host.URL)
	fs := distribute(t, tr.App, cfg, io.Discard)
	j := tr.analyze(t)
	before := len(host.calls())
	for _, attempt := range []int{1, 2} { // it has ended, and was never taken twice
		_, err := fs.own[alex.Reporter].Assist(t.Context(), alex.Reporter, Call{Job: j.ID, Attempt: attempt})
		if alex.CodeOf(err) != alex.CodeFenced {
			t.Errorf("attempt %d: %v", attempt, err)
		}
	}
	if _, err := fs.own[alex.Reporter].Assist(t.Context(), alex.Reporter, Call{Job: "7d0c9a51-6a0e-4f0a-9d1c-0d2a3a3a2a11", Attempt: 1}); alex.CodeOf(err) != alex.CodeFenced {
		t.Errorf("a job that is not there: %v", err)
	}
	if n := len(host.calls()); n != before {
		t.Errorf("%d calls of a model for nobody", n-before)
	}
}
