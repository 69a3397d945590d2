-- +goose Up
-- Three roles, which no one logs in as: a transaction takes one of them. Roles
-- belong to the server, not to the database: another database may have made
-- them, or be making them now.
-- +goose StatementBegin
DO $$
DECLARE
    role_name TEXT;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['alex_person', 'alex_system', 'alex_keeper'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        IF NOT pg_has_role(current_user, role_name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', role_name, current_user);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role_name);
    END LOOP;
END;
$$;
-- +goose StatementEnd
-- Nobody puts a table of their own before those of the schema. Who does not own
-- the database cannot forbid it, and is not stopped by that.
-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END;
$$;
-- +goose StatementEnd
{{/* Every table is shut, its owner included; the keeper alone sees all of it. */}}
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON {{.}} TO alex_keeper;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
{{end}}
{{/* The person that the transaction is for; nobody where it does not say. The
     subselect makes it one look for a whole statement. */}}
{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
{{define "person"}}
CREATE POLICY person ON {{.}} TO alex_person
    USING (clerk_user_id = {{template "me"}}) WITH CHECK (clerk_user_id = {{template "me"}});
{{end}}
{{define "system"}}
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
{{end}}

{{template "shut" "users"}}
{{template "person" "users"}}
{{template "system" "users"}}
-- Who is disabled, or goes as a demo copy, does not decide it.
GRANT SELECT, DELETE, UPDATE (display_name, email, birth_date, years_until_retirement, target_retirement_income,
    asset_class_targets, region_targets, profile, updated_at) ON users TO alex_person;
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO alex_system;

-- A person makes bare placeholders; all else of the shared rows is seeded.
{{template "shut" "instruments"}}
{{template "system" "instruments"}}
CREATE POLICY person_reads ON instruments FOR SELECT TO alex_person USING (true);
CREATE POLICY person_adds ON instruments FOR INSERT TO alex_person WITH CHECK (classification_source = 'placeholder');
GRANT SELECT, INSERT ON instruments TO alex_person;
GRANT SELECT, INSERT, UPDATE, DELETE ON instruments TO alex_system;

{{template "shut" "user_instruments"}}
{{template "person" "user_instruments"}}
{{template "system" "user_instruments"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON user_instruments TO alex_person;
GRANT SELECT, INSERT, UPDATE ON user_instruments TO alex_system;

{{template "shut" "accounts"}}
{{template "person" "accounts"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts TO alex_person;

{{template "shut" "positions"}}
CREATE POLICY person ON positions TO alex_person
    USING (EXISTS (SELECT 1 FROM accounts a WHERE a.id = account_id AND a.clerk_user_id = {{template "me"}}))
    WITH CHECK (EXISTS (SELECT 1 FROM accounts a WHERE a.id = account_id AND a.clerk_user_id = {{template "me"}}));
GRANT SELECT, INSERT, UPDATE, DELETE ON positions TO alex_person;
-- Which symbols somebody holds, not who: placeholders that nobody does are cleared away.
CREATE POLICY system_reads ON positions FOR SELECT TO alex_system USING (true);
GRANT SELECT (symbol) ON positions TO alex_system;

{{template "shut" "grants"}}
CREATE POLICY person_reads ON grants FOR SELECT TO alex_person USING ({{template "me"}} IN (owner, grantee));
CREATE POLICY person_adds ON grants FOR INSERT TO alex_person WITH CHECK (owner = {{template "me"}});
CREATE POLICY person_takes_back ON grants FOR DELETE TO alex_person USING (owner = {{template "me"}});
GRANT SELECT, INSERT, DELETE ON grants TO alex_person;

{{template "shut" "reference_versions"}}
{{template "system" "reference_versions"}}
CREATE POLICY person_reads ON reference_versions FOR SELECT TO alex_person USING (true);
GRANT SELECT ON reference_versions TO alex_person;
GRANT SELECT, INSERT, UPDATE ON reference_versions TO alex_system;

-- A person asks for a job, cancels it and forgets those of long ago; its life is the system's.
{{template "shut" "analysis_jobs"}}
{{template "person" "analysis_jobs"}}
{{template "system" "analysis_jobs"}}
GRANT SELECT, INSERT, UPDATE (status, completed_at, lease_until), DELETE ON analysis_jobs TO alex_person;
GRANT SELECT, UPDATE ON analysis_jobs TO alex_system;

{{template "shut" "job_parts"}}
{{template "system" "job_parts"}}
CREATE POLICY person_reads ON job_parts FOR SELECT TO alex_person
    USING (EXISTS (SELECT 1 FROM analysis_jobs j WHERE j.id = job_id AND j.clerk_user_id = {{template "me"}}));
GRANT SELECT ON job_parts TO alex_person;
GRANT SELECT, INSERT, UPDATE, DELETE ON job_parts TO alex_system;

-- A person says how a report stood to its recomputation, and no more of it.
{{template "shut" "reports"}}
{{template "person" "reports"}}
{{template "system" "reports"}}
GRANT SELECT, UPDATE (verified_result, verified_at) ON reports TO alex_person;
GRANT SELECT, INSERT ON reports TO alex_system;

{{template "shut" "retirement"}}
{{template "person" "retirement"}}
{{template "system" "retirement"}}
GRANT SELECT ON retirement TO alex_person;
GRANT SELECT, INSERT ON retirement TO alex_system;

{{template "shut" "idempotency"}}
{{template "person" "idempotency"}}
{{template "system" "idempotency"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO alex_person;
GRANT SELECT, DELETE ON idempotency TO alex_system;

{{template "shut" "plans"}}
{{template "person" "plans"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON plans TO alex_person;

-- The system purges previews that nobody applied.
{{template "shut" "imports"}}
{{template "person" "imports"}}
{{template "system" "imports"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON imports TO alex_person;
GRANT SELECT, DELETE ON imports TO alex_system;

-- Their parts go with them, which needs no grant.
{{template "shut" "import_parts"}}
CREATE POLICY person ON import_parts TO alex_person
    USING (EXISTS (SELECT 1 FROM imports i WHERE i.id = import_id AND i.clerk_user_id = {{template "me"}}))
    WITH CHECK (EXISTS (SELECT 1 FROM imports i WHERE i.id = import_id AND i.clerk_user_id = {{template "me"}}));
GRANT SELECT, INSERT, UPDATE, DELETE ON import_parts TO alex_person;

{{template "shut" "portfolio_values"}}
{{template "person" "portfolio_values"}}
{{template "system" "portfolio_values"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON portfolio_values TO alex_person;
GRANT SELECT, INSERT, UPDATE ON portfolio_values TO alex_system;

-- Sign-in is the system's; a person sees and ends their own sessions.
{{template "shut" "credentials"}}
{{template "system" "credentials"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON credentials TO alex_system;

{{template "shut" "sessions"}}
{{template "person" "sessions"}}
{{template "system" "sessions"}}
GRANT SELECT, DELETE ON sessions TO alex_person;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO alex_system;

{{template "shut" "signing_keys"}}
{{template "system" "signing_keys"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO alex_system;

{{template "shut" "throttles"}}
{{template "system" "throttles"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON throttles TO alex_system;

{{template "shut" "invites"}}
{{template "system" "invites"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON invites TO alex_system;

{{template "shut" "market_prices"}}
{{template "system" "market_prices"}}
CREATE POLICY person_reads ON market_prices FOR SELECT TO alex_person USING (true);
GRANT SELECT ON market_prices TO alex_person;
GRANT SELECT, INSERT, UPDATE, DELETE ON market_prices TO alex_system;

-- +goose Down
-- The roles stay: another database of the server may use them.
-- +goose StatementBegin
DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP POLICY %I ON %I', found.policyname, found.tablename);
    END LOOP;
    FOR found IN SELECT relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relrowsecurity LOOP
        EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', found.relname);
        EXECUTE format('REVOKE ALL ON %I FROM alex_person, alex_system, alex_keeper', found.relname);
    END LOOP;
END;
$$;
-- +goose StatementEnd
