package agent

import (
	"alex"
	"alex/internal/report"
)

// Bench is the workbench of the agents for who may see all of it: the person whose
// facts they are. Names and exact values are told, which no agent's model is.
type Bench struct{ bench *workbench }

// OpenBench lays out facts. It never changes them.
func OpenBench(sheet *report.Sheet) Bench {
	return Bench{newWorkbench("asked", sheet, private{}, shelf{}, report.StatementsOf(sheet))}
}

// Said is a fact with the sentence that says it, which may be empty.
type Said struct {
	alex.Fact
	Say string `json:"say,omitempty"`
}

// Find are at most twenty facts whose id or label has words, those with most of
// them first.
func (b Bench) Find(words string) []Said {
	b.bench.mu.Lock()
	defer b.bench.mu.Unlock()
	found := []Said{}
	for _, f := range b.bench.matching(words, func(f alex.Fact) string { return f.Label }) {
		found = append(found, Said{f, b.plain(b.bench.sentence(f.ID))})
	}
	return found
}

// Compute works a figure out from facts by their ids: + - * /, brackets, ratio(a, b)
// and percent(a, b). What cannot be worked out is refused with the reason.
func (b Bench) Compute(expression string) (Said, error) {
	f, statement, err := b.bench.computeFact(expression)
	if err != nil {
		return Said{}, err
	}
	b.bench.mu.Lock()
	defer b.bench.mu.Unlock()
	return Said{f, b.plain(statement)}, nil
}

// plain is a sentence with its figures spelled out.
func (b Bench) plain(statement string) string {
	text, err := b.bench.sheet.Plain(statement)
	if err != nil {
		return ""
	}
	return text
}
