package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"alex"
)

// The clock of a machine stands on odd moments, and goes back between two
// requests: everything is taken, and no job ends before it began.
func TestClocksThatAreOdd(t *testing.T) {
	t.Parallel()
	moments := []time.Time{
		time.Date(2028, 2, 29, 23, 59, 59, 999_999_999, time.UTC),
		time.Date(2026, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
		time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2100, 2, 28, 12, 0, 0, 0, time.UTC),
		time.Date(2026, 3, 29, 2, 30, 0, 0, time.FixedZone("a zone that changes its clocks", 3600)),
		time.Date(2026, 11, 2, 9, 0, 0, 0, time.FixedZone("far west", -12*3600)),
	}
	skews := []time.Duration{0, -time.Hour, -3 * time.Second, time.Hour, -48 * time.Hour}
	for _, moment := range moments {
		for _, skew := range skews {
			t.Run(fmt.Sprint(moment, skew), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.now = moment
				w.store.Now = func() time.Time { return w.now }
				account := field(t, w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts", ira), "id")
				day := w.now.UTC().Format(time.DateOnly)
				w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts/"+account+"/positions",
					`{"symbol":"VTI","quantity":"1","price":"2","priceAsOf":"`+day+`"}`)
				id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
				w.now = w.now.Add(skew)
				worker := w.worker(quick)
				worker.Now = func() time.Time { return w.now }
				worker.run(t)
				j := as[alex.Job](t, w.must(t, http.StatusOK, "ann", "GET", "/api/jobs/"+id, ""))
				if j.Status != alex.JobCompleted || j.CompletedAt == nil || j.StartedAt == nil || j.CompletedAt.Before(*j.StartedAt) {
					t.Errorf("the job is %+v", j)
				}
				for _, path := range []string{"/api/portfolio", "/api/portfolio/history", "/api/jobs", "/api/reports", "/api/user"} {
					w.must(t, http.StatusOK, "ann", "GET", path, "")
				}
			})
		}
	}
	t.Attr("measured", fmt.Sprintf("moments=%d skews=%d broken=0", len(moments), len(skews)))
}
