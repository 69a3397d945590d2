-- +goose Up
-- Keys by which programs of a person's choice read what is the person's, by
-- their hashes. Every one ends.
CREATE TABLE access_keys (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    key_name {{call .Varchar 60}} NOT NULL CHECK (key_name <> ''),
    scopes {{.JSON}} NOT NULL,
    key_hash {{call .Varchar 64}} NOT NULL UNIQUE CHECK (key_hash <> ''),
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL,
    last_used_at {{.Time}},
    revoked_at {{.Time}}
) {{.Strict}};
CREATE INDEX idx_access_keys_user ON access_keys (clerk_user_id, created_at, id);

-- +goose Down
DROP TABLE access_keys;
