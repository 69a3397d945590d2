-- +goose Up
{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
{{/* The hash of the code that the transaction presents; none where it does not. */}}
{{define "presented"}}(SELECT nullif(current_setting('app.code_hash', true), '')){{end}}
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON invitations TO alex_keeper;
CREATE POLICY keeper ON invitations TO alex_keeper USING (true) WITH CHECK (true);

-- An owner makes, sees and takes back their own; who presents the code of one
-- sees it, and uses it up.
CREATE POLICY person ON invitations TO alex_person
    USING (owner = {{template "me"}}) WITH CHECK (owner = {{template "me"}});
CREATE POLICY person_sees_presented ON invitations FOR SELECT TO alex_person USING (code_hash = {{template "presented"}});
CREATE POLICY person_uses_presented ON invitations FOR DELETE TO alex_person USING (code_hash = {{template "presented"}});
GRANT SELECT, INSERT, DELETE ON invitations TO alex_person;

-- A grant is made by the grantee alone, out of the owner's invitation, and
-- ended by either.
DROP POLICY person_adds ON grants;
DROP POLICY person_takes_back ON grants;
CREATE POLICY person_accepts ON grants FOR INSERT TO alex_person
    WITH CHECK (grantee = {{template "me"}} AND EXISTS (SELECT 1 FROM invitations i
        WHERE i.code_hash = {{template "presented"}} AND i.id = grants.id AND i.owner = grants.owner
        AND i.role = grants.role AND i.owner_name = grants.owner_name AND i.owner_email = grants.owner_email));
CREATE POLICY person_ends ON grants FOR DELETE TO alex_person USING ({{template "me"}} IN (owner, grantee));

-- +goose Down
DROP POLICY person_ends ON grants;
DROP POLICY person_accepts ON grants;
CREATE POLICY person_adds ON grants FOR INSERT TO alex_person WITH CHECK (owner = {{template "me"}});
CREATE POLICY person_takes_back ON grants FOR DELETE TO alex_person USING (owner = {{template "me"}});
DROP POLICY person_uses_presented ON invitations;
DROP POLICY person_sees_presented ON invitations;
DROP POLICY person ON invitations;
DROP POLICY keeper ON invitations;
REVOKE ALL ON invitations FROM alex_person, alex_keeper;
ALTER TABLE invitations DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
