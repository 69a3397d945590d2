-- +goose Up
-- A row stays as it was written until its person is erased, or until it is
-- thirty days old. Who restores a backup makes room for that of the backup.
-- +goose StatementBegin
CREATE FUNCTION audit_log_stays() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_user = 'alex_keeper'
            OR OLD.at <= (extract(epoch FROM now())::BIGINT - 2592000) * 1000000
            OR OLD.clerk_user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users WHERE clerk_user_id = OLD.clerk_user_id) THEN
            RETURN OLD;
        END IF;
        RAISE check_violation USING MESSAGE = 'the log of acts goes with its person, or when it is old';
    END IF;
    RAISE check_violation USING MESSAGE = 'the log of acts is never changed';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();

{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
{{end}}
-- A person reads what was done to their account, and adds to it; to another's
-- they add what they do by a grant.
{{template "shut" "audit_log"}}
CREATE POLICY person_reads ON audit_log FOR SELECT TO alex_person USING (clerk_user_id = {{template "me"}});
CREATE POLICY person_adds ON audit_log FOR INSERT TO alex_person WITH CHECK (clerk_user_id = {{template "me"}}
    OR EXISTS (SELECT 1 FROM grants g WHERE g.owner = clerk_user_id AND g.grantee = {{template "me"}}));
GRANT SELECT, INSERT ON audit_log TO alex_person;
GRANT SELECT, INSERT, DELETE ON audit_log TO alex_system, alex_keeper;

{{template "shut" "operator_keys"}}
GRANT SELECT, INSERT, UPDATE ON operator_keys TO alex_system;
GRANT ALL ON operator_keys TO alex_keeper;

{{template "shut" "chores"}}
GRANT SELECT, INSERT, UPDATE ON chores TO alex_system;
GRANT ALL ON chores TO alex_keeper;

-- How many accounts and positions somebody has, nothing of what is in them;
-- and jobs that begin again.
CREATE POLICY system_counts ON accounts FOR SELECT TO alex_system USING (true);
GRANT SELECT (id, clerk_user_id) ON accounts TO alex_system;
GRANT SELECT (account_id) ON positions TO alex_system;
GRANT INSERT ON analysis_jobs TO alex_system;

-- +goose Down
REVOKE INSERT ON analysis_jobs FROM alex_system;
REVOKE SELECT (account_id) ON positions FROM alex_system;
REVOKE SELECT (id, clerk_user_id) ON accounts FROM alex_system;
DROP POLICY system_counts ON accounts;
{{define "open"}}
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_person, alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
{{template "open" "chores"}}
{{template "open" "operator_keys"}}
DROP POLICY person_adds ON audit_log;
DROP POLICY person_reads ON audit_log;
{{template "open" "audit_log"}}
DROP TRIGGER audit_log_not_emptied ON audit_log;
DROP TRIGGER audit_log_stays ON audit_log;
DROP FUNCTION audit_log_stays();
