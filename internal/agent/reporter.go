package agent

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Reporter writes the sections of the report, all but the retirement one.
type Reporter struct{ Writer *report.Writer }

// Write returns the sections in order.
func (r Reporter) Write(ctx context.Context, in report.Input, sheet *report.Sheet) ([]alex.Section, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sections, err := r.Writer.Sections(in, sheet, func(key string) bool { return key != retirementKey })
	if err != nil {
		return nil, err
	}
	return checked(ctx, sections, sheet)
}

// checked records on each section what breaks the rules for text. The rules
// writer passes the same checks as any other author. Nobody is kept waiting for
// more than the section at hand.
func checked(ctx context.Context, sections []alex.Section, sheet *report.Sheet) ([]alex.Section, error) {
	rules := report.ContextOf(sheet)
	for i := range sections {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sections[i].Violations = report.Check(sections[i].Template, rules)
	}
	return sections, nil
}

const retirementKey = "retirement"
