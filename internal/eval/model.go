package eval

import (
	"context"
	"slices"
	"sync"
	"time"

	"alex"
	"alex/internal/agent"
)

// ModelResult is what a real model made of the same work.
type ModelResult struct {
	Reports   int       `json:"reports"`
	Texts     int       `json:"texts"`     // sections that it was asked for
	Structure float64   `json:"structure"` // of its answers, those in the form that was asked for
	Grounded  float64   `json:"grounded"`  // of its texts, those that passed every check at once
	Retries   int       `json:"retries"`
	Fallbacks int       `json:"fallbacks"` // texts for which code's own stand
	Tokens    int       `json:"tokens"`
	Cost      alex.Cost `json:"cost"`
	P50MS     int64     `json:"p50Ms"` // of a whole report
	P95MS     int64     `json:"p95Ms"`
	// Pass8 is the share of portfolios whose report had every text by the model
	// eight times out of eight (Yao et al., "τ-bench", 2024: pass^k).
	Pass8 float64        `json:"pass8"`
	Rules map[string]int `json:"rules"` // that its texts broke
}

// trials is k of pass^k.
const trials = 8

// model has a real model write n reports, each portfolio eight times.
func (b *bench) model(ctx context.Context, o Options) (*ModelResult, error) {
	if o.Model == nil || o.ModelReports == 0 {
		return nil, nil //nolint:nilnil // no model is no result
	}
	r := &ModelResult{Rules: map[string]int{}}
	portfolios := (o.ModelReports + trials - 1) / trials
	passed := make([]int, portfolios)
	var mu sync.Mutex
	var times []int64
	err := each(ctx, atOnce, portfolios*trials, func(ctx context.Context, i int) error {
		begun := time.Now()
		result, err := b.planner(o.Model).Run(ctx, newMemory(), taking(b.household(o, i/trials)))
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		times = append(times, time.Since(begun).Milliseconds())
		if r.count(result) {
			passed[i/trials]++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(times)
	r.P50MS, r.P95MS = times[len(times)/2], times[len(times)*95/100]
	for _, n := range passed {
		if n == trials {
			r.Pass8 += 1 / float64(portfolios)
		}
	}
	r.rates()
	return r, nil
}

// count takes in one report, and says whether the model wrote all that it was
// asked for.
func (r *ModelResult) count(result agent.Result) bool {
	r.Reports++
	whole := true
	for _, s := range result.Report.Sections {
		if s.Author == alex.AuthorRules && s.Retries == 0 && len(s.Violations) == 0 {
			continue
		}
		r.Texts++
		r.Retries += s.Retries
		if s.Author == alex.AuthorRules {
			r.Fallbacks++
			whole = false
		}
		for _, v := range s.Violations {
			r.Rules[v.Rule]++
		}
		if s.Retries == 0 && s.Author != alex.AuthorRules {
			r.Grounded++ // a count until rates
		}
	}
	for _, step := range result.Steps {
		r.Tokens += step.Tokens
		r.Cost += step.Cost
		whole = whole && !step.FellBack
	}
	return whole
}

// rates turns counts into shares.
func (r *ModelResult) rates() {
	if answers := r.Texts + r.Retries; answers > 0 {
		r.Structure = 1 - float64(r.Rules["structure"])/float64(answers)
	}
	if r.Texts > 0 {
		r.Grounded /= float64(r.Texts)
	}
}

// taking gives a snapshot.
func taking(s alex.Snapshot) func(context.Context) (alex.Snapshot, error) {
	return func(context.Context) (alex.Snapshot, error) { return s, nil }
}
