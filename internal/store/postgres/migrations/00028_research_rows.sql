-- +goose Up
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON {{.}} TO alex_keeper;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {{.}} TO alex_system;
{{end}}
-- What was looked for may tell what somebody holds: no person reads it.
{{template "shut" "research_rounds"}}
{{template "shut" "research_pages"}}

-- +goose Down
{{define "open"}}
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
{{template "open" "research_pages"}}
{{template "open" "research_rounds"}}
