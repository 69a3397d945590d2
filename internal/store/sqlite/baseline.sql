-- What the migrations make whose sum is 824f34034553b844aa862dea05494afd6fe7895ce9a03f81a15ffbd6ac8f6d35.

CREATE TABLE schema_versions (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);

CREATE TABLE schema_checksums (version BIGINT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL);

CREATE TABLE users (
    clerk_user_id TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    email TEXT NOT NULL,
    birth_date TEXT,
    years_until_retirement INTEGER CHECK (years_until_retirement BETWEEN 0 AND 80),
    target_retirement_income TEXT CHECK ((ltrim(target_retirement_income, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(target_retirement_income, 2) NOT GLOB '*[^0-9.]*' AND length(target_retirement_income) - length(replace(target_retirement_income, '.', '')) = 1 AND ltrim(target_retirement_income, '-') NOT GLOB '0[0-9]*' AND target_retirement_income <> '-0.00') AND (instr(ltrim(target_retirement_income, '-') || '.', '.') <= 11 AND (instr(target_retirement_income, '.') = 0 OR length(target_retirement_income) - instr(target_retirement_income, '.') <= 2))),
    asset_class_targets TEXT,
    region_targets TEXT,
    profile TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
, expires_at INTEGER, disabled_at INTEGER, issuer_name TEXT, issuer_updated_at INTEGER, email_verified_at INTEGER, monthly_review_at INTEGER) STRICT;

CREATE TABLE instruments (
    symbol TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    instrument_type TEXT,
    currency TEXT NOT NULL,
    expense_ratio TEXT CHECK ((expense_ratio GLOB '[0-9]*' AND expense_ratio NOT GLOB '*[^0-9.]*' AND length(expense_ratio) - length(replace(expense_ratio, '.', '')) <= 1 AND expense_ratio NOT GLOB '0[0-9]*' AND expense_ratio NOT GLOB '*.' AND NOT (instr(expense_ratio, '.') > 0 AND expense_ratio GLOB '*0'))),
    current_price TEXT CHECK ((current_price GLOB '[0-9]*' AND current_price NOT GLOB '*[^0-9.]*' AND length(current_price) - length(replace(current_price, '.', '')) <= 1 AND current_price NOT GLOB '0[0-9]*' AND current_price NOT GLOB '*.' AND NOT (instr(current_price, '.') > 0 AND current_price GLOB '*0')) AND current_price <> '0'),
    price_source TEXT,
    price_as_of TEXT,
    allocation_regions TEXT,
    allocation_sectors TEXT,
    allocation_asset_class TEXT,
    classification_source TEXT NOT NULL CHECK (classification_source IN ('placeholder', 'reference')),
    classification TEXT,
    updated_at INTEGER NOT NULL,
    CHECK (classification_source = 'reference' OR (name = symbol AND allocation_asset_class IS NULL AND current_price IS NULL))
) STRICT;

CREATE TABLE user_instruments (
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    symbol TEXT NOT NULL REFERENCES instruments (symbol) ON DELETE CASCADE,
    name TEXT,
    instrument_type TEXT,
    currency TEXT,
    expense_ratio TEXT CHECK ((expense_ratio GLOB '[0-9]*' AND expense_ratio NOT GLOB '*[^0-9.]*' AND length(expense_ratio) - length(replace(expense_ratio, '.', '')) <= 1 AND expense_ratio NOT GLOB '0[0-9]*' AND expense_ratio NOT GLOB '*.' AND NOT (instr(expense_ratio, '.') > 0 AND expense_ratio GLOB '*0'))),
    current_price TEXT CHECK ((current_price GLOB '[0-9]*' AND current_price NOT GLOB '*[^0-9.]*' AND length(current_price) - length(replace(current_price, '.', '')) <= 1 AND current_price NOT GLOB '0[0-9]*' AND current_price NOT GLOB '*.' AND NOT (instr(current_price, '.') > 0 AND current_price GLOB '*0')) AND current_price <> '0'),
    price_source TEXT,
    price_as_of TEXT,
    allocation_regions TEXT,
    allocation_sectors TEXT,
    allocation_asset_class TEXT,
    classification_source TEXT CHECK (classification_source IN ('user', 'model', 'rules')),
    classification TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (clerk_user_id, symbol),
    CHECK ((classification_source IS NULL) = (allocation_asset_class IS NULL))
) STRICT;

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    account_name TEXT NOT NULL CHECK (account_name <> ''),
    account_purpose TEXT NOT NULL,
    account_type TEXT NOT NULL CHECK (account_type IN ('taxable', 'tax_deferred', 'tax_free', 'cash')),
    cash_balance TEXT CHECK ((ltrim(cash_balance, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(cash_balance, 2) NOT GLOB '*[^0-9.]*' AND length(cash_balance) - length(replace(cash_balance, '.', '')) = 1 AND ltrim(cash_balance, '-') NOT GLOB '0[0-9]*' AND cash_balance <> '-0.00') AND (instr(ltrim(cash_balance, '-') || '.', '.') <= 11 AND (instr(cash_balance, '.') = 0 OR length(cash_balance) - instr(cash_balance, '.') <= 2))) NOT NULL,
    cash_interest TEXT CHECK ((cash_interest GLOB '[0-9]*' AND cash_interest NOT GLOB '*[^0-9.]*' AND length(cash_interest) - length(replace(cash_interest, '.', '')) <= 1 AND cash_interest NOT GLOB '0[0-9]*' AND cash_interest NOT GLOB '*.' AND NOT (instr(cash_interest, '.') > 0 AND cash_interest GLOB '*0')) AND (instr(ltrim(cash_interest, '-') || '.', '.') <= 2 AND (instr(cash_interest, '.') = 0 OR length(cash_interest) - instr(cash_interest, '.') <= 4))) NOT NULL,
    fingerprint TEXT,
    last4 TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_accounts_user ON accounts (clerk_user_id, ordinal, id);

CREATE UNIQUE INDEX idx_accounts_fingerprint ON accounts (clerk_user_id, fingerprint) WHERE fingerprint IS NOT NULL;

CREATE TABLE positions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    symbol TEXT NOT NULL REFERENCES instruments (symbol),
    quantity TEXT CHECK ((quantity GLOB '[0-9]*' AND quantity NOT GLOB '*[^0-9.]*' AND length(quantity) - length(replace(quantity, '.', '')) <= 1 AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '*.' AND NOT (instr(quantity, '.') > 0 AND quantity GLOB '*0')) AND quantity <> '0' AND (instr(ltrim(quantity, '-') || '.', '.') <= 13 AND (instr(quantity, '.') = 0 OR length(quantity) - instr(quantity, '.') <= 8))) NOT NULL,
    as_of_date TEXT,
    cost_basis TEXT CHECK ((ltrim(cost_basis, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(cost_basis, 2) NOT GLOB '*[^0-9.]*' AND length(cost_basis) - length(replace(cost_basis, '.', '')) = 1 AND ltrim(cost_basis, '-') NOT GLOB '0[0-9]*' AND cost_basis <> '-0.00')),
    price TEXT CHECK ((price GLOB '[0-9]*' AND price NOT GLOB '*[^0-9.]*' AND length(price) - length(replace(price, '.', '')) <= 1 AND price NOT GLOB '0[0-9]*' AND price NOT GLOB '*.' AND NOT (instr(price, '.') > 0 AND price GLOB '*0')) AND price <> '0'),
    price_as_of TEXT,
    price_source TEXT,
    printed_value TEXT CHECK ((ltrim(printed_value, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(printed_value, 2) NOT GLOB '*[^0-9.]*' AND length(printed_value) - length(replace(printed_value, '.', '')) = 1 AND ltrim(printed_value, '-') NOT GLOB '0[0-9]*' AND printed_value <> '-0.00')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_id, symbol)
) STRICT;

CREATE INDEX idx_positions_symbol ON positions (symbol);

CREATE TABLE grants (
    owner TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    grantee TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'editor')),
    created_at INTEGER NOT NULL, id TEXT CHECK (id IS NOT NULL), label TEXT NOT NULL DEFAULT '', owner_name TEXT NOT NULL DEFAULT '', owner_email TEXT NOT NULL DEFAULT '', grantee_name TEXT NOT NULL DEFAULT '', grantee_email TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (owner, grantee),
    CHECK (owner <> grantee)
) STRICT;

CREATE INDEX idx_grants_grantee ON grants (grantee);

CREATE TABLE reference_versions (
    name TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE analysis_jobs (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    request_data TEXT,
    result_data TEXT,
    steps TEXT,
    error_message TEXT,
    report_id TEXT,
    attempt INTEGER NOT NULL CHECK (attempt >= 0),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    lapses INTEGER NOT NULL CHECK (lapses >= 0),
    run_after INTEGER NOT NULL,
    lease_until INTEGER,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    completed_at INTEGER, model_tokens INTEGER NOT NULL DEFAULT 0 CHECK (model_tokens >= 0), model_cost INTEGER NOT NULL DEFAULT 0 CHECK (model_cost >= 0), redrive_of TEXT,
    CHECK (started_at IS NOT NULL OR status IN ('pending', 'cancelled')),
    CHECK ((completed_at IS NOT NULL) = (status IN ('completed', 'failed', 'cancelled'))),
    CHECK (lease_until IS NULL OR status = 'running'),
    CHECK ((report_id IS NOT NULL) = (status = 'completed')),
    CHECK ((error_message IS NOT NULL) = (status = 'failed'))
) STRICT;

CREATE INDEX idx_jobs_status ON analysis_jobs (status);

CREATE INDEX idx_jobs_user ON analysis_jobs (clerk_user_id, created_at, id);

CREATE UNIQUE INDEX idx_jobs_active ON analysis_jobs (clerk_user_id) WHERE status IN ('pending', 'running');

CREATE TABLE job_parts (
    job_id TEXT NOT NULL REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    body TEXT NOT NULL CHECK (octet_length(body) <= 49152),
    PRIMARY KEY (job_id, kind, seq)
) STRICT;

CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    job_id TEXT NOT NULL UNIQUE REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    report_date TEXT NOT NULL,
    report_summary TEXT NOT NULL,
    report_detail TEXT NOT NULL,
    asset_class_chart TEXT,
    region_chart TEXT,
    sector_chart TEXT,
    generated_by TEXT NOT NULL,
    processing_time_ms INTEGER NOT NULL CHECK (processing_time_ms >= 0),
    hash TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    seed TEXT,
    created_at INTEGER NOT NULL
, verified_result TEXT
    CHECK (verified_result IN ('same', 'different', 'engine_changed')), verified_at INTEGER) STRICT;

CREATE INDEX idx_reports_user ON reports (clerk_user_id, created_at, id);

CREATE TABLE retirement (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    job_id TEXT NOT NULL UNIQUE REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    estimated_income TEXT CHECK ((ltrim(estimated_income, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(estimated_income, 2) NOT GLOB '*[^0-9.]*' AND length(estimated_income) - length(replace(estimated_income, '.', '')) = 1 AND ltrim(estimated_income, '-') NOT GLOB '0[0-9]*' AND estimated_income <> '-0.00')) NOT NULL,
    summary TEXT NOT NULL,
    detail TEXT NOT NULL,
    chart TEXT,
    success_rate TEXT CHECK ((success_rate GLOB '[0-9]*' AND success_rate NOT GLOB '*[^0-9.]*' AND length(success_rate) - length(replace(success_rate, '.', '')) <= 1 AND success_rate NOT GLOB '0[0-9]*' AND success_rate NOT GLOB '*.' AND NOT (instr(success_rate, '.') > 0 AND success_rate GLOB '*0'))),
    assumptions TEXT,
    seed TEXT,
    projection TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_retirement_user ON retirement (clerk_user_id, created_at, id);

CREATE TRIGGER instruments_insert BEFORE INSERT ON instruments BEGIN 
    SELECT RAISE(ABORT, 'the weights of an allocation must sum to exactly 100')
    WHERE (
        NEW.allocation_asset_class IS NOT NULL AND (
            json_type(NEW.allocation_asset_class) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_asset_class) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_asset_class))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_asset_class)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_regions IS NOT NULL AND (
            json_type(NEW.allocation_regions) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_regions) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_regions))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_regions)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_sectors IS NOT NULL AND (
            json_type(NEW.allocation_sectors) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_sectors) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_sectors))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_sectors)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
