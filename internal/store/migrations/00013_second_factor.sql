-- +goose Up
-- What a person's device makes codes of, sealed under a key that is no row. It
-- is pending until enabled_at; last_step is the newest step whose code was used.
CREATE TABLE second_factors (
    clerk_user_id {{call .Varchar 255}} NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    sealed_secret {{call .Varchar 400}} NOT NULL CHECK (sealed_secret <> ''),
    last_step {{.Integer}} NOT NULL CHECK (last_step >= 0),
    created_at {{.Time}} NOT NULL,
    enabled_at {{.Time}}
) {{.Strict}};

-- The way in without that device: each once, kept as hashes alone.
CREATE TABLE recovery_codes (
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    code_hash {{call .Varchar 128}} NOT NULL,
    PRIMARY KEY (clerk_user_id, code_hash)
) {{.Strict}};

-- A new password was asked for by e-mail. A person has one such token, the newest.
CREATE TABLE password_resets (
    clerk_user_id {{call .Varchar 255}} NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    token_hash {{call .Varchar 128}} NOT NULL UNIQUE,
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_password_resets_expires ON password_resets (expires_at);

-- Who signs in elsewhere, as that provider calls them; never by e-mail address.
CREATE TABLE identities (
    issuer {{call .Varchar 400}} NOT NULL CHECK (issuer <> ''),
    subject {{call .Varchar 255}} NOT NULL CHECK (subject <> ''),
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    created_at {{.Time}} NOT NULL,
    PRIMARY KEY (issuer, subject)
) {{.Strict}};
CREATE INDEX idx_identities_user ON identities (clerk_user_id, issuer, subject);

-- An invitation is found by its address too.
CREATE INDEX idx_invites_email ON invites (email_key);

-- +goose Down
DROP INDEX idx_invites_email;
DROP TABLE identities;
DROP TABLE password_resets;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
