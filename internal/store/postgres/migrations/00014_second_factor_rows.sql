-- +goose Up
{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON {{.}} TO alex_keeper;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {{.}} TO alex_system;
{{end}}
-- Sign-in is the system's; a person reads where they sign in, for an export.
{{template "shut" "second_factors"}}
{{template "shut" "recovery_codes"}}
{{template "shut" "password_resets"}}
{{template "shut" "identities"}}
CREATE POLICY person_reads ON identities FOR SELECT TO alex_person USING (clerk_user_id = {{template "me"}});
GRANT SELECT ON identities TO alex_person;

-- +goose Down
DROP POLICY person_reads ON identities;
{{define "open"}}
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_person, alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
{{template "open" "identities"}}
{{template "open" "password_resets"}}
{{template "open" "recovery_codes"}}
{{template "open" "second_factors"}}
