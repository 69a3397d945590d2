package app

import (
	"context"
	"database/sql"
	"testing"

	"alex/internal/store/sqlite"
)

// TestJobFillsItsTables runs the sample household's job on a database in a
// file and reads the gameplan's columns back.
func TestJobFillsItsTables(t *testing.T) {
	t.Parallel()
	a, _, path := analyzedApp(t)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for what, query := range map[string]string{
		"the report's charts": `SELECT count(*) FROM reports WHERE json_extract(asset_class_chart, '$.key') = 'asset_class'
			AND json_extract(region_chart, '$.key') = 'region' AND json_extract(sector_chart, '$.key') = 'sector'
			AND json_array_length(asset_class_chart, '$.data') > 1`,
		"the report's words": `SELECT count(*) FROM reports WHERE report_summary LIKE 'You own%' AND length(report_detail) > 2000
			AND generated_by = 'alex-analyzer-v1' AND processing_time_ms >= 0`,
		"the projection": `SELECT count(*) FROM retirement WHERE success_rate > 0.5 AND assumptions = 'default' AND seed <> ''
			AND estimated_income > 0 AND json_extract(chart, '$.type') = 'fan' AND detail LIKE '%The odds%'`,
		"the job": `SELECT count(*) FROM analysis_jobs WHERE status = 'completed' AND attempt = 1 AND completed_at >= started_at
			AND json_extract(result_data, '$.riskScore') BETWEEN 1 AND 10`,
	} {
		var rows int
		if err := db.QueryRowContext(context.Background(), query).Scan(&rows); err != nil || rows != 1 {
			t.Errorf("%s: %d rows, %v; want one", what, rows, err)
		}
	}
}
