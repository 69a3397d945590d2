-- +goose Up
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON {{.}} TO alex_keeper;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
{{end}}
-- A person asks for a letter, and asks no more; whose address is verified is
-- the system's to say.
GRANT UPDATE (monthly_review_at) ON users TO alex_person;

{{template "shut" "webhook_events"}}
GRANT SELECT, INSERT, DELETE ON webhook_events TO alex_system;
{{template "shut" "departed"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON departed TO alex_system;
{{template "shut" "reviews"}}
GRANT SELECT, INSERT, UPDATE ON reviews TO alex_system;
CREATE POLICY person_reads ON reviews FOR SELECT TO alex_person
    USING (clerk_user_id = (SELECT nullif(current_setting('app.user_id', true), '')));
GRANT SELECT ON reviews TO alex_person;

-- +goose Down
{{define "open"}}
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_person, alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
DROP POLICY person_reads ON reviews;
{{template "open" "reviews"}}
{{template "open" "departed"}}
{{template "open" "webhook_events"}}
REVOKE UPDATE (monthly_review_at) ON users FROM alex_person;
