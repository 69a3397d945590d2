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
	return r.Writer.Sections(in, sheet, func(key string) bool { return key != retirementKey })
}

const retirementKey = "retirement"
