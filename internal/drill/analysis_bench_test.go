package drill

import (
	"net/http"
	"testing"
	"time"
)

// BenchmarkAnalysis is one analysis of the sample household after the other: from its
// row to its worker's claim, with nothing else to do, and from there to its end.
func BenchmarkAnalysis(b *testing.B) {
	onEngines(b, func(b *testing.B, p *program) {
		who := &diligent{person: visitor(b, p.URL, browser())}
		var pickup, whole took
		for b.Loop() {
			for range 100 {
				who.analyze(b)
				who.await(b)
				job := read[struct{ CreatedAt, StartedAt, CompletedAt time.Time }](b, who.must(b, http.StatusOK, "GET", "/api/jobs/"+who.job, ""))
				pickup.add(job.StartedAt.Sub(job.CreatedAt))
				whole.add(job.CompletedAt.Sub(job.CreatedAt))
			}
		}
		b.ReportMetric(0, "ns/op") // of a hundred, and of asking whether they have ended
		b.ReportMetric(pickup.quantile(99), "pickup-p99-ms")
		b.ReportMetric(whole.quantile(50), "p50-ms")
		b.ReportMetric(whole.quantile(99), "p99-ms")
	})
}