;
    SELECT RAISE(ABORT, 'this is not a ticker symbol')
    WHERE length(NEW.symbol) > 20 OR NEW.symbol NOT GLOB '[A-Z0-9]*' OR NEW.symbol GLOB '*[^A-Z0-9.^=-]*';
 END;

CREATE TRIGGER instruments_update BEFORE UPDATE ON instruments BEGIN 
    SELECT RAISE(ABORT, 'the weights of an allocation must sum to exactly 100')
    WHERE (
        NEW.allocation_asset_class IS NOT NULL AND (
            json_type(NEW.allocation_asset_class) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_asset_class) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_asset_class))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_asset_class)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_regions IS NOT NULL AND (
            json_type(NEW.allocation_regions) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_regions) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_regions))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_regions)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_sectors IS NOT NULL AND (
            json_type(NEW.allocation_sectors) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_sectors) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_sectors))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_sectors)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
;
    SELECT RAISE(ABORT, 'this is not a ticker symbol')
    WHERE length(NEW.symbol) > 20 OR NEW.symbol NOT GLOB '[A-Z0-9]*' OR NEW.symbol GLOB '*[^A-Z0-9.^=-]*';
 END;

CREATE TRIGGER user_instruments_insert BEFORE INSERT ON user_instruments BEGIN 
    SELECT RAISE(ABORT, 'the weights of an allocation must sum to exactly 100')
    WHERE (
        NEW.allocation_asset_class IS NOT NULL AND (
            json_type(NEW.allocation_asset_class) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_asset_class) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_asset_class))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_asset_class)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_regions IS NOT NULL AND (
            json_type(NEW.allocation_regions) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_regions) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_regions))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_regions)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_sectors IS NOT NULL AND (
            json_type(NEW.allocation_sectors) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_sectors) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_sectors))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_sectors)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
