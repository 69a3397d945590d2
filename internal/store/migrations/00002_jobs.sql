-- +goose Up
-- The row is the truth of a job. Nobody may claim it before run_after, which
-- a claim and each heartbeat move to the end of the lease.
CREATE TABLE analysis_jobs (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    status {{call .Varchar 50}} NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    request_data {{.JSON}},
    result_data {{.JSON}},
    steps {{.JSON}},
    error_message {{call .Varchar 2000}},
    report_id {{.UUID}},
    attempt {{.Integer}} NOT NULL CHECK (attempt >= 0),
    failures {{.Integer}} NOT NULL CHECK (failures >= 0),
    lapses {{.Integer}} NOT NULL CHECK (lapses >= 0),
    run_after {{.Time}} NOT NULL,
    lease_until {{.Time}},
    idempotency_key {{call .Varchar 255}},
    idempotency_hash {{call .Varchar 128}},
    created_at {{.Time}} NOT NULL,
    started_at {{.Time}},
    completed_at {{.Time}},
    CHECK (started_at IS NOT NULL OR status IN ('pending', 'cancelled')),
    CHECK ((completed_at IS NOT NULL) = (status IN ('completed', 'failed', 'cancelled'))),
    CHECK (lease_until IS NULL OR status = 'running'),
    CHECK ((report_id IS NOT NULL) = (status = 'completed')),
    CHECK ((error_message IS NOT NULL) = (status = 'failed'))
) {{.Strict}};
CREATE INDEX idx_jobs_status ON analysis_jobs (status);
CREATE INDEX idx_jobs_user ON analysis_jobs (clerk_user_id, created_at, id);
CREATE INDEX idx_jobs_due ON analysis_jobs (run_after, id) WHERE completed_at IS NULL;
CREATE UNIQUE INDEX idx_jobs_active ON analysis_jobs (clerk_user_id) WHERE status IN ('pending', 'running');
CREATE UNIQUE INDEX idx_jobs_idempotency ON analysis_jobs (clerk_user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- The parts of a job in pieces that every engine can carry in one row.
CREATE TABLE job_parts (
    job_id {{.UUID}} NOT NULL REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    kind {{call .Varchar 40}} NOT NULL,
    seq {{.Integer}} NOT NULL CHECK (seq >= 0),
    body TEXT NOT NULL CHECK (octet_length(body) <= 49152),
    PRIMARY KEY (job_id, kind, seq)
) {{.Strict}};

CREATE TABLE reports (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    job_id {{.UUID}} NOT NULL UNIQUE REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    report_date {{.Date}} NOT NULL,
    report_summary TEXT NOT NULL,
    report_detail TEXT NOT NULL,
    asset_class_chart {{.JSON}},
    region_chart {{.JSON}},
    sector_chart {{.JSON}},
    generated_by {{call .Varchar 100}} NOT NULL,
    processing_time_ms {{.Integer}} NOT NULL CHECK (processing_time_ms >= 0),
    hash {{call .Varchar 128}} NOT NULL,
    engine_version {{call .Varchar 100}} NOT NULL,
    seed {{call .Varchar 40}},
    created_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_reports_user ON reports (clerk_user_id, created_at, id);

CREATE TABLE retirement (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    job_id {{.UUID}} NOT NULL UNIQUE REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    estimated_income {{call .Amount "estimated_income"}} NOT NULL,
    summary TEXT NOT NULL,
    detail TEXT NOT NULL,
    chart {{.JSON}},
    success_rate {{call .Number "success_rate"}},
    assumptions {{call .Varchar 100}},
    seed {{call .Varchar 40}},
    projection {{.JSON}},
    created_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_retirement_user ON retirement (clerk_user_id, created_at, id);

-- +goose Down
DROP TABLE retirement;
DROP TABLE reports;
DROP TABLE job_parts;
DROP TABLE analysis_jobs;
