-- +goose Up
-- A person makes keys, reads what is told of them, ends them and lets go of those
-- that are over; their hashes are the system's to read.
ALTER TABLE access_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON access_keys TO alex_keeper;
CREATE POLICY keeper ON access_keys TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON access_keys TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (last_used_at, revoked_at) ON access_keys TO alex_system;
CREATE POLICY person ON access_keys TO alex_person
    USING (clerk_user_id = (SELECT nullif(current_setting('app.user_id', true), '')))
    WITH CHECK (clerk_user_id = (SELECT nullif(current_setting('app.user_id', true), '')));
GRANT INSERT, DELETE, UPDATE (revoked_at) ON access_keys TO alex_person;
GRANT SELECT (id, clerk_user_id, key_name, scopes, created_at, expires_at, last_used_at, revoked_at) ON access_keys TO alex_person;

-- +goose Down
DROP POLICY person ON access_keys;
DROP POLICY system ON access_keys;
DROP POLICY keeper ON access_keys;
REVOKE ALL ON access_keys FROM alex_person, alex_system, alex_keeper;
ALTER TABLE access_keys DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
