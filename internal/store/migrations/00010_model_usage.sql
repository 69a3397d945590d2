-- +goose Up
-- Every call of a model that was made for a person: the log of what agents
-- decided. A row is never changed, and goes with its person alone; it outlives
-- its job, so that the job's key points at nothing. Costs are billionths of a
-- dollar, as whole numbers, which every engine adds up exactly.
CREATE TABLE model_calls (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    job_id {{.UUID}},
    attempt {{.Integer}} NOT NULL CHECK (attempt >= 0),
    agent {{call .Varchar 40}} NOT NULL CHECK (agent <> ''),
    model {{call .Varchar 255}} NOT NULL CHECK (model <> ''),
    prompt {{call .Varchar 255}} NOT NULL,
    input_hash {{call .Varchar 128}} NOT NULL CHECK (input_hash <> ''),
    input_tokens {{.Integer}} NOT NULL CHECK (input_tokens >= 0),
    output_tokens {{.Integer}} NOT NULL CHECK (output_tokens >= 0),
    cache_read_tokens {{.Integer}} NOT NULL CHECK (cache_read_tokens >= 0),
    cache_write_tokens {{.Integer}} NOT NULL CHECK (cache_write_tokens >= 0),
    cost {{.Integer}} NOT NULL CHECK (cost >= 0),
    started_at {{.Time}} NOT NULL CHECK (started_at >= 0),
    duration_ms {{.Integer}} NOT NULL CHECK (duration_ms >= 0),
    outcome {{call .Varchar 40}} NOT NULL CHECK (outcome <> '')
) {{.Strict}};
CREATE INDEX idx_model_calls_user ON model_calls (clerk_user_id, started_at, id);
CREATE INDEX idx_model_calls_job ON model_calls (job_id);

-- What a person's calls have come to on a day in UTC, and what is held for
-- calls that are under way: what a limit is compared with.
CREATE TABLE model_days (
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    day {{.Date}} NOT NULL,
    tokens {{.Integer}} NOT NULL CHECK (tokens >= 0),
    cost {{.Integer}} NOT NULL CHECK (cost >= 0),
    held_tokens {{.Integer}} NOT NULL CHECK (held_tokens >= 0),
    held_cost {{.Integer}} NOT NULL CHECK (held_cost >= 0),
    PRIMARY KEY (clerk_user_id, day)
) {{.Strict}};

-- +goose Down
DROP TABLE model_days;
DROP TABLE model_calls;