;
    SELECT RAISE(ABORT, 'this is not a ticker symbol')
    WHERE length(NEW.symbol) > 20 OR NEW.symbol NOT GLOB '[A-Z0-9]*' OR NEW.symbol GLOB '*[^A-Z0-9.^=-]*';
 END;

CREATE TRIGGER user_instruments_update BEFORE UPDATE ON user_instruments BEGIN 
    SELECT RAISE(ABORT, 'the weights of an allocation must sum to exactly 100')
    WHERE (
        NEW.allocation_asset_class IS NOT NULL AND (
            json_type(NEW.allocation_asset_class) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_asset_class) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_asset_class))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_asset_class)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_regions IS NOT NULL AND (
            json_type(NEW.allocation_regions) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_regions) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_regions))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_regions)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))

    OR (
        NEW.allocation_sectors IS NOT NULL AND (
            json_type(NEW.allocation_sectors) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.allocation_sectors) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.allocation_sectors))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.allocation_sectors)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
;
    SELECT RAISE(ABORT, 'this is not a ticker symbol')
    WHERE length(NEW.symbol) > 20 OR NEW.symbol NOT GLOB '[A-Z0-9]*' OR NEW.symbol GLOB '*[^A-Z0-9.^=-]*';
 END;

CREATE TRIGGER users_insert BEFORE INSERT ON users BEGIN 
    SELECT RAISE(ABORT, 'the weights of targets must sum to exactly 100')
    WHERE (
        NEW.asset_class_targets IS NOT NULL AND (
            json_type(NEW.asset_class_targets) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.asset_class_targets) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.asset_class_targets))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.asset_class_targets)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
 OR (
        NEW.region_targets IS NOT NULL AND (
            json_type(NEW.region_targets) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.region_targets) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.region_targets))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.region_targets)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
