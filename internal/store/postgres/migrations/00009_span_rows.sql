-- +goose Up
{{define "me"}}(SELECT nullif(current_setting('app.user_id', true), '')){{end}}
ALTER TABLE job_spans ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON job_spans TO alex_keeper;
CREATE POLICY keeper ON job_spans TO alex_keeper USING (true) WITH CHECK (true);

-- Spans are the system's to write and to clear away; a person reads their own.
CREATE POLICY system ON job_spans TO alex_system USING (true) WITH CHECK (true);
CREATE POLICY person_reads ON job_spans FOR SELECT TO alex_person
    USING (EXISTS (SELECT 1 FROM analysis_jobs j WHERE j.id = job_id AND j.clerk_user_id = {{template "me"}}));
GRANT SELECT ON job_spans TO alex_person;
GRANT SELECT, INSERT, DELETE ON job_spans TO alex_system;

-- +goose Down
DROP POLICY person_reads ON job_spans;
DROP POLICY system ON job_spans;
DROP POLICY keeper ON job_spans;
REVOKE ALL ON job_spans FROM alex_person, alex_system, alex_keeper;
ALTER TABLE job_spans DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
