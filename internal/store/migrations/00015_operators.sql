-- +goose Up
-- Who did what to a person's account, or to the installation. A row is never
-- changed; it goes with its person, or when it is old. What is left of an
-- erasure belongs to nobody.
CREATE TABLE audit_log (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    at {{.Time}} NOT NULL CHECK (at >= 0),
    clerk_user_id {{call .Varchar 255}} REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    actor {{call .Varchar 80}} NOT NULL CHECK (actor <> ''),
    act {{call .Varchar 40}} NOT NULL CHECK (act <> ''),
    detail {{.JSON}},
    network {{call .Varchar 50}}
) {{.Strict}};
CREATE INDEX idx_audit_log_at ON audit_log (at, id);
CREATE INDEX idx_audit_log_user ON audit_log (clerk_user_id, at, id);
CREATE INDEX idx_audit_log_act ON audit_log (act, at, id);

-- Keys of the installation, by their hashes.
CREATE TABLE operator_keys (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    key_name {{call .Varchar 60}} NOT NULL CHECK (key_name <> ''),
    role {{call .Varchar 20}} NOT NULL CHECK (role IN ('operator', 'ingest')),
    key_hash {{call .Varchar 64}} NOT NULL UNIQUE CHECK (key_hash <> ''),
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}},
    last_used_at {{.Time}},
    revoked_at {{.Time}}
) {{.Strict}};
CREATE UNIQUE INDEX idx_operator_keys_name ON operator_keys (key_name) WHERE revoked_at IS NULL;

-- What one process does for all of them, when its time has come.
CREATE TABLE chores (
    chore {{call .Varchar 40}} NOT NULL PRIMARY KEY,
    run_after {{.Time}} NOT NULL,
    succeeded_at {{.Time}},
    failures {{.Integer}} NOT NULL CHECK (failures >= 0)
) {{.Strict}};

-- The failed job that a job does again; that one may be forgotten meanwhile.
ALTER TABLE analysis_jobs ADD COLUMN redrive_of {{.UUID}};
CREATE UNIQUE INDEX idx_jobs_redrive ON analysis_jobs (redrive_of) WHERE redrive_of IS NOT NULL;

-- +goose Down
DROP INDEX idx_jobs_redrive;
ALTER TABLE analysis_jobs DROP COLUMN redrive_of;
DROP TABLE chores;
DROP TABLE operator_keys;
DROP TABLE audit_log;