;
 END;

CREATE TRIGGER users_update BEFORE UPDATE ON users BEGIN 
    SELECT RAISE(ABORT, 'the weights of targets must sum to exactly 100')
    WHERE (
        NEW.asset_class_targets IS NOT NULL AND (
            json_type(NEW.asset_class_targets) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.asset_class_targets) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.asset_class_targets))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.asset_class_targets)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
 OR (
        NEW.region_targets IS NOT NULL AND (
            json_type(NEW.region_targets) <> 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.region_targets) WHERE type NOT IN ('integer', 'real') OR value < 0
                OR abs(value * 10000 - round(value * 10000)) > 0.000001)
            OR (SELECT count(*) <> count(DISTINCT key) FROM json_each(NEW.region_targets))
            OR coalesce((SELECT sum(CAST(round(value * 10000) AS INTEGER)) FROM json_each(NEW.region_targets)
                WHERE type IN ('integer', 'real')), 0) <> 1000000
        ))
;
 END;

CREATE TRIGGER analysis_jobs_insert BEFORE INSERT ON analysis_jobs BEGIN
    SELECT RAISE(ABORT, 'a job begins pending, before any claim')
    WHERE NEW.status <> 'pending' OR NEW.attempt <> 0;
END;

CREATE TRIGGER analysis_jobs_update BEFORE UPDATE ON analysis_jobs BEGIN
    SELECT RAISE(ABORT, 'this is no step in the life of a job')
    WHERE NOT (
        OLD.status = 'pending' AND NEW.status IN ('pending', 'running', 'cancelled')
        OR OLD.status = 'running' AND NEW.status IN ('running', 'completed', 'failed', 'cancelled'));
    SELECT RAISE(ABORT, 'only a claim adds to attempt, and it adds one')
    WHERE NEW.attempt NOT IN (OLD.attempt, OLD.attempt + 1)
    OR (NEW.attempt > OLD.attempt AND NEW.status <> 'running')
    OR (OLD.status = 'pending' AND NEW.status = 'running' AND NEW.attempt = OLD.attempt);
    SELECT RAISE(ABORT, 'a job keeps its person and its birth')
    WHERE NEW.clerk_user_id <> OLD.clerk_user_id OR NEW.created_at <> OLD.created_at OR NEW.id <> OLD.id;
