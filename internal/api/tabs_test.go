package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"alex/internal/api"
)

// A thousand tabs that ask for one job, over and over, are told that nothing has
// changed, and cost one query each time.
func TestAThousandTabsPoll(t *testing.T) {
	t.Parallel()
	const tabs, polls = 1000, 3
	w, calls := watchedWorld(t, func(s *api.Server) { s.RateLimit = 0 })
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	tag := w.must(t, http.StatusOK, "ann", "GET", "/api/jobs/"+id, "").header.Get("ETag")
	var mu sync.Mutex
	statuses := map[int]int{}
	made := calls.Count(func() {
		var group sync.WaitGroup
		at := make(chan struct{}, 50)
		for range tabs * polls {
			at <- struct{}{}
			group.Go(func() {
				defer func() { <-at }()
				r := w.call(t, "ann", "GET", "/api/jobs/"+id, "", "If-None-Match: "+tag)
				mu.Lock()
				defer mu.Unlock()
				statuses[r.status]++
				if r.text != "" {
					t.Errorf("nothing has changed, and the answer is %q", r.text)
				}
			})
		}
		group.Wait()
	})
	if statuses[http.StatusNotModified] != tabs*polls || len(made) != tabs*polls {
		t.Errorf("%d polls are answered %v and cost %d calls of the database", tabs*polls, statuses, len(made))
	}
	t.Attr("measured", fmt.Sprintf("polls=%d unchanged=%d calls=%d", tabs*polls, statuses[http.StatusNotModified], len(made)))
}
