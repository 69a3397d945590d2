-- +goose Up
{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
{{define "shut"}}
ALTER TABLE {{.}} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON {{.}} TO alex_keeper;
CREATE POLICY keeper ON {{.}} TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON {{.}} TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {{.}} TO alex_system;
{{end}}
{{template "shut" "embedder"}}
{{template "shut" "documents"}}
{{template "shut" "passages"}}
-- A person reads what is everybody's and their own, and forgets their own.
CREATE POLICY person_reads ON documents FOR SELECT TO alex_person USING (clerk_user_id IS NULL OR clerk_user_id = {{template "me"}});
CREATE POLICY person_forgets ON documents FOR DELETE TO alex_person USING (clerk_user_id = {{template "me"}});
GRANT SELECT, DELETE ON documents TO alex_person;
CREATE POLICY person_reads ON passages FOR SELECT TO alex_person USING (clerk_user_id IS NULL OR clerk_user_id = {{template "me"}});
GRANT SELECT ON passages TO alex_person;

-- +goose Down
{{define "open"}}
DROP POLICY system ON {{.}};
DROP POLICY keeper ON {{.}};
REVOKE ALL ON {{.}} FROM alex_person, alex_system, alex_keeper;
ALTER TABLE {{.}} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
{{end}}
DROP POLICY person_reads ON passages;
DROP POLICY person_forgets ON documents;
DROP POLICY person_reads ON documents;
{{template "open" "passages"}}
{{template "open" "documents"}}
{{template "open" "embedder"}}
