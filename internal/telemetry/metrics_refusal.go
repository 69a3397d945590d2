package telemetry

import "github.com/prometheus/client_golang/prometheus"

// newRefusals counts what was refused for a reason of security.
func newRefusals() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "alex_refusals_total", Help: "Requests that were refused for a reason of security.",
	}, []string{"reason"})
}

// Refused counts one refusal. Reason is one of a few words, never a text of the
// request's.
func (m *Metrics) Refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }
