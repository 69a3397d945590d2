package telemetry

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// CountBackups adds when the last backup was verified, by whichever process,
// which is asked for at each collection; the zero time is never.
func (m *Metrics) CountBackups(last func(context.Context) (time.Time, error)) {
	m.registry.MustRegister(backupCollector{last})
}

// BackupFailed counts a backup that failed in this process.
func (m *Metrics) BackupFailed() { m.backups.Inc() }

// backupCollector asks for the last backup that was verified.
type backupCollector struct {
	last func(context.Context) (time.Time, error)
}

func (backupCollector) description() *prometheus.Desc {
	return prometheus.NewDesc("alex_backup_last_success_seconds",
		"When the last backup was verified, in seconds since 1970; 0 is never.", nil, nil)
}

// Describe names the one metric.
func (c backupCollector) Describe(to chan<- *prometheus.Desc) { to <- c.description() }

// Collect asks the database; while it is away there is no number.
func (c backupCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	last, err := c.last(ctx)
	if err != nil {
		return
	}
	seconds := 0.0
	if !last.IsZero() {
		seconds = float64(last.Unix())
	}
	to <- prometheus.MustNewConstMetric(c.description(), prometheus.GaugeValue, seconds)
}
