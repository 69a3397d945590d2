-- +goose Up
CREATE TABLE users (
    clerk_user_id {{call .Varchar 255}} NOT NULL PRIMARY KEY,
    display_name {{call .Varchar 255}} NOT NULL,
    email {{call .Varchar 320}} NOT NULL,
    birth_date {{.Date}},
    years_until_retirement {{.Integer}} CHECK (years_until_retirement BETWEEN 0 AND 80),
    target_retirement_income {{call .Money "target_retirement_income"}},
    asset_class_targets {{.JSON}},
    region_targets {{.JSON}},
    profile {{.JSON}},
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL
) {{.Strict}};

-- Reference rows come with a release; a placeholder is a symbol and nothing
-- else, so that a position can point at it.
CREATE TABLE instruments (
    symbol {{call .Varchar 20}} NOT NULL PRIMARY KEY,
    name {{call .Varchar 255}} NOT NULL,
    instrument_type {{call .Varchar 50}},
    currency {{call .Varchar 3}} NOT NULL,
    expense_ratio {{call .Number "expense_ratio"}},
    current_price {{call .Price "current_price"}},
    price_source {{call .Varchar 20}},
    price_as_of {{.Date}},
    allocation_regions {{.JSON}},
    allocation_sectors {{.JSON}},
    allocation_asset_class {{.JSON}},
    classification_source {{call .Varchar 20}} NOT NULL CHECK (classification_source IN ('placeholder', 'reference')),
    classification {{.JSON}},
    updated_at {{.Time}} NOT NULL,
    CHECK (classification_source = 'reference' OR (name = symbol AND allocation_asset_class IS NULL AND current_price IS NULL))
) {{.Strict}};

-- What a person, or a model on that person's behalf, says of a symbol.
CREATE TABLE user_instruments (
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    symbol {{call .Varchar 20}} NOT NULL REFERENCES instruments (symbol) ON DELETE CASCADE,
    name {{call .Varchar 255}},
    instrument_type {{call .Varchar 50}},
    currency {{call .Varchar 3}},
    expense_ratio {{call .Number "expense_ratio"}},
    current_price {{call .Price "current_price"}},
    price_source {{call .Varchar 20}},
    price_as_of {{.Date}},
    allocation_regions {{.JSON}},
    allocation_sectors {{.JSON}},
    allocation_asset_class {{.JSON}},
    classification_source {{call .Varchar 20}} CHECK (classification_source IN ('user', 'model', 'rules')),
    classification {{.JSON}},
    updated_at {{.Time}} NOT NULL,
    PRIMARY KEY (clerk_user_id, symbol),
    CHECK ((classification_source IS NULL) = (allocation_asset_class IS NULL))
) {{.Strict}};

CREATE TABLE accounts (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    ordinal {{.Integer}} NOT NULL,
    account_name {{call .Varchar 255}} NOT NULL CHECK (account_name <> ''),
    account_purpose {{call .Varchar 2000}} NOT NULL,
    account_type {{call .Varchar 20}} NOT NULL CHECK (account_type IN ('taxable', 'tax_deferred', 'tax_free', 'cash')),
    cash_balance {{call .Money "cash_balance"}} NOT NULL,
    cash_interest {{call .Rate "cash_interest"}} NOT NULL,
    fingerprint {{call .Varchar 128}},
    last4 {{call .Varchar 8}},
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL
) {{.Strict}};
CREATE INDEX idx_accounts_user ON accounts (clerk_user_id, ordinal, id);
CREATE UNIQUE INDEX idx_accounts_fingerprint ON accounts (clerk_user_id, fingerprint) WHERE fingerprint IS NOT NULL;

-- A position keeps its instrument alive: deleting reference data must never
-- delete what someone holds, so this one key does not cascade.
CREATE TABLE positions (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    account_id {{.UUID}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    symbol {{call .Varchar 20}} NOT NULL REFERENCES instruments (symbol),
    quantity {{call .Quantity "quantity"}} NOT NULL,
    as_of_date {{.Date}},
    cost_basis {{call .Amount "cost_basis"}},
    price {{call .Price "price"}},
    price_as_of {{.Date}},
    price_source {{call .Varchar 20}},
    printed_value {{call .Amount "printed_value"}},
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL,
    UNIQUE (account_id, symbol)
) {{.Strict}};
CREATE INDEX idx_positions_symbol ON positions (symbol);

-- Who else may read or edit: spouse, adviser, family.
CREATE TABLE grants (
    owner {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    grantee {{call .Varchar 255}} NOT NULL REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    role {{call .Varchar 20}} NOT NULL CHECK (role IN ('viewer', 'editor')),
    created_at {{.Time}} NOT NULL,
    PRIMARY KEY (owner, grantee),
    CHECK (owner <> grantee)
) {{.Strict}};
CREATE INDEX idx_grants_grantee ON grants (grantee);

CREATE TABLE reference_versions (
    name {{call .Varchar 50}} NOT NULL PRIMARY KEY,
    version {{call .Varchar 100}} NOT NULL,
    row_count {{.Integer}} NOT NULL CHECK (row_count >= 0),
    updated_at {{.Time}} NOT NULL
) {{.Strict}};

-- +goose Down
DROP TABLE reference_versions;
DROP TABLE grants;
DROP TABLE positions;
DROP TABLE accounts;
DROP TABLE user_instruments;
DROP TABLE instruments;
DROP TABLE users;
