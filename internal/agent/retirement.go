package agent

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Specialist is the retirement specialist. The projection is computed with the
// facts; it writes the section on retirement.
type Specialist struct{ Writer *report.Writer }

func (s Specialist) write(ctx context.Context, a author, in report.Input, sheet *report.Sheet) (written, error) {
	a.writer, a.agent = s.Writer, alex.RetirementPlanner
	return a.write(ctx, in, sheet, func(key string) bool { return key == retirementKey })
}
