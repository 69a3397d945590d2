package eval

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"alex/internal/report"
)

// writer has the rules writer write of random portfolios.
func (b *bench) writer(ctx context.Context, o Options) (WriterResult, error) {
	r := WriterResult{Portfolios: o.Portfolios}
	var mu sync.Mutex
	var times []float64
	err := each(ctx, atOnce, o.Portfolios, func(ctx context.Context, i int) error {
		in, err := report.Study(ctx, b.household(o, i), b.planner(nil).Options)
		if err != nil {
			return err
		}
		sheet, err := report.Facts(in)
		if err != nil {
			return err
		}
		begun := time.Now()
		sections, err := b.words.Sections(in, sheet, func(string) bool { return true })
		took := time.Since(begun)
		if err != nil {
			return err
		}
		rules := b.words.Rules(sheet)
		mu.Lock()
		defer mu.Unlock()
		times = append(times, float64(took.Microseconds())/1000)
		for _, s := range sections {
			if strings.TrimSpace(s.Markdown) == "" {
				r.EmptySections++
			}
			r.UnboundFigures += len(report.Check(s.Template, rules)) + ungrounded(s, s, sheet)
		}
		return nil
	})
	if len(times) > 0 {
		slices.Sort(times)
		r.P99MS = times[len(times)*99/100]
	}
	return r, err
}
