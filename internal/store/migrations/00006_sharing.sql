-- +goose Up
-- What an owner offers to whoever brings the code, of which only the hash is
-- kept. Name and address are the owner's as they were then: who accepts may not
-- read the owner's record.
CREATE TABLE invitations (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    owner {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    role {{call .Varchar 20}} NOT NULL CHECK (role IN ('viewer', 'editor')),
    label {{call .Varchar 255}} NOT NULL,
    owner_name {{call .Varchar 255}} NOT NULL,
    owner_email {{call .Varchar 320}} NOT NULL,
    code_hash {{call .Varchar 128}} NOT NULL UNIQUE,
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_invitations_owner ON invitations (owner, created_at, id);

-- A grant has the id of the invitation that it was, and the names of both as
-- they agreed to it. No release has made a grant yet.
DELETE FROM grants;
ALTER TABLE grants ADD COLUMN id {{.UUID}} CHECK (id IS NOT NULL);
ALTER TABLE grants ADD COLUMN label {{call .Varchar 255}} NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN owner_name {{call .Varchar 255}} NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN owner_email {{call .Varchar 320}} NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN grantee_name {{call .Varchar 255}} NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN grantee_email {{call .Varchar 320}} NOT NULL DEFAULT '';
CREATE UNIQUE INDEX idx_grants_id ON grants (id);

-- +goose Down
DROP INDEX idx_grants_id;
ALTER TABLE grants DROP COLUMN grantee_email;
ALTER TABLE grants DROP COLUMN grantee_name;
ALTER TABLE grants DROP COLUMN owner_email;
ALTER TABLE grants DROP COLUMN owner_name;
ALTER TABLE grants DROP COLUMN label;
ALTER TABLE grants DROP COLUMN id;
DROP TABLE invitations;
