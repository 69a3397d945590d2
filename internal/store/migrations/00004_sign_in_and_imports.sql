-- +goose Up
-- A demo copy goes at expires_at; who is disabled cannot sign in.
ALTER TABLE users ADD COLUMN expires_at {{.Time}};
ALTER TABLE users ADD COLUMN disabled_at {{.Time}};
CREATE INDEX idx_users_expires ON users (expires_at) WHERE expires_at IS NOT NULL;

-- How a report stood to its last recomputation.
ALTER TABLE reports ADD COLUMN verified_result {{call .Varchar 20}}
    CHECK (verified_result IN ('same', 'different', 'engine_changed'));
ALTER TABLE reports ADD COLUMN verified_at {{.Time}};

-- The answer to a creating request, stored with what it created.
CREATE TABLE idempotency (
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    idempotency_key {{call .Varchar 255}} NOT NULL CHECK (idempotency_key <> ''),
    request_hash {{call .Varchar 128}} NOT NULL,
    status {{.Integer}} NOT NULL CHECK (status BETWEEN 200 AND 299),
    location {{call .Varchar 400}} NOT NULL,
    body TEXT NOT NULL CHECK (octet_length(body) <= 49152),
    created_at {{.Time}} NOT NULL,
    PRIMARY KEY (clerk_user_id, idempotency_key)
) {{.Strict}};
CREATE INDEX idx_idempotency_created ON idempotency (created_at);

-- A job that a worker lost goes before those that nobody has begun.
DROP INDEX idx_jobs_due;
CREATE INDEX idx_jobs_due ON analysis_jobs (status DESC, run_after, id) WHERE completed_at IS NULL;

-- That is now the one place where keys are kept.
DROP INDEX idx_jobs_idempotency;
ALTER TABLE analysis_jobs DROP COLUMN idempotency_key;
ALTER TABLE analysis_jobs DROP COLUMN idempotency_hash;

CREATE TABLE plans (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    ordinal {{.Integer}} NOT NULL,
    plan_name {{call .Varchar 255}} NOT NULL CHECK (plan_name <> ''),
    plan {{.JSON}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_plans_user ON plans (clerk_user_id, ordinal, id);

-- One positions file: first a preview, then applied, then perhaps undone.
CREATE TABLE imports (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    status {{call .Varchar 20}} NOT NULL CHECK (status IN ('preview', 'applied', 'undone')),
    summary {{.JSON}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    applied_at {{.Time}},
    undone_at {{.Time}},
    CHECK ((applied_at IS NULL) = (status = 'preview')),
    CHECK ((undone_at IS NOT NULL) = (status = 'undone'))
) {{.Strict}};
CREATE INDEX idx_imports_user ON imports (clerk_user_id, created_at, id);
CREATE INDEX idx_imports_previews ON imports (created_at) WHERE status = 'preview';

CREATE TABLE import_parts (
    import_id {{.UUID}} NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    kind {{call .Varchar 40}} NOT NULL,
    seq {{.Integer}} NOT NULL CHECK (seq >= 0),
    body TEXT NOT NULL CHECK (octet_length(body) <= 49152),
    PRIMARY KEY (import_id, kind, seq)
) {{.Strict}};

-- What a portfolio was worth on a day; deposits are in it.
CREATE TABLE portfolio_values (
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    as_of {{.Date}} NOT NULL,
    total_value {{call .Amount "total_value"}} NOT NULL,
    cash {{call .Amount "cash"}} NOT NULL,
    source {{call .Varchar 20}} NOT NULL CHECK (source IN ('import', 'report')),
    recorded_at {{.Time}} NOT NULL,
    PRIMARY KEY (clerk_user_id, as_of)
) {{.Strict}};

-- Local sign-in. Passwords and tokens are kept as hashes alone.
CREATE TABLE credentials (
    clerk_user_id {{call .Varchar 255}} NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    email_key {{call .Varchar 320}} NOT NULL UNIQUE,
    password_hash {{call .Varchar 255}} NOT NULL,
    updated_at {{.Time}} NOT NULL
) {{.Strict}};

-- A refresh token is good for one use; previous_hash is the one before, so
-- that its late or stolen use is seen.
CREATE TABLE sessions (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    token_hash {{call .Varchar 128}} NOT NULL UNIQUE,
    previous_hash {{call .Varchar 128}},
    user_agent {{call .Varchar 255}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    rotated_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_sessions_user ON sessions (clerk_user_id, created_at, id);
CREATE UNIQUE INDEX idx_sessions_previous ON sessions (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE INDEX idx_sessions_expires ON sessions (expires_at);

CREATE TABLE signing_keys (
    kid {{call .Varchar 64}} NOT NULL PRIMARY KEY,
    private_key TEXT NOT NULL,
    created_at {{.Time}} NOT NULL,
    retired_at {{.Time}}
) {{.Strict}};

-- Failed sign-ins, by account and by address.
CREATE TABLE throttles (
    subject {{call .Varchar 400}} NOT NULL PRIMARY KEY,
    failures {{.Integer}} NOT NULL CHECK (failures > 0),
    blocked_until {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_throttles_updated ON throttles (updated_at);

CREATE TABLE invites (
    token_hash {{call .Varchar 128}} NOT NULL PRIMARY KEY,
    email_key {{call .Varchar 320}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL,
    used_at {{.Time}}
) {{.Strict}};
CREATE INDEX idx_invites_expires ON invites (expires_at);

-- Prices from a market data service: public facts, one row a symbol.
CREATE TABLE market_prices (
    symbol {{call .Varchar 20}} NOT NULL PRIMARY KEY REFERENCES instruments (symbol) ON DELETE CASCADE,
    price {{call .Price "price"}} NOT NULL,
    price_as_of {{.Date}} NOT NULL,
    source {{call .Varchar 20}} NOT NULL,
    fetched_at {{.Time}} NOT NULL
) {{.Strict}};

-- A search looks at reference rows and the person's own symbols; placeholders
-- that nobody needs any more are cleared away.
CREATE INDEX idx_instruments_reference ON instruments (symbol) WHERE classification_source = 'reference';
CREATE INDEX idx_instruments_placeholders ON instruments (updated_at, symbol) WHERE classification_source = 'placeholder';
CREATE INDEX idx_user_instruments_symbol ON user_instruments (symbol);

-- +goose Down
DROP INDEX idx_user_instruments_symbol;
DROP INDEX idx_instruments_placeholders;
DROP INDEX idx_instruments_reference;
DROP TABLE market_prices;
DROP TABLE invites;
DROP TABLE throttles;
DROP TABLE signing_keys;
DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE portfolio_values;
DROP TABLE import_parts;
DROP TABLE imports;
DROP TABLE plans;
DROP TABLE idempotency;
DROP INDEX idx_jobs_due;
CREATE INDEX idx_jobs_due ON analysis_jobs (run_after, id) WHERE completed_at IS NULL;
ALTER TABLE analysis_jobs ADD COLUMN idempotency_key {{call .Varchar 255}};
ALTER TABLE analysis_jobs ADD COLUMN idempotency_hash {{call .Varchar 128}};
CREATE UNIQUE INDEX idx_jobs_idempotency ON analysis_jobs (clerk_user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
ALTER TABLE reports DROP COLUMN verified_at;
ALTER TABLE reports DROP COLUMN verified_result;
DROP INDEX idx_users_expires;
ALTER TABLE users DROP COLUMN disabled_at;
ALTER TABLE users DROP COLUMN expires_at;
