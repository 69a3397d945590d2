package telemetry

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are what Prometheus collects: requests by route, refusals, jobs by status,
// agents, tools and models, the database, the process and its version. It is
// safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	refusals *prometheus.CounterVec

	agents, database                               *prometheus.HistogramVec
	tools, calls, tokens, cost, fallbacks, dropped *prometheus.CounterVec
	attempts                                       *prometheus.CounterVec
	sessions                                       sessionCollector

	backups prometheus.Counter // that failed
}

// NewMetrics are those of one process of a version. Jobs counts the jobs of
// every status; it is asked at each collection.
func NewMetrics(version string, jobs func(context.Context) (map[string]int64, error)) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "alex_request_duration_seconds", Help: "Time to answer, by route as it is documented.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15},
		}, []string{"method", "route", "status"}),
		refusals: newRefusals(),
	}
	m.countAgents()
	m.backups = prometheus.NewCounter(prometheus.CounterOpts{Name: "alex_backup_failures_total", Help: "Backups that failed in this process."})
	m.registry.MustRegister(m.backups)
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "alex_build_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.refusals, build, jobCollector{jobs},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// countAgents makes what the ends of spans and the store count.
func (m *Metrics) countAgents() {
	histogram := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
		m.registry.MustRegister(v)
		return v
	}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
		m.registry.MustRegister(v)
		return v
	}
	m.agents = histogram("alex_agent_duration_seconds", "Time of one agent's work in a job.",
		[]float64{.01, .05, .1, .5, 1, 2.5, 5, 10, 30, 60, 180, 600}, "agent", "status")
	m.database = histogram("alex_database_duration_seconds", "Time of one transaction, or of one statement outside any.",
		[]float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5}, "operation", "outcome")
	m.attempts = counter("alex_job_attempts_total", "Attempts at jobs, by how they ended.", "outcome")
	m.tools = counter("alex_tool_calls_total", "Calls of tools by agents.", "tool", "outcome")
	m.calls = counter("alex_model_calls_total", "Calls of models.", "agent", "model", "outcome")
	m.tokens = counter("alex_model_tokens_total", "Tokens that models read and wrote.", "agent", "model", "outcome", "kind")
	m.cost = counter("alex_model_cost_dollars_total", "What models cost, in US dollars.", "agent", "model", "outcome")
	m.fallbacks = counter("alex_agent_fallbacks_total", "Times that the rules stepped in for a model.", "agent", "reason")
	m.dropped = counter("alex_spans_dropped_total", "Spans that a sink of traces did not take.", "sink")
}

// CountSessions adds the number of open sessions, which is asked for at each
// collection.
func (m *Metrics) CountSessions(open func(context.Context) (int64, error)) {
	m.sessions = sessionCollector{open}
	m.registry.MustRegister(m.sessions)
}

// Request counts one answered request. Route is the pattern, never the path,
// which has ids in it.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Handler answers in Prometheus's text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// collectTime is how long a collection waits for the database.
const collectTime = 2 * time.Second

// sessionCollector asks for the number of open sessions.
type sessionCollector struct {
	open func(context.Context) (int64, error)
}

func (sessionCollector) description() *prometheus.Desc {
	return prometheus.NewDesc("alex_sessions_open", "Sessions that are open.", nil, nil)
}

// Describe names the one metric.
func (c sessionCollector) Describe(to chan<- *prometheus.Desc) { to <- c.description() }

// Collect asks the database; while it is away there is no number.
func (c sessionCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	if n, err := c.open(ctx); err == nil {
		to <- prometheus.MustNewConstMetric(c.description(), prometheus.GaugeValue, float64(n))
	}
}

// jobCollector asks for the number of jobs whenever metrics are collected.
type jobCollector struct {
	count func(context.Context) (map[string]int64, error)
}

func (jobCollector) description() *prometheus.Desc {
	return prometheus.NewDesc("alex_jobs", "Jobs there are, by status.", []string{"status"}, nil)
}

// Describe names the one metric.
func (c jobCollector) Describe(to chan<- *prometheus.Desc) { to <- c.description() }

// Collect asks the database; while it is away there are no counts.
func (c jobCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	counts, err := c.count(ctx)
	if err != nil {
		return
	}
	for status, n := range counts {
		to <- prometheus.MustNewConstMetric(c.description(), prometheus.GaugeValue, float64(n), status)
	}
}
