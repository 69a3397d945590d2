package retirement

import (
	"testing"

	"alex"
)

// The hash changes with everything that decides the result, and with nothing else.
func TestInputsHashIsOfAllThatDecides(t *testing.T) {
	t.Parallel()
	seed, table := uint64(5), cut(ShippedSeries(), 1900, 2022)
	base := Options{Mode: ModeParametric, Detail: DetailFull}
	history := Options{Mode: ModeHistorical, Detail: DetailFull}
	tests := []struct {
		name    string
		opt     Options
		change  func(*Options, *alex.Plan)
		differs bool
	}{
		{"nothing", base, func(*Options, *alex.Plan) {}, false},
		{"workers", base, func(o *Options, _ *alex.Plan) { o.Workers = 3 }, false},
		{"a cache", base, func(o *Options, _ *alex.Plan) { o.Cache = NewCache(plenty) }, false},
		{"the plan", base, func(_ *Options, p *alex.Plan) { p.Fee = alex.PercentOf100(1) }, true},
		{"timing", base, func(o *Options, _ *alex.Plan) { o.Timing = TimingEnd }, true},
		{"paths", base, func(o *Options, _ *alex.Plan) { o.Paths = 1001 }, true},
		{"seed", base, func(o *Options, _ *alex.Plan) { o.Seed = &seed }, true},
		{"mode", base, func(o *Options, _ *alex.Plan) { o.Mode = ModeBootstrap }, true},
		{"assumptions", base, func(o *Options, _ *alex.Plan) { o.Assumptions = flat2(t) }, true},
		{"detail", base, func(o *Options, _ *alex.Plan) { o.Detail = DetailStandard }, true},
		{"the table of other methods", base, func(o *Options, _ *alex.Plan) { o.Series = &table }, true},
		{"a table that is not read", Options{}, func(o *Options, _ *alex.Plan) { o.Series = &table }, false},
		{"the table", history, func(o *Options, _ *alex.Plan) { o.Series = &table }, true},
		{"the inflation that wears level incomes", history, func(o *Options, _ *alex.Plan) { o.Assumptions = flat2(t) }, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan, opt := claimant(), test.opt
			want := hashOf(t, plan, opt)
			test.change(&opt, &plan)
			if got := hashOf(t, plan, opt); (got != want) != test.differs {
				t.Errorf("the hash is another: %v", got != want)
			}
		})
	}
}

func hashOf(t *testing.T, plan alex.Plan, opt Options) string {
	t.Helper()
	opt, err := opt.resolve()
	if err != nil {
		t.Fatal(err)
	}
	hash, err := inputsHash(plan, opt)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}
