package llmtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/llm"
)

// Now is the clock of the suite.
func Now() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }

// recordedFault is what an API says when it does not answer.
type recordedFault struct {
	Name       string
	Status     int
	Header     map[string]string
	Body       json.RawMessage // a string is the body as it is
	Kind       llm.Kind
	RetryAfter string
}

func (f recordedFault) text() []byte {
	var text string
	if json.Unmarshal(f.Body, &text) == nil {
		return []byte(text)
	}
	return f.Body
}

func (f recordedFault) want() llm.Fault {
	want := llm.Fault{Kind: f.Kind}
	if f.Status >= http.StatusBadRequest {
		want.Status = f.Status
	}
	want.RetryAfter, _ = time.ParseDuration(f.RetryAfter)
	return want
}

func (s suite) faults(t *testing.T) {
	var faults []recordedFault
	s.dialect.load(t, "faults", &faults)
	for _, f := range faults {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			api := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, f.Status, f.Header, f.text()) })
			got, err := s.open(t, api.URL).Complete(traced(t.Context()), asked())
			holdFault(t, err, f.want())
			if got.Text != "" || got.Calls != nil {
				t.Errorf("and yet it said %+v", got)
			}
			if n := len(api.requests()); n != 1 {
				t.Errorf("%d requests; whoever wants more tries again", n)
			}
		})
	}
}

// holdFault wants one fault, with an error text that tells nothing that was
// sent or came back.
func holdFault(t *testing.T, err error, want llm.Fault) {
	t.Helper()
	fault, ok := errors.AsType[*llm.Fault](err)
	if !ok {
		t.Fatalf("%v is no fault", err)
	}
	if fault.Kind != want.Kind || want.Status != 0 && fault.Status != want.Status || fault.RetryAfter != want.RetryAfter {
		t.Errorf("%+v, want %+v", *fault, want)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, secret := range []string{"secret-", "SPY", "Be brief"} {
			if strings.Contains(e.Error(), secret) {
				t.Errorf("the error tells %q: %v", secret, e)
			}
		}
	}
}

// usage is what a service counts, or does not.
func (s suite) usage(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"missing": func(answer map[string]any) { delete(answer, "usage") },
		"null":    func(answer map[string]any) { answer["usage"] = nil },
		"negative": func(answer map[string]any) {
			usage := answer["usage"].(map[string]any)
			for key, value := range usage {
				if n, ok := value.(float64); ok {
					usage[key] = -n
				}
			}
			delete(usage, "prompt_tokens_details")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := document(t, s.dialect.exchange(t, "text", 0).Response).(map[string]any)
			change(answer)
			body, err := json.Marshal(answer)
			if err != nil {
				t.Fatal(err)
			}
			api := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, nil, body) })
			got, err := s.open(t, api.URL).Complete(t.Context(), asked())
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range []int{got.Tokens.Input, got.Tokens.Output, got.Tokens.CacheRead, got.Tokens.CacheWrite} {
				if n < 0 {
					t.Errorf("%+v", got.Tokens)
				}
			}
			if name != "negative" && got.Tokens != (alex.Tokens{}) {
				t.Errorf("%+v out of nothing", got.Tokens)
			}
		})
	}
}
