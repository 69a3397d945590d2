package drill

import (
	"flag"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"alex/internal/config"
)

var keys = flag.Int("keys", 20, "how many keys TestOneKeyIsOneEffect uses")

// Fifty requests at once under one key have one effect; every answer but one
// says that it is a replay, and another body under the key is refused.
func TestOneKeyIsOneEffect(t *testing.T) {
	const rivals, aPerson = 50, 20 // so many keys each, as there is only so much room
	p := start(t, config.Config{})
	for path, c := range map[string]struct{ body, other, list string }{
		"/api/accounts": {`{"accountName":"One %d","accountType":"taxable"}`, `{"accountName":"Other","accountType":"cash"}`, "/api/accounts"},
		"/api/analyze":  {`{}`, `{"asOf":"2026-10-30"}`, "/api/jobs"},
	} {
		t.Run(strings.TrimPrefix(path, "/api/"), func(t *testing.T) {
			effects, replayed := 0, 0
			for first := 0; first < *keys; first += aPerson {
				who := visitor(t, p.URL, browser())
				before := len(all[struct{ ID string }](t, who, c.list))
				for n := first; n < min(first+aPerson, *keys); n++ {
					body := strings.Replace(c.body, "%d", fmt.Sprint(n), 1)
					replayed += together(t, who, rivals, path, body, fmt.Sprintf("key %d", n))
					a := who.must(t, http.StatusUnprocessableEntity, "POST", path, c.other, "Idempotency-Key", fmt.Sprintf("key %d", n))
					if !strings.Contains(string(a.body), "Idempotency-Key") {
						t.Errorf("the refusal does not name the header: %s", a)
					}
				}
				effects += len(all[struct{ ID string }](t, who, c.list)) - before
			}
			if effects != *keys || replayed != *keys*(rivals-1) {
				t.Errorf("%d keys of %d requests each had %d effects and %d replays", *keys, rivals, effects, replayed)
			}
			t.Attr("measured", fmt.Sprintf("keys=%d requests=%d effects=%d replays=%d", *keys, *keys*rivals, effects, replayed))
		})
	}
}

// together sends one request many times at once, and answers how many were
// replays. All name the same thing.
func together(t *testing.T, who *person, rivals int, path, body, key string) (replayed int) {
	t.Helper()
	answers := make([]answer, rivals)
	var group sync.WaitGroup
	for i := range answers {
		client := *who
		group.Go(func() { answers[i] = client.send(t.Context(), "POST", path, body, "Idempotency-Key", key) })
	}
	group.Wait()
	for _, a := range answers {
		if a.status/100 != 2 || string(a.body) != string(answers[0].body) || a.header.Get("Location") != answers[0].header.Get("Location") {
			t.Fatalf("%s, and %s", a, answers[0])
		}
		if a.header.Get("Idempotency-Replayed") == "true" {
			replayed++
		}
	}
	if id := answers[0].header.Get("X-Job-Id"); id != "" { // or it would still be the one for the next key
		who.ask(t.Context(), "POST", "/api/jobs/"+id+"/cancel", "")
	}
	return replayed
}
