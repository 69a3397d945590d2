package agent

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Specialist is the retirement specialist. The projection is computed with the
// facts; it writes the section on retirement.
type Specialist struct{ Writer *report.Writer }

// Write returns the section on retirement.
func (s Specialist) Write(ctx context.Context, in report.Input, sheet *report.Sheet) ([]alex.Section, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sections, err := s.Writer.Sections(in, sheet, func(key string) bool { return key == retirementKey })
	if err != nil {
		return nil, err
	}
	return checked(ctx, sections, sheet)
}
