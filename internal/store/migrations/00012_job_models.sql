-- +goose Up
-- What the calls of models for a job have come to over all its claims, and what
-- is held for those that are under way or never came to an end: what the limit
-- of a job is compared with. It stays as it is once the job has ended.
ALTER TABLE analysis_jobs ADD COLUMN model_tokens {{.Integer}} NOT NULL DEFAULT 0 CHECK (model_tokens >= 0);
ALTER TABLE analysis_jobs ADD COLUMN model_cost {{.Integer}} NOT NULL DEFAULT 0 CHECK (model_cost >= 0);

-- +goose Down
ALTER TABLE analysis_jobs DROP COLUMN model_cost;
ALTER TABLE analysis_jobs DROP COLUMN model_tokens;
