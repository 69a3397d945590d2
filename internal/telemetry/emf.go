package telemetry

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// EMFNamespace is where CloudWatch keeps what EMF writes.
const EMFNamespace = "Alex/Agents"

// EMFMetric is one of the metrics that EMF writes; Dimension is empty where it has
// none.
type EMFMetric struct{ Name, Unit, Dimension string }

// EMFMetrics are all of them, as dashboards and alarms name them.
func EMFMetrics() []EMFMetric {
	return []EMFMetric{
		{"InvocationCount", "Count", "Agent"},
		{"ErrorCount", "Count", "Agent"},
		{"Duration", "Milliseconds", "Agent"},
		{"Tokens", "Count", "Agent"},
		{"Cost", "None", "Agent"}, // in US dollars
		{"ToolCalls", "Count", "Tool"},
		{"DatabaseLatency", "Milliseconds", "Operation"},
		{"DatabaseErrors", "Count", "Operation"},
		{"DatabaseConnectionFailures", "Count", ""},
		{"JobsCompleted", "Count", ""},
		{"JobsFailed", "Count", ""},
		{"ActiveSessions", "Count", ""},
	}
}

// EMF writes what was counted as lines of a log that CloudWatch makes metrics of
// ("Embedded metric format specification"): a process that is frozen between events
// cannot be asked for its metrics. It is safe for concurrent use.
type EMF struct {
	metrics *Metrics
	to      io.Writer
	now     func() time.Time

	mu   sync.Mutex
	last map[series]float64 // as it was written last
}

// series is one line of a metric: its name, and the value of its dimension.
type series struct{ name, of string }

// NewEMF writes to a log what m counts from now on.
func NewEMF(m *Metrics, to io.Writer, now func() time.Time) *EMF {
	return &EMF{metrics: m, to: to, now: now, last: map[series]float64{}}
}

// Write writes what was counted since the last time, and nothing where that is
// nothing. Sessions are asked of the database, where that is wanted.
func (e *EMF) Write(sessions bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	counted := e.counted()
	written := map[series]float64{}
	for s, value := range counted {
		if grown := value - e.last[s]; grown > 0 {
			written[s] = grown
		}
		e.last[s] = value
	}
	for name, times := range map[string]string{"Duration": durationTimes, "DatabaseLatency": latencyTimes} {
		averaged(written, name, times)
	}
	if sessions {
		for _, m := range collected(e.metrics.sessions) {
			written[series{"ActiveSessions", ""}] = m.GetGauge().GetValue()
		}
	}
	return e.lines(written)
}

// How often a duration was measured; no metric of its own.
const (
	durationTimes = "Duration times"
	latencyTimes  = "DatabaseLatency times"
)

// averaged makes the sums of a metric averages over how often it was measured.
func averaged(written map[series]float64, name, times string) {
	for s, n := range written {
		if s.name == times {
			if sum, ok := written[series{name, s.of}]; ok {
				written[series{name, s.of}] = sum / n
			}
			delete(written, s)
		}
	}
}

// counted is everything since the process began, under the names of EMFMetrics.
func (e *EMF) counted() map[series]float64 {
	all, m := map[series]float64{}, e.metrics
	for _, c := range collected(m.agents) {
		agent, status := label(c, "agent"), label(c, "status")
		n := float64(c.GetHistogram().GetSampleCount())
		all[series{"InvocationCount", agent}] += n
		all[series{durationTimes, agent}] += n
		all[series{"Duration", agent}] += 1000 * c.GetHistogram().GetSampleSum()
		if status != "done" && status != "skipped" {
			all[series{"ErrorCount", agent}] += n
		}
	}
	for _, c := range collected(m.database) {
		operation, outcome := label(c, "operation"), label(c, "outcome")
		n := float64(c.GetHistogram().GetSampleCount())
		all[series{latencyTimes, operation}] += n
		all[series{"DatabaseLatency", operation}] += 1000 * c.GetHistogram().GetSampleSum()
		if outcome == databaseFailed || outcome == databaseAway {
			all[series{"DatabaseErrors", operation}] += n
		}
		if outcome == databaseAway {
			all[series{"DatabaseConnectionFailures", ""}] += n
		}
	}
	for _, c := range collected(m.tools) {
		all[series{"ToolCalls", label(c, "tool")}] += c.GetCounter().GetValue()
	}
	for _, c := range collected(m.tokens) {
		all[series{"Tokens", label(c, "agent")}] += c.GetCounter().GetValue()
	}
	for _, c := range collected(m.cost) {
		all[series{"Cost", label(c, "agent")}] += c.GetCounter().GetValue()
	}
	for _, c := range collected(m.attempts) {
		switch label(c, "outcome") {
		case "completed":
			all[series{"JobsCompleted", ""}] += c.GetCounter().GetValue()
		case "failed":
			all[series{"JobsFailed", ""}] += c.GetCounter().GetValue()
		}
	}
	return all
}

// collected is what a collector has.
func collected(c prometheus.Collector) (list []*dto.Metric) {
	metrics := make(chan prometheus.Metric)
	go func() {
		defer close(metrics)
		c.Collect(metrics)
	}()
	for m := range metrics {
		var one dto.Metric
		if m.Write(&one) == nil {
			list = append(list, &one)
		}
	}
	return list
}

func label(m *dto.Metric, name string) string {
	for _, pair := range m.GetLabel() {
		if pair.GetName() == name {
			return pair.GetValue()
		}
	}
	return ""
}

type (
	emfMetric struct {
		Name string
		Unit string
	}
	emfDirective struct {
		Namespace  string
		Dimensions [][]string
		Metrics    []emfMetric
	}
	emfMetadata struct {
		Timestamp         int64
		CloudWatchMetrics []emfDirective
	}
)

// lines writes one line for each value of a dimension.
func (e *EMF) lines(written map[series]float64) error {
	type target struct{ dimension, of string }
	metrics, values := map[target][]emfMetric{}, map[target]map[string]any{}
	for _, m := range EMFMetrics() {
		for s, value := range written {
			if s.name != m.Name {
				continue
			}
			at := target{m.Dimension, s.of}
			metrics[at] = append(metrics[at], emfMetric{m.Name, m.Unit})
			if values[at] == nil {
				values[at] = map[string]any{}
			}
			values[at][m.Name] = value
		}
	}
	var order []target
	for at := range metrics {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b target) int { return strings.Compare(a.dimension+" "+a.of, b.dimension+" "+b.of) })
	for _, at := range order {
		dimensions := []string{}
		if at.dimension != "" {
			dimensions, values[at][at.dimension] = []string{at.dimension}, at.of
		}
		values[at]["_aws"] = emfMetadata{e.now().UnixMilli(), []emfDirective{{EMFNamespace, [][]string{dimensions}, metrics[at]}}}
		line, err := json.Marshal(values[at])
		if err != nil {
			return err
		}
		if _, err := e.to.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}