END;

CREATE INDEX idx_users_expires ON users (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE idempotency (
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL CHECK (idempotency_key <> ''),
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    location TEXT NOT NULL,
    body TEXT NOT NULL CHECK (octet_length(body) <= 49152),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (clerk_user_id, idempotency_key)
) STRICT;

CREATE INDEX idx_idempotency_created ON idempotency (created_at);

CREATE INDEX idx_jobs_due ON analysis_jobs (status DESC, run_after, id) WHERE completed_at IS NULL;

CREATE TABLE plans (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    plan_name TEXT NOT NULL CHECK (plan_name <> ''),
    plan TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_plans_user ON plans (clerk_user_id, ordinal, id);

CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('preview', 'applied', 'undone')),
    summary TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    applied_at INTEGER,
    undone_at INTEGER,
    CHECK ((applied_at IS NULL) = (status = 'preview')),
    CHECK ((undone_at IS NOT NULL) = (status = 'undone'))
) STRICT;

CREATE INDEX idx_imports_user ON imports (clerk_user_id, created_at, id);

CREATE INDEX idx_imports_previews ON imports (created_at) WHERE status = 'preview';

CREATE TABLE import_parts (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    body TEXT NOT NULL CHECK (octet_length(body) <= 49152),
    PRIMARY KEY (import_id, kind, seq)
) STRICT;

