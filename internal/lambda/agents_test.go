package lambda_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/app"
	"alex/internal/lambda"
)

// TestPlannerAnswersSQS: the batch is handed on as SQS writes it, and the answer is
// what SQS reads; an event that is none is an error, so that nothing is deleted.
func TestPlannerAnswersSQS(t *testing.T) {
	t.Parallel()
	p := lambda.Planner{Work: func(_ context.Context, b app.Batch) app.Failed {
		r := b.Records[0]
		if len(b.Records) != 1 || r.ID != "m" || r.Body != "{}" || r.Receipt != "handle" || r.Attributes["ApproximateReceiveCount"] != "2" {
			t.Errorf("%+v", b)
		}
		var failed app.Failed
		return failed
	}}
	got, err := p.Invoke(t.Context(), []byte(`{"Records":[{"messageId":"m","receiptHandle":"handle","body":"{}","attributes":{"ApproximateReceiveCount":"2"},"eventSource":"aws:sqs"}]}`))
	if err != nil || !strings.HasPrefix(string(got), `{"batchItemFailures":`) {
		t.Errorf("%s %v", got, err)
	}
	for _, event := range []string{`{}`, `{"Records":[]}`, `[]`, `{`} {
		if _, err := p.Invoke(t.Context(), []byte(event)); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("%s: %v", event, err)
		}
	}
}

// TestSpecialistIsCalled: the call reaches the agent, and a wrong one is refused by
// its fields.
func TestSpecialistIsCalled(t *testing.T) {
	t.Parallel()
	const id = "7d0c9a51-6a0e-4f0a-9d1c-0d2a3a3a2a11"
	var got app.Call
	s := lambda.Specialist{Agent: alex.Charter, Assist: func(_ context.Context, who alex.Agent, call app.Call) ([]byte, error) {
		if got = call; who != alex.Charter {
			t.Error(who)
		}
		return []byte(`{"part":{}}`), nil
	}}
	answer, err := s.Invoke(t.Context(), []byte(`{"jobId":"`+id+`","attempt":2,"traceparent":"t"}`))
	if diff := cmp.Diff(app.Call{Job: id, Attempt: 2, Trace: "t"}, got); diff != "" || err != nil || string(answer) != `{"part":{}}` {
		t.Error(diff, string(answer), err)
	}
	for event, says := range map[string]string{
		`[]`: "event: ", `{}`: "jobId: is no id of a job; attempt: is below 1", `{"jobId":"` + id + `"}`: "attempt: ", `{"jobId":"x","attempt":1}`: "jobId: ",
	} {
		if _, err := s.Invoke(t.Context(), []byte(event)); alex.CodeOf(err) != alex.CodeInvalid || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%s: %v", event, err)
		}
	}
}

// TestDeskAnswers: what a text became, and what a sweep came to.
func TestDeskAnswers(t *testing.T) {
	t.Parallel()
	away := errors.New("away")
	for _, c := range []struct {
		handler lambda.Handler
		answer  string
		err     error
	}{
		{lambda.Ingest{Ingest: func(context.Context, []byte) (alex.ID, error) { return "d", nil }}, `{"documentId":"d"}`, nil},
		{lambda.Ingest{Ingest: func(context.Context, []byte) (alex.ID, error) { return "", away }}, ``, away},
		{lambda.Sweeper{Sweep: func(context.Context) (app.Swept, error) { return app.Swept{Failed: 1, Sent: 2}, nil }}, `{"failed":1,"sent":2}`, nil},
		{lambda.Sweeper{Sweep: func(context.Context) (app.Swept, error) { return app.Swept{Sent: 2}, away }}, ``, away},
	} {
		if got, err := c.handler.Invoke(t.Context(), []byte(`{}`)); string(got) != c.answer || !errors.Is(err, c.err) {
			t.Errorf("%s %v", got, err)
		}
	}
}
