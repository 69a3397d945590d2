-- +goose Up
-- A row of the log stays as it was written until its person is erased, which
-- deletes the person first and the rows then, whoever asks.
-- +goose StatementBegin
CREATE FUNCTION model_calls_stay() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT 1 FROM users WHERE clerk_user_id = OLD.clerk_user_id) THEN
            RETURN OLD;
        END IF;
        RAISE check_violation USING MESSAGE = 'the log of model calls goes with its person alone';
    END IF;
    RAISE check_violation USING MESSAGE = 'the log of model calls is never changed';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER model_calls_stay BEFORE UPDATE OR DELETE ON model_calls
    FOR EACH ROW EXECUTE FUNCTION model_calls_stay();
CREATE TRIGGER model_calls_not_emptied BEFORE TRUNCATE ON model_calls
    FOR EACH STATEMENT EXECUTE FUNCTION model_calls_stay();

{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
CREATE POLICY person_reads ON {{.}} FOR SELECT TO alex_person USING (clerk_user_id = {{template "me"}});
GRANT SELECT ON {{.}} TO alex_person;
{{end}}
-- A person reads what was spent and writes none of it: limits are the system's.
{{template "shut" "model_calls"}}
GRANT SELECT, INSERT ON model_calls TO alex_system;
GRANT SELECT, INSERT, DELETE ON model_calls TO alex_keeper;
{{template "shut" "model_days"}}
GRANT SELECT, INSERT, UPDATE ON model_days TO alex_system;
GRANT ALL ON model_days TO alex_keeper;

-- +goose Down
{{define "open"}}
DROP POLICY person_reads ON {{.}};
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_person, alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
{{template "open" "model_days"}}
{{template "open" "model_calls"}}
DROP TRIGGER model_calls_not_emptied ON model_calls;
DROP TRIGGER model_calls_stay ON model_calls;
DROP FUNCTION model_calls_stay();
