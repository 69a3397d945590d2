package api_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

// access opens "KEY of PERSON" by any key that is written so.
type access struct{ api.Access }

func (access) Opens(_ context.Context, presented, _ string) (store.Opened, error) {
	var key, person string
	if _, err := fmt.Sscanf(presented, "%s of %s", &key, &person); err != nil {
		return store.Opened{}, alex.Errorf(alex.CodeUnauthorized, "no key")
	}
	return store.Opened{Key: alex.AccessKey{ID: alex.ID(key)}, Person: alex.PersonID(person)}, nil
}

// programmed is a server with programs that do something.
func programmed(t *testing.T, do http.HandlerFunc, change ...func(*api.Server)) *world {
	t.Helper()
	return newWorld(t, append(change, func(s *api.Server) { s.Access, s.Programs = access{}, do })...)
}

func ask(t *testing.T, w *world, key string, headers ...string) reply {
	t.Helper()
	return w.call(t, "", "POST", "/mcp", `{}`, append(headers, "Authorization: Bearer "+key)...)
}

func nothing(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

// TestProgramsAreLimited: by key, by person with all their keys, and by address.
func TestProgramsAreLimited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*api.Server)
		passes int
		key    func(n int) string
		other  string // passes still; empty: nobody does
	}{
		"by key":     {func(*api.Server) {}, 120, func(int) string { return "one of ann" }, "two of ann"},
		"by person":  {func(s *api.Server) { s.UserRateLimit = 4 }, 4, func(n int) string { return fmt.Sprintf("key%d of ann", n) }, "one of bob"},
		"by address": {func(s *api.Server) { s.RateLimit = 4 }, 4, func(n int) string { return fmt.Sprintf("key%d of p%d", n, n) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			within(t, func(fail func(string, ...any)) {
				w := programmed(t, nothing, c.change)
				for n := range c.passes {
					if r := ask(t, w, c.key(n)); r.status != http.StatusOK {
						fail("request %d is answered %d %s", n+1, r.status, r.text)
					}
				}
				if r := ask(t, w, c.key(c.passes)); r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" {
					fail("one more is answered %d %v", r.status, r.header)
				}
				if c.other == "" {
					return
				}
				if r := ask(t, w, c.other); r.status != http.StatusOK {
					fail("another is answered %d %s", r.status, r.text)
				}
			})
		})
	}
}

// TestProgramsHaveADeadline: what a program asks for ends when a request of the API
// would.
func TestProgramsHaveADeadline(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	w := programmed(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
			ended <- r.Context().Err()
		case <-time.After(time.Minute):
			ended <- nil
		}
	}, func(s *api.Server) { s.Patience = 20 * time.Millisecond })
	ask(t, w, "one of ann")
	if err := <-ended; err == nil {
		t.Error("nothing ended it")
	}
}

func TestProgramsAreRead(t *testing.T) {
	t.Parallel()
	w := programmed(t, nothing)
	for name, c := range map[string]struct {
		key, body, header string
		status            int
	}{
		"a message":      {"one of ann", `{}`, "", http.StatusOK},
		"no key":         {"", `{}`, "", http.StatusUnauthorized},
		"compressed":     {"one of ann", `{}`, "Content-Encoding: gzip", http.StatusUnsupportedMediaType},
		"as it is":       {"one of ann", `{}`, "Content-Encoding: identity", http.StatusOK},
		"many at a time": {"one of ann", `[{},{}]`, "", http.StatusBadRequest},
		"no JSON":        {"one of ann", `{`, "", http.StatusBadRequest},
		"nothing":        {"one of ann", ` `, "", http.StatusBadRequest},
	} {
		headers := []string{"Authorization: Bearer " + c.key}
		if c.header != "" {
			headers = append(headers, c.header)
		}
		if r := w.call(t, "", "POST", "/mcp", c.body, headers...); r.status != c.status {
			t.Errorf("%s is answered %d %s", name, r.status, r.text)
		}
	}
}
