package alex

import "time"

// Report is what a person keeps: sections of prose whose every figure is a
// fact, charts, and the facts themselves. Hash is over the facts.
type Report struct {
	ID          ID         `json:"id,omitempty"`
	JobID       ID         `json:"jobId,omitempty"`
	AsOf        Date       `json:"asOf"`
	GeneratedAt *time.Time `json:"generatedAt,omitempty"`
	GeneratedBy string     `json:"generatedBy"`
	Summary     string     `json:"summary"`
	Sections    []Section  `json:"sections"`
	Charts      []Chart    `json:"charts"`
	Facts       []Fact     `json:"facts"`
	Hash        string     `json:"hash"`

	EngineVersion string `json:"engineVersion"`
	Seed          string `json:"seed,omitempty"`

	Verified *Verified `json:"verified,omitempty"` // nil before it was ever recomputed
}

// Verified is how a report stood to its last recomputation.
type Verified struct {
	Result VerifyResult `json:"result"`
	At     time.Time    `json:"at"`
}

// VerifyResult says how a report stands to its recomputation.
type VerifyResult string

// How a report may stand: the same facts, other ones, or made by an engine
// that this one cannot be compared with.
const (
	VerifySame          VerifyResult = "same"
	VerifyDifferent     VerifyResult = "different"
	VerifyEngineChanged VerifyResult = "engine_changed"
)

// Known lists the results.
func (VerifyResult) Known() []VerifyResult {
	return []VerifyResult{VerifySame, VerifyDifferent, VerifyEngineChanged}
}

// Section is one part of a report. Markdown has its tokens already rendered;
// Template keeps them, so that every figure still opens to its fact.
type Section struct {
	Key        string      `json:"key"`
	Title      string      `json:"title"`
	Markdown   string      `json:"markdown"`
	Template   string      `json:"template"`
	Author     string      `json:"author"` // "rules" or a model's id
	Retries    int         `json:"retries"`
	Violations []Violation `json:"violations"`
}

// Violation is one breach of the rules for text, with its place in bytes.
type Violation struct {
	Rule  string `json:"rule"`
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Retirement is a stored projection, as the retirement table keeps it.
type Retirement struct {
	ID              ID     `json:"id,omitempty"`
	EstimatedIncome Money  `json:"estimatedIncome"` // a year, paid in 90 % of futures
	Summary         string `json:"summary"`
	Detail          string `json:"detail"`
	Chart           Chart  `json:"chart"`
	Projection      []byte `json:"-"` // the engine's result as JSON
}