CREATE TABLE portfolio_values (
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    as_of TEXT NOT NULL,
    total_value TEXT CHECK ((ltrim(total_value, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(total_value, 2) NOT GLOB '*[^0-9.]*' AND length(total_value) - length(replace(total_value, '.', '')) = 1 AND ltrim(total_value, '-') NOT GLOB '0[0-9]*' AND total_value <> '-0.00')) NOT NULL,
    cash TEXT CHECK ((ltrim(cash, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(cash, 2) NOT GLOB '*[^0-9.]*' AND length(cash) - length(replace(cash, '.', '')) = 1 AND ltrim(cash, '-') NOT GLOB '0[0-9]*' AND cash <> '-0.00')) NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('import', 'report')),
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (clerk_user_id, as_of)
) STRICT;

CREATE TABLE credentials (
    clerk_user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT,
    user_agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_sessions_user ON sessions (clerk_user_id, created_at, id);

CREATE UNIQUE INDEX idx_sessions_previous ON sessions (previous_hash) WHERE previous_hash IS NOT NULL;

CREATE INDEX idx_sessions_expires ON sessions (expires_at);

CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    private_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE throttles (
    subject TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    blocked_until INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_throttles_updated ON throttles (updated_at);

CREATE TABLE invites (
    token_hash TEXT NOT NULL PRIMARY KEY,
    email_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE INDEX idx_invites_expires ON invites (expires_at);

CREATE TABLE market_prices (
    symbol TEXT NOT NULL PRIMARY KEY REFERENCES instruments (symbol) ON DELETE CASCADE,
    price TEXT CHECK ((price GLOB '[0-9]*' AND price NOT GLOB '*[^0-9.]*' AND length(price) - length(replace(price, '.', '')) <= 1 AND price NOT GLOB '0[0-9]*' AND price NOT GLOB '*.' AND NOT (instr(price, '.') > 0 AND price GLOB '*0')) AND price <> '0') NOT NULL,
    price_as_of TEXT NOT NULL,
    source TEXT NOT NULL,
    fetched_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_instruments_reference ON instruments (symbol) WHERE classification_source = 'reference';

CREATE INDEX idx_instruments_placeholders ON instruments (updated_at, symbol) WHERE classification_source = 'placeholder';

CREATE INDEX idx_user_instruments_symbol ON user_instruments (symbol);

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'editor')),
    label TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    owner_email TEXT NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_invitations_owner ON invitations (owner, created_at, id);

CREATE UNIQUE INDEX idx_grants_id ON grants (id);

CREATE TABLE job_spans (
    job_id TEXT NOT NULL REFERENCES analysis_jobs (id) ON DELETE CASCADE,
    span_id TEXT NOT NULL CHECK (span_id <> ''),
    parent_id TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    completed_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('unset', 'ok', 'error')),
    status_message TEXT,
    attributes TEXT,
    events TEXT,
    PRIMARY KEY (job_id, span_id)
) STRICT;

CREATE INDEX idx_job_spans_completed ON job_spans (completed_at);

CREATE TABLE model_calls (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    job_id TEXT,
    attempt INTEGER NOT NULL CHECK (attempt >= 0),
    agent TEXT NOT NULL CHECK (agent <> ''),
    model TEXT NOT NULL CHECK (model <> ''),
    prompt TEXT NOT NULL,
    input_hash TEXT NOT NULL CHECK (input_hash <> ''),
    input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),
    output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),
    cache_read_tokens INTEGER NOT NULL CHECK (cache_read_tokens >= 0),
    cache_write_tokens INTEGER NOT NULL CHECK (cache_write_tokens >= 0),
    cost INTEGER NOT NULL CHECK (cost >= 0),
    started_at INTEGER NOT NULL CHECK (started_at >= 0),
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
    outcome TEXT NOT NULL CHECK (outcome <> '')
) STRICT;

