-- +goose Up
-- What passages were embedded by: vectors of another model are not put beside
-- them. The revision grows with each change of the vectors.
CREATE TABLE embedder (
    single {{.Integer}} NOT NULL PRIMARY KEY CHECK (single = 1),
    model {{call .Varchar 200}} NOT NULL CHECK (model <> ''),
    dimension {{.Integer}} NOT NULL CHECK (dimension > 0),
    revision {{.Integer}} NOT NULL
) {{.Strict}};

-- Texts by others that reports may quote. One without a person is everybody's.
-- It is found once it is indexed. The summary is sentences of the text itself;
-- labels are what who brought it calls it besides.
CREATE TABLE documents (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    clerk_user_id {{call .Varchar 255}} REFERENCES users (clerk_user_id) ON DELETE CASCADE,
    source {{call .Varchar 1000}} NOT NULL,
    title {{call .Varchar 300}} NOT NULL,
    published_on {{.Date}},
    summary {{call .Varchar 2000}},
    labels {{.JSON}},
    origin {{call .Varchar 20}} NOT NULL CHECK (origin IN ('ingest', 'person', 'research')),
    content_hash {{call .Varchar 64}} NOT NULL CHECK (content_hash <> ''),
    passages {{.Integer}} NOT NULL CHECK (passages > 0),
    added_at {{.Time}} NOT NULL,
    indexed_at {{.Time}}
) {{.Strict}};
CREATE UNIQUE INDEX idx_documents_shared_content ON documents (content_hash) WHERE clerk_user_id IS NULL;
CREATE UNIQUE INDEX idx_documents_own_content ON documents (clerk_user_id, content_hash) WHERE clerk_user_id IS NOT NULL;
CREATE INDEX idx_documents_added ON documents (clerk_user_id, added_at);

-- The vector is base64 of little-endian 32-bit floats, where the database is
-- the index. Who keeps vectors in memory reads those after the last revision
-- that it knows.
CREATE TABLE passages (
    document_id {{.UUID}} NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal {{.Integer}} NOT NULL CHECK (ordinal >= 0),
    clerk_user_id {{call .Varchar 255}},
    body TEXT NOT NULL CHECK (body <> ''),
    vector TEXT,
    revision {{.Integer}},
    PRIMARY KEY (document_id, ordinal)
) {{.Strict}};
CREATE INDEX idx_passages_revision ON passages (clerk_user_id, revision);

-- +goose Down
DROP TABLE passages;
DROP TABLE documents;
DROP TABLE embedder;
