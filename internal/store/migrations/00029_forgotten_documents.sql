-- +goose Up
-- Documents that went with their person, until an index that keeps their vectors
-- elsewhere has forgotten them too. It says of nobody whose they were.
CREATE TABLE forgotten_documents (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    passages {{.Integer}} NOT NULL CHECK (passages > 0)
) {{.Strict}};

-- +goose Down
DROP TABLE forgotten_documents;