CREATE INDEX idx_model_calls_user ON model_calls (clerk_user_id, started_at, id);

CREATE INDEX idx_model_calls_job ON model_calls (job_id);

CREATE TABLE model_days (
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    tokens INTEGER NOT NULL CHECK (tokens >= 0),
    cost INTEGER NOT NULL CHECK (cost >= 0),
    held_tokens INTEGER NOT NULL CHECK (held_tokens >= 0),
    held_cost INTEGER NOT NULL CHECK (held_cost >= 0),
    PRIMARY KEY (clerk_user_id, day)
) STRICT;

CREATE TRIGGER model_calls_insert BEFORE INSERT ON model_calls
WHEN EXISTS (SELECT 1 FROM model_calls WHERE id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER model_calls_update BEFORE UPDATE ON model_calls BEGIN
    SELECT RAISE(ABORT, 'the log of model calls is never changed');
END;

CREATE TRIGGER model_calls_delete BEFORE DELETE ON model_calls
WHEN EXISTS (SELECT 1 FROM users WHERE clerk_user_id = OLD.clerk_user_id)
BEGIN
    SELECT RAISE(ABORT, 'the log of model calls goes with its person alone');
END;

CREATE TABLE second_factors (
    clerk_user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    sealed_secret TEXT NOT NULL CHECK (sealed_secret <> ''),
    last_step INTEGER NOT NULL CHECK (last_step >= 0),
    created_at INTEGER NOT NULL,
    enabled_at INTEGER
) STRICT;

CREATE TABLE recovery_codes (
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (clerk_user_id, code_hash)
) STRICT;

CREATE TABLE password_resets (
    clerk_user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_password_resets_expires ON password_resets (expires_at);

CREATE TABLE identities (
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

CREATE INDEX idx_identities_user ON identities (clerk_user_id, issuer, subject);

CREATE INDEX idx_invites_email ON invites (email_key);

CREATE TABLE audit_log (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL CHECK (at >= 0),
    clerk_user_id TEXT REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    actor TEXT NOT NULL CHECK (actor <> ''),
    act TEXT NOT NULL CHECK (act <> ''),
    detail TEXT,
    network TEXT
) STRICT;

CREATE INDEX idx_audit_log_at ON audit_log (at, id);

CREATE INDEX idx_audit_log_user ON audit_log (clerk_user_id, at, id);

CREATE INDEX idx_audit_log_act ON audit_log (act, at, id);

CREATE TABLE operator_keys (
    id TEXT NOT NULL PRIMARY KEY,
    key_name TEXT NOT NULL CHECK (key_name <> ''),
    role TEXT NOT NULL CHECK (role IN ('operator', 'ingest')),
    key_hash TEXT NOT NULL UNIQUE CHECK (key_hash <> ''),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE UNIQUE INDEX idx_operator_keys_name ON operator_keys (key_name) WHERE revoked_at IS NULL;

CREATE TABLE chores (
    chore TEXT NOT NULL PRIMARY KEY,
    run_after INTEGER NOT NULL,
    succeeded_at INTEGER,
    failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;

CREATE UNIQUE INDEX idx_jobs_redrive ON analysis_jobs (redrive_of) WHERE redrive_of IS NOT NULL;

CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the log of acts is never changed');
END;

CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log
WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000000
    AND (OLD.clerk_user_id IS NULL OR EXISTS (SELECT 1 FROM users WHERE clerk_user_id = OLD.clerk_user_id))
BEGIN
    SELECT RAISE(ABORT, 'the log of acts goes with its person, or when it is old');
END;

CREATE INDEX idx_users_review ON users (clerk_user_id) WHERE monthly_review_at IS NOT NULL;

CREATE TABLE webhook_events (
    event_id TEXT NOT NULL PRIMARY KEY CHECK (event_id <> ''),
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_webhook_events_received ON webhook_events (received_at);

CREATE TABLE departed (
    person_hash TEXT NOT NULL PRIMARY KEY,
    departed_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE TABLE reviews (
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    month TEXT NOT NULL CHECK (length(month) = 7),
    standing TEXT NOT NULL CHECK (standing IN ('trying', 'sending', 'sent', 'quiet', 'failed')),
    tries INTEGER NOT NULL CHECK (tries > 0),
    due_at INTEGER,
    checks TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (clerk_user_id, month),
    CHECK ((due_at IS NOT NULL) = (standing = 'trying'))
) STRICT;

CREATE INDEX idx_reviews_due ON reviews (month, due_at) WHERE standing = 'trying';

CREATE TABLE email_confirmations (
    clerk_user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL CHECK (email <> ''),
    email_key TEXT NOT NULL CHECK (email_key <> ''),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idx_email_confirmations_expires ON email_confirmations (expires_at);

CREATE INDEX idx_audit_log_day ON audit_log (clerk_user_id, act, at);

CREATE TABLE installation (
    single INTEGER NOT NULL PRIMARY KEY CHECK (single = 1),
    id TEXT NOT NULL,
    key_check TEXT NOT NULL CHECK (key_check <> '')
) STRICT;

CREATE TABLE embedder (
    single INTEGER NOT NULL PRIMARY KEY CHECK (single = 1),
    model TEXT NOT NULL CHECK (model <> ''),
    dimension INTEGER NOT NULL CHECK (dimension > 0),
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    published_on TEXT,
    summary TEXT,
    labels TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('ingest', 'person', 'research')),
    content_hash TEXT NOT NULL CHECK (content_hash <> ''),
    passages INTEGER NOT NULL CHECK (passages > 0),
    added_at INTEGER NOT NULL,
    indexed_at INTEGER
) STRICT;

CREATE UNIQUE INDEX idx_documents_shared_content ON documents (content_hash) WHERE clerk_user_id IS NULL;

CREATE UNIQUE INDEX idx_documents_own_content ON documents (clerk_user_id, content_hash) WHERE clerk_user_id IS NOT NULL;

CREATE INDEX idx_documents_added ON documents (clerk_user_id, added_at);

CREATE TABLE passages (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    clerk_user_id TEXT,
    body TEXT NOT NULL CHECK (body <> ''),
    vector TEXT,
    revision INTEGER,
    PRIMARY KEY (document_id, ordinal)
) STRICT;

CREATE INDEX idx_passages_revision ON passages (clerk_user_id, revision);

CREATE TABLE research_rounds (
    id TEXT NOT NULL PRIMARY KEY,
    topic TEXT NOT NULL CHECK (topic <> ''),
    chosen_by TEXT NOT NULL CHECK (chosen_by IN ('person', 'operator', 'schedule')),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    error TEXT
) STRICT;

CREATE INDEX idx_research_rounds_started ON research_rounds (started_at, id);

CREATE TABLE research_pages (
    round_id TEXT NOT NULL REFERENCES research_rounds (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    url TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'known', 'refused', 'off_topic')),
    reason TEXT,
    document_id TEXT REFERENCES documents (id) ON DELETE SET NULL,
    PRIMARY KEY (round_id, seq)
) STRICT;

CREATE INDEX idx_research_pages_url ON research_pages (url);

CREATE INDEX idx_research_pages_document ON research_pages (document_id);

CREATE TABLE forgotten_documents (
    id TEXT NOT NULL PRIMARY KEY,
    passages INTEGER NOT NULL CHECK (passages > 0)
) STRICT;

CREATE TABLE access_keys (
    id TEXT NOT NULL PRIMARY KEY,
    clerk_user_id TEXT NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    key_name TEXT NOT NULL CHECK (key_name <> ''),
    scopes TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE CHECK (key_hash <> ''),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX idx_access_keys_user ON access_keys (clerk_user_id, created_at, id);
