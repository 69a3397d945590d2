package agent

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Reporter writes the sections of the report, all but the first, which the
// planner writes, and the retirement one.
type Reporter struct{ Writer *report.Writer }

// write writes the sections in their order.
func (r Reporter) write(ctx context.Context, a author, in report.Input, sheet *report.Sheet) (written, error) {
	a.writer, a.agent = r.Writer, alex.Reporter
	return a.write(ctx, in, sheet, func(key string) bool { return key != retirementKey && key != glanceKey })
}

// Keys of the sections that others than the reporter write.
const (
	retirementKey = "retirement"
	glanceKey     = "glance"
)

// checked records on each section what breaks the rules for text. The rules
// writer passes the same checks as any other author. Nobody is kept waiting for
// more than the section at hand.
func checked(ctx context.Context, w *report.Writer, sections []alex.Section, sheet *report.Sheet) ([]alex.Section, error) {
	rules := w.Rules(sheet)
	for i := range sections {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sections[i].Violations = report.Check(sections[i].Template, rules)
	}
	return sections, nil
}
