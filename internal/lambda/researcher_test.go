package lambda_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/app"
	"alex/internal/lambda"
)

func ended() *time.Time {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	return &at
}

// TestWhatARoundAnswers: counts and a sentence, and an error of the function only
// where nothing was written down.
func TestWhatARoundAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		round  app.Round
		err    error
		answer string
		fails  string
	}{
		"pages": {
			round: app.Round{ID: "r", EndedAt: ended(), Pages: []app.RoundPage{
				{Outcome: "stored"}, {Outcome: "off_topic"}, {Outcome: "stored"}, {Outcome: "known"},
			}},
			answer: `{"roundId":"r","pages":{"known":1,"off_topic":1,"stored":2}}`,
		},
		"broke off": {
			round: app.Round{ID: "r", EndedAt: ended(), Error: "the embedder did not answer", Pages: []app.RoundPage{{Outcome: "refused"}}}, err: errors.New("away"),
			answer: `{"roundId":"r","pages":{"refused":1},"error":"the embedder did not answer"}`,
		},
		"another one goes on": {
			err:    alex.Errorf(alex.CodeConflict, "a round of research is going on already"),
			answer: `{"pages":{},"error":"a round of research is going on already"}`,
		},
		"not written down": {round: app.Round{ID: "r"}, err: alex.ErrFenced, fails: "another worker"},
		"did not begin":    {err: errors.New("no database"), fails: "no database"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := lambda.Researcher{Round: func(context.Context, string) (app.Round, error) { return c.round, c.err }}
			got, err := r.Invoke(t.Context(), []byte(`{}`))
			if string(got) != c.answer || (err != nil) != (c.fails != "") || err != nil && !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s %v", got, err)
			}
		})
	}
}

// TestEventsAreRead: a topic or nothing; all that is wrong is named.
func TestEventsAreRead(t *testing.T) {
	t.Parallel()
	for event, want := range map[string]string{
		`{}`:                           "",
		`{"topic": "what bonds do"}`:   "what bonds do",
		`{"topic": ""}`:                "refused: topic: is not text",
		`{"topic": null}`:              "refused: topic: is not text",
		`{"topic": ["bonds"]}`:         "refused: topic: is not text",
		`{"Topic": "bonds"}`:           "refused: Topic: is not known",
		`{"topics": 1, "detail": "x"}`: "refused: detail: is not known: an event has a topic, or nothing; topics: is not known",
		`null`:                         "refused: event: is not a JSON object",
		`"bonds"`:                      "refused: event: is not a JSON object",
		`{"topic": "bonds"`:            "refused: event: is not a JSON object",
		``:                             "refused: event: is not a JSON object",
	} {
		got, asked := "", false
		r := lambda.Researcher{Round: func(_ context.Context, topic string) (app.Round, error) {
			got, asked = topic, true
			return app.Round{EndedAt: ended()}, nil
		}}
		_, err := r.Invoke(t.Context(), []byte(event))
		reason, refused := strings.CutPrefix(want, "refused: ")
		switch {
		case refused && (asked || alex.CodeOf(err) != alex.CodeInvalid || !strings.HasPrefix(err.Error(), reason)):
			t.Errorf("%s: %v, and a round began: %v", event, err, asked)
		case !refused && (err != nil || !asked || got != want):
			t.Errorf("%s: %v, and the topic is %q", event, err, got)
		}
	}
}

// TestRoundEndsBeforeTheFunction does: what was found is written down in time.
func TestRoundEndsBeforeTheFunction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const timeout = 900 * time.Second
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		r := lambda.Researcher{Round: func(ctx context.Context, _ string) (app.Round, error) {
			<-ctx.Done()
			return app.Round{ID: "r", EndedAt: ended(), Error: "the program was stopped"}, ctx.Err()
		}}
		got, err := r.Invoke(ctx, []byte(`{}`))
		if took := time.Since(began); err != nil || took != 875*time.Second || !strings.Contains(string(got), "stopped") {
			t.Errorf("after %v: %s %v", took, got, err)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r := lambda.Researcher{Round: func(context.Context, string) (app.Round, error) {
		t.Error("a round began that cannot end")
		return app.Round{}, nil
	}}
	if _, err := r.Invoke(ctx, []byte(`{}`)); alex.CodeOf(err) != alex.CodeInvalid || !strings.HasPrefix(err.Error(), "timeout: ") {
		t.Error(err)
	}
}
