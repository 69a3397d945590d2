-- +goose Up
{{/* It stands before the common file of its name: the same table, and its guards. */}}
-- A letter was sent to an address, whose link shows that it is the person's: the
-- one they sign in with, or one that then takes its place. A person has one such
-- token, the newest.
CREATE TABLE email_confirmations (
    clerk_user_id {{call .Varchar 255}} NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    token_hash {{call .Varchar 128}} NOT NULL UNIQUE,
    email {{call .Varchar 320}} NOT NULL CHECK (email <> ''),
    email_key {{call .Varchar 320}} NOT NULL CHECK (email_key <> ''),
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_email_confirmations_expires ON email_confirmations (expires_at);

-- Sign-in is the system's.
ALTER TABLE email_confirmations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT ALL ON email_confirmations TO alex_keeper;
CREATE POLICY keeper ON email_confirmations TO alex_keeper USING (true) WITH CHECK (true);
CREATE POLICY system ON email_confirmations TO alex_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON email_confirmations TO alex_system;

-- +goose Down
DROP TABLE email_confirmations;
