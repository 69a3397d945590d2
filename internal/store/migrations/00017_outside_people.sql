-- +goose Up
-- issuer_name and issuer_updated_at are what an outside issuer said last of the
-- person, and its own time of it: an older word never replaces a newer one, and
-- a name that the person gave themselves stays. Who has no email_verified_at
-- may not own the address. monthly_review_at is since when they want a letter.
ALTER TABLE users ADD COLUMN issuer_name {{call .Varchar 255}};
ALTER TABLE users ADD COLUMN issuer_updated_at {{.Time}};
ALTER TABLE users ADD COLUMN email_verified_at {{.Time}};
ALTER TABLE users ADD COLUMN monthly_review_at {{.Time}};
CREATE INDEX idx_users_review ON users (clerk_user_id) WHERE monthly_review_at IS NOT NULL;

-- The signed events that were heard, so that none has its effect twice.
CREATE TABLE webhook_events (
    event_id {{call .Varchar 255}} NOT NULL PRIMARY KEY CHECK (event_id <> ''),
    received_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_webhook_events_received ON webhook_events (received_at);

-- Who signs in elsewhere and was erased here, as a hash that names nobody.
-- Tokens of until then open nothing; after closed_at, when the issuer itself
-- deleted them, none does.
CREATE TABLE departed (
    person_hash {{call .Varchar 64}} NOT NULL PRIMARY KEY,
    departed_at {{.Time}} NOT NULL,
    closed_at {{.Time}}
) {{.Strict}};

-- A person's monthly letter: who tries to send it holds it until due_at. Checks
-- are how they stood then, by id.
CREATE TABLE reviews (
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    month {{call .Varchar 7}} NOT NULL CHECK (length(month) = 7),
    standing {{call .Varchar 20}} NOT NULL CHECK (standing IN ('trying', 'sending', 'sent', 'quiet', 'failed')),
    tries {{.Integer}} NOT NULL CHECK (tries > 0),
    due_at {{.Time}},
    checks {{.JSON}},
    updated_at {{.Time}} NOT NULL,
    PRIMARY KEY (clerk_user_id, month),
    CHECK ((due_at IS NOT NULL) = (standing = 'trying'))
) {{.Strict}};
CREATE INDEX idx_reviews_due ON reviews (month, due_at) WHERE standing = 'trying';

-- +goose Down
DROP TABLE reviews;
DROP TABLE departed;
DROP TABLE webhook_events;
DROP INDEX idx_users_review;
ALTER TABLE users DROP COLUMN monthly_review_at;
ALTER TABLE users DROP COLUMN email_verified_at;
ALTER TABLE users DROP COLUMN issuer_updated_at;
ALTER TABLE users DROP COLUMN issuer_name;
