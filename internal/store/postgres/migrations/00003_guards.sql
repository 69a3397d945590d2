-- +goose Up
-- A column of weights: each a number from 0 of at most four decimals, and the
-- sum exactly 100. JSONB keeps no key twice. The answer is never NULL, which a
-- check would take for a yes.
-- +goose StatementBegin
CREATE FUNCTION weights_sum_to_100(weights JSONB) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN weights IS NULL THEN true
    WHEN jsonb_typeof(weights) <> 'object' THEN false
    ELSE coalesce((
        SELECT bool_and(weight IS NOT NULL AND weight >= 0 AND weight = round(weight, 4)) AND sum(weight) = 100
        FROM (SELECT CASE jsonb_typeof(value) WHEN 'number' THEN value::numeric END AS weight
            FROM jsonb_each(weights)) AS entries), false)
END;
-- +goose StatementEnd
{{define "instrument"}}
ALTER TABLE {{.}}
    ADD CONSTRAINT {{.}}_asset_class_weights CHECK (weights_sum_to_100(allocation_asset_class)),
    ADD CONSTRAINT {{.}}_region_weights CHECK (weights_sum_to_100(allocation_regions)),
    ADD CONSTRAINT {{.}}_sector_weights CHECK (weights_sum_to_100(allocation_sectors)),
    ADD CONSTRAINT {{.}}_ticker CHECK (symbol ~ '^[A-Z0-9][A-Z0-9.^=-]{0,19}$');
{{end}}
{{template "instrument" "instruments"}}
{{template "instrument" "user_instruments"}}
ALTER TABLE users
    ADD CONSTRAINT users_class_targets CHECK (weights_sum_to_100(asset_class_targets)),
    ADD CONSTRAINT users_region_targets CHECK (weights_sum_to_100(region_targets));

-- +goose StatementBegin
CREATE FUNCTION job_life() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- A restore, which is the keeper's, brings jobs as they were.
        IF (NEW.status <> 'pending' OR NEW.attempt <> 0) AND current_user <> 'alex_keeper' THEN
            RAISE check_violation USING MESSAGE = 'a job begins pending, before any claim';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT (OLD.status = 'pending' AND NEW.status IN ('pending', 'running', 'cancelled')
        OR OLD.status = 'running' AND NEW.status IN ('running', 'completed', 'failed', 'cancelled')) THEN
        RAISE check_violation USING MESSAGE = 'this is no step in the life of a job';
    END IF;
    IF NEW.attempt NOT IN (OLD.attempt, OLD.attempt + 1)
        OR (NEW.attempt > OLD.attempt AND NEW.status <> 'running')
        OR (OLD.status = 'pending' AND NEW.status = 'running' AND NEW.attempt = OLD.attempt) THEN
        RAISE check_violation USING MESSAGE = 'only a claim adds to attempt, and it adds one';
    END IF;
    IF NEW.clerk_user_id <> OLD.clerk_user_id OR NEW.created_at <> OLD.created_at OR NEW.id <> OLD.id THEN
        RAISE check_violation USING MESSAGE = 'a job keeps its person and its birth';
    END IF;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER analysis_jobs_life BEFORE INSERT OR UPDATE ON analysis_jobs
    FOR EACH ROW EXECUTE FUNCTION job_life();

-- +goose Down
DROP TRIGGER analysis_jobs_life ON analysis_jobs;
DROP FUNCTION job_life();
ALTER TABLE users DROP CONSTRAINT users_class_targets, DROP CONSTRAINT users_region_targets;
{{define "free"}}
ALTER TABLE {{.}} DROP CONSTRAINT {{.}}_asset_class_weights, DROP CONSTRAINT {{.}}_region_weights,
    DROP CONSTRAINT {{.}}_sector_weights, DROP CONSTRAINT {{.}}_ticker;
{{end}}
{{template "free" "user_instruments"}}
{{template "free" "instruments"}}
DROP FUNCTION weights_sum_to_100(JSONB);
