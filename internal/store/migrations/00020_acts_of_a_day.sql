-- +goose Up
-- How many of one act there are of a person and a day is counted with each
-- that is written down.
CREATE INDEX idx_audit_log_day ON audit_log (clerk_user_id, act, at);

-- +goose Down
DROP INDEX idx_audit_log_day;
