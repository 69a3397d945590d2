-- +goose Up
ALTER TABLE installation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON installation TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON installation TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON installation TO alex_system;
GRANT ALL ON installation TO alex_keeper;

-- +goose Down
DROP POLICY system ON installation;
DROP POLICY keeper ON installation;
REVOKE ALL ON installation FROM alex_system, alex_keeper;
ALTER TABLE installation DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
