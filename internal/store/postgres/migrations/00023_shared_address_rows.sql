-- +goose Up
-- Who has another address is known by it to those they share with: the system
-- writes it there, and sees of these rows whose they are.
{{define "open"}}
CREATE POLICY system_finds ON {{.}} FOR SELECT TO alex_system USING (true);
CREATE POLICY system_addresses ON {{.}} FOR UPDATE TO alex_system USING (true) WITH CHECK (true);
{{end}}
{{template "open" "grants"}}
GRANT SELECT (owner, grantee), UPDATE (owner_email, grantee_email) ON grants TO alex_system;
{{template "open" "invitations"}}
GRANT SELECT (owner), UPDATE (owner_email) ON invitations TO alex_system;

-- +goose Down
REVOKE SELECT (owner), UPDATE (owner_email) ON invitations FROM alex_system;
REVOKE SELECT (owner, grantee), UPDATE (owner_email, grantee_email) ON grants FROM alex_system;
{{define "shut"}}
DROP POLICY system_addresses ON {{.}};
DROP POLICY system_finds ON {{.}};
{{end}}
{{template "shut" "invitations"}}
{{template "shut" "grants"}}
