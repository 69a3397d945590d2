package drill

import (
	"net/http"
	"testing"
	"time"
)

// BenchmarkPickup is from the row of an analysis to its worker's claim, with nothing
// else to do: one job at a time.
func BenchmarkPickup(b *testing.B) {
	onEngines(b, func(b *testing.B, p *program) {
		who := &diligent{person: visitor(b, p.URL, browser())}
		var m took
		for b.Loop() {
			who.analyze(b)
			who.await(b)
			job := read[struct{ CreatedAt, StartedAt time.Time }](b, who.must(b, http.StatusOK, "GET", "/api/jobs/"+who.job, ""))
			m.add(job.StartedAt.Sub(job.CreatedAt))
		}
		m.report(b)
	})
}
