package agent

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Charter draws the pictures. Code owns their numbers; an author may choose
// titles, captions and order only.
type Charter struct{}

// Draw returns the charts in order.
func (Charter) Draw(ctx context.Context, in report.Input, sheet *report.Sheet) ([]alex.Chart, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return report.Charts(in, sheet)
}
