-- +goose Up
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

-- +goose Down
DROP TABLE email_confirmations;
