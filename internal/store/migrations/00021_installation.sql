-- +goose Up
-- The one row that tells this Alex from others: its id, and a hash by which the
-- key that lies outside the database is known again.
CREATE TABLE installation (
    single {{.Integer}} NOT NULL PRIMARY KEY CHECK (single = 1),
    id {{.UUID}} NOT NULL,
    key_check {{call .Varchar 64}} NOT NULL CHECK (key_check <> '')
) {{.Strict}};

-- +goose Down
DROP TABLE installation;
