-- +goose Up
-- Whose address is known to be theirs for the first time, by a link for a new
-- password, shares nothing that was agreed before: the system ends it.
{{define "open"}}
CREATE POLICY system_ends ON {{.}} FOR DELETE TO alex_system USING (true);
GRANT DELETE ON {{.}} TO alex_system;
{{end}}
{{template "open" "grants"}}
{{template "open" "invitations"}}

-- +goose Down
{{define "shut"}}
REVOKE DELETE ON {{.}} FROM alex_system;
DROP POLICY system_ends ON {{.}};
{{end}}
{{template "shut" "invitations"}}
{{template "shut" "grants"}}
