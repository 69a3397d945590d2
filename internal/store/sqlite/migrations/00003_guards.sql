-- +goose Up
{{/* A column of weights: each a number from 0 to 100 of at most four decimals,
     no key twice, and the sum exactly 100, counted in ten-thousandths. */}}
{{define "weights"}}(
        NEW.{{.}} IS NOT NULL AND (
            json_type(NEW.{{.}}) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.{{.}}) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.{{.}}))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.{{.}})
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
{{end}}
{{define "instrument"}}
    SELECT RAISE(ABORT, 'the weights of an allocation must sum to exactly 100')
    WHERE {{template "weights" "allocation_asset_class"}}
    OR {{template "weights" "allocation_regions"}}
    OR {{template "weights" "allocation_sectors"}};
    SELECT RAISE(ABORT, 'this is not a ticker symbol')
    WHERE length(NEW.symbol) > 20 OR NEW.symbol NOT GLOB '[A-Z0-9]*' OR NEW.symbol GLOB '*[^A-Z0-9.^=-]*';
{{end}}
{{define "person"}}
    SELECT RAISE(ABORT, 'the weights of targets must sum to exactly 100')
    WHERE {{template "weights" "asset_class_targets"}} OR {{template "weights" "region_targets"}};
{{end}}
-- +goose StatementBegin
CREATE TRIGGER instruments_insert BEFORE INSERT ON instruments BEGIN {{template "instrument"}} END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER instruments_update BEFORE UPDATE ON instruments BEGIN {{template "instrument"}} END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER user_instruments_insert BEFORE INSERT ON user_instruments BEGIN {{template "instrument"}} END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER user_instruments_update BEFORE UPDATE ON user_instruments BEGIN {{template "instrument"}} END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER users_insert BEFORE INSERT ON users BEGIN {{template "person"}} END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER users_update BEFORE UPDATE ON users BEGIN {{template "person"}} END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER analysis_jobs_insert BEFORE INSERT ON analysis_jobs BEGIN
    SELECT RAISE(ABORT, 'a job begins pending, before any claim')
    WHERE NEW.status <> 'pending' OR NEW.attempt <> 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER analysis_jobs_update BEFORE UPDATE ON analysis_jobs BEGIN
    SELECT RAISE(ABORT, 'this is no step in the life of a job')
    WHERE NOT (
        OLD.status = 'pending' AND NEW.status IN ('pending', 'running', 'cancelled')
        OR OLD.status = 'running' AND NEW.status IN ('running', 'completed', 'failed', 'cancelled'));
    SELECT RAISE(ABORT, 'only a claim adds to attempt, and it adds one')
    WHERE NEW.attempt NOT IN (OLD.attempt, OLD.attempt + 1)
    OR (NEW.attempt > OLD.attempt AND NEW.status <> 'running')
    OR (OLD.status = 'pending' AND NEW.status = 'running' AND NEW.attempt = OLD.attempt);
    SELECT RAISE(ABORT, 'a job keeps its person and its birth')
    WHERE NEW.clerk_user_id <> OLD.clerk_user_id OR NEW.created_at <> OLD.created_at OR NEW.id <> OLD.id;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER analysis_jobs_update;
DROP TRIGGER analysis_jobs_insert;
DROP TRIGGER users_update;
DROP TRIGGER users_insert;
DROP TRIGGER user_instruments_update;
DROP TRIGGER user_instruments_insert;
DROP TRIGGER instruments_update;
DROP TRIGGER instruments_insert;
