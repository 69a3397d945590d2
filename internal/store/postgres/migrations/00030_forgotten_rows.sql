-- +goose Up
ALTER TABLE forgotten_documents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON forgotten_documents TO alex_keeper;
CREATE POLICY keeper ON forgotten_documents TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON forgotten_documents TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON forgotten_documents TO alex_system;

-- +goose Down
DROP POLICY system ON forgotten_documents;
DROP POLICY keeper ON forgotten_documents;
REVOKE ALL ON forgotten_documents FROM alex_system, alex_keeper;
ALTER TABLE forgotten_documents DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
