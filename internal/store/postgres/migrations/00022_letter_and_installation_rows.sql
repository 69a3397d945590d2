-- +goose Up
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON {{.}} TO alex_keeper;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
{{end}}
-- Sign-in is the system's, and so is what tells one installation from another.
{{template "shut" "email_confirmations"}}
GRANT SELECT, INSERT, UPDATE, DELETE ON email_confirmations TO alex_system;
{{template "shut" "installation"}}
GRANT SELECT, INSERT, UPDATE ON installation TO alex_system;

-- +goose Down
{{define "open"}}
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
{{template "open" "installation"}}
{{template "open" "email_confirmations"}}
