-- +goose Up
-- What happened in a job, span by span, as it was sent to whoever else keeps
-- traces. It comes late, in any order, or not at all: nothing else depends on it.
CREATE TABLE job_spans (
    job_id {{.UUID}} NOT NULL REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    span_id {{call .Varchar 16}} NOT NULL CHECK (span_id <> ''),
    parent_id {{call .Varchar 16}},
    name {{call .Varchar 200}} NOT NULL,
    kind {{call .Varchar 20}} NOT NULL,
    started_at {{.Time}} NOT NULL,
    completed_at {{.Time}} NOT NULL,
    status {{call .Varchar 20}} NOT NULL CHECK (status IN ('unset', 'ok', 'error')),
    status_message {{call .Varchar 500}},
    attributes {{.JSON}},
    events {{.JSON}},
    PRIMARY KEY (job_id, span_id)
) {{.Strict}};
CREATE INDEX idx_job_spans_completed ON job_spans (completed_at);

-- +goose Down
DROP TABLE job_spans;
