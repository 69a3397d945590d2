package llmtest

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"

	"alex"
	"alex/internal/llm"
)

// book is a ledger of one call.
type book struct{ held, charged int }

func (b *book) Reserve(_ context.Context, _ llm.Caller, most llm.Estimate) (llm.Hold, error) {
	b.held = most.Tokens
	return llm.Hold{Most: most}, nil
}

func (b *book) Settle(_ context.Context, _ llm.Hold, call alex.ModelCall) error {
	b.charged = call.Tokens.Total()
	return nil
}

// charges is what calls are written down as that brought no answer: nothing
// where a status refused them or nobody was there, else all that was held.
func (s suite) charges(t *testing.T) {
	body := s.dialect.exchange(t, "text", 0).Response
	cut := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			say(w, status, nil, body[:len(body)/2])
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		free    bool
	}{
		"reset":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false},
		"broken off":        {cut(http.StatusOK), false},
		"no JSON":           {func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, nil, body[:len(body)/2]) }, false},
		"no answer in time": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false},
		"no end in time": {func(w http.ResponseWriter, r *http.Request) {
			say(w, http.StatusOK, nil, body[:1])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, false},
		"refused":                 {func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusServiceUnavailable, nil, nil) }, true},
		"refused and broken off":  {cut(http.StatusBadGateway), true},
		"refused, nobody listens": {nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { c.handler(w, r) })
			if c.handler == nil {
				api.Close()
			}
			s.charged(t, api.URL, c.free)
		})
	}
	t.Run("no connection in time", func(t *testing.T) {
		t.Parallel()
		s.charged(t, silent(t), true)
	})
}

func (s suite) charged(t *testing.T, endpoint string, free bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	var b book
	client := llm.Budgeted(s.open(t, endpoint), &b, llm.Caller{}, llm.Prices{}, func() alex.ID { return "" }, Now)
	_, err := client.Complete(ctx, asked())
	if want := map[bool]int{false: b.held, true: 0}[free]; err == nil || b.held == 0 || b.charged != want {
		t.Errorf("%v: charged %d of %d held, want %d", err, b.charged, b.held, want)
	}
}

// silent is the address of a server of TLS that never shakes hands: a
// connection to it is never one.
func silent(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return "https://" + listener.Addr().String()
}
