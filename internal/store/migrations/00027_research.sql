-- +goose Up
-- What the researcher looked for, and who asked: a person, an operator, or its
-- own plan.
CREATE TABLE research_rounds (
    id {{.UUID}} NOT NULL PRIMARY KEY,
    topic {{call .Varchar 300}} NOT NULL CHECK (topic <> ''),
    chosen_by {{call .Varchar 20}} NOT NULL CHECK (chosen_by IN ('person', 'operator', 'schedule')),
    started_at {{.Time}} NOT NULL,
    ended_at {{.Time}},
    error {{call .Varchar 300}}
) {{.Strict}};
CREATE INDEX idx_research_rounds_started ON research_rounds (started_at, id);

-- Each page of a round, and what became of it: kept as a document, known before,
-- refused for a reason, or not about the topic.
CREATE TABLE research_pages (
    round_id {{.UUID}} NOT NULL REFERENCES research_rounds (id) ON DELETE CASCADE,
    seq {{.Integer}} NOT NULL CHECK (seq >= 0),
    url {{call .Varchar 1000}} NOT NULL,
    outcome {{call .Varchar 20}} NOT NULL CHECK (outcome IN ('stored', 'known', 'refused', 'off_topic')),
    reason {{call .Varchar 40}},
    document_id {{.UUID}} REFERENCES documents (id) ON DELETE SET NULL,
    PRIMARY KEY (round_id, seq)
) {{.Strict}};
CREATE INDEX idx_research_pages_url ON research_pages (url);
CREATE INDEX idx_research_pages_document ON research_pages (document_id);

-- +goose Down
DROP TABLE research_pages;
DROP TABLE research_rounds;
