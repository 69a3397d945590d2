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

// Metrics are what Prometheus collects: requests by route, jobs by status, the
// process and its version. It is safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
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
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "alex_build_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, build, jobCollector{jobs},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
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
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	counts, err := c.count(ctx)
	if err != nil {
		return
	}
	for status, n := range counts {
		to <- prometheus.MustNewConstMetric(c.description(), prometheus.GaugeValue, float64(n), status)
	}
}
