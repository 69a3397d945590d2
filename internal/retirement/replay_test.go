package retirement

import (
	"math"
	"testing"

	"alex"
)

// economy is one future as it was drawn: by year, the growth factor of every
// class, and last that of prices.
type economy [][]float64

// economies takes the drawn figures of futures out of their lanes.
func economies(from drawer, paths, years int) []economy {
	columns := len(from.classes()) + 1
	all := make([]economy, paths)
	drawn := make([]wide, years*columns)
	for path := range all {
		if path%lanes == 0 {
			from.draw(path, drawn)
		}
		all[path] = make(economy, years)
		for t := range years {
			row := make([]float64, columns)
			for c := range row {
				row[c] = drawn[t*columns+c][path%lanes]
			}
			row[columns-1] = 1 / row[columns-1]
			all[path][t] = row
		}
	}
	return all
}

// yearsFrom are the years of a series from one start year on, read from the table.
func yearsFrom(s Series, from int) economy {
	e := make(economy, 0, s.Years())
	for y := from - s.FirstYear; y < s.Years(); y++ {
		row := make([]float64, 0, len(s.Classes)+1)
		for _, column := range s.Returns {
			row = append(row, 1+column[y])
		}
		e = append(e, append(row, 1+s.Inflation[y]))
	}
	return e
}

// replay walks a plan through futures in nominal dollars, one future and one
// year at a time, as docs/retirement-model.md has it. It takes nothing of the
// engine but the drawn years.
type replay struct {
	plan      alex.Plan
	weights   [][]float64 // by year, then by column
	atEnd     bool
	months    int     // retirement is put off by
	worse     float64 // off every year's return
	dearer    float64 // on every year's inflation
	tolerance float64

	balance, contribution, growth, kept, taxed float64
	incomes, events                            []float64
}

func newReplay(plan alex.Plan, classes []alex.AssetClass, timing string) *replay {
	r := &replay{
		plan: plan, atEnd: timing == TimingEnd, balance: plan.Balance.Float64(),
		contribution: plan.AnnualContribution.Float64(), growth: 1 + plan.ContributionGrowth.Float64()/100,
		kept: 1 - plan.Fee.Float64()/100, taxed: 1 - plan.Tax.Float64()/100,
	}
	for age := plan.CurrentAge; age < plan.HorizonAge; age++ {
		row := make([]float64, len(classes))
		for c, class := range classes {
			row[c] = plan.MixAt(age)[class].Float64() / 100
		}
		r.weights = append(r.weights, row)
	}
	inflows := 0.0
	for _, income := range plan.Incomes {
		r.incomes = append(r.incomes, income.Annual.Float64())
		inflows += income.Annual.Float64() * float64(plan.HorizonAge-max(income.StartAge, plan.CurrentAge))
	}
	for _, event := range plan.Events {
		r.events = append(r.events, event.Amount.Float64())
		inflows += max(event.Amount.Float64(), 0)
	}
	for t := range max(plan.RetirementAge-plan.CurrentAge, 0) {
		inflows += r.contribution * math.Pow(r.growth, float64(t))
	}
	r.tolerance = 1e-9 * (r.balance + inflows)
	return r
}

// life is one future of a plan: the first year that falls short, or never,
// and today's-dollar balances from today to the last year of the future.
type life struct {
	underpaid       int
	balances        []float64
	spent, unfunded float64 // real, net of tax
}

// planned is the life with the plan's own spending.
func (r *replay) planned(e economy) life { return r.through(e, r.plan.AnnualSpending.Float64()) }

func (r *replay) through(e economy, spending float64) life {
	years := min(r.plan.HorizonAge-r.plan.CurrentAge, len(e))
	l, balance, prices := life{underpaid: never, balances: []float64{r.balance}}, r.balance, 1.0
	for t := range years {
		growth := -r.worse
		for c, weight := range r.weights[t] {
			growth += weight * e[t][c]
		}
		growth *= r.kept
		inflation := e[t][len(e[t])-1] + r.dearer
		missing, planned := 0.0, 0.0
		if r.atEnd {
			prices *= inflation
			balance, missing, planned = r.flow(t, balance*growth, prices, spending)
		} else {
			balance, missing, planned = r.flow(t, balance, prices, spending)
			balance *= growth
		}
		if missing/prices > r.tolerance {
			l.unfunded += missing * r.taxed / prices
			if l.underpaid == never {
				l.underpaid = t
			}
		}
		l.spent += (planned - missing*r.taxed) / prices
		if !r.atEnd {
			prices *= inflation
		}
		l.balances = append(l.balances, balance/prices)
	}
	return l
}

// flow is the nominal money of one year; missing is before tax, planned net.
func (r *replay) flow(t int, balance, prices, annual float64) (left, missing, planned float64) {
	age, working := r.plan.CurrentAge+t, 0.0
	if ahead := float64(r.plan.RetirementAge-age) + float64(r.months)/12; ahead > 0 {
		working = min(ahead, 1)
	}
	balance += working * r.contribution * math.Pow(r.growth, float64(t)) * prices
	income, out := 0.0, 0.0
	for i, amount := range r.incomes {
		if in := r.plan.Incomes[i]; age >= in.StartAge && (in.EndAge == 0 || age < in.EndAge) {
			if isTrue(in.Indexed) {
				amount *= prices
			}
			income += amount
		}
	}
	for i, amount := range r.events {
		if r.plan.Events[i].Age == age {
			balance += max(amount, 0) * prices
			out += max(-amount, 0) * prices
		}
	}
	planned = out
	if working == 1 {
		balance += income
	} else {
		spend := (1 - working) * annual
		if isTrue(r.plan.SpendingIndexed) {
			spend *= prices
		}
		planned += spend
		balance += max(income-spend, 0)
		out += max(spend-income, 0)
	}
	balance -= out / r.taxed
	return max(balance, 0), max(-balance, 0), planned
}

// affordable is the highest annual spending that pays everything, by halving.
func (r *replay) affordable(e economy) float64 {
	low, high := 0.0, 1.0
	for ; r.through(e, high).underpaid == never; high *= 2 {
		low = high
	}
	for high-low > 1e-5 {
		if mid := (low + high) / 2; r.through(e, mid).underpaid == never {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// lives are those of every future, and how many of them succeed.
func (r *replay) lives(all []economy) (list []life, successes int) {
	for _, e := range all {
		l := r.planned(e)
		if l.underpaid == never {
			successes++
		}
		list = append(list, l)
	}
	return list, successes
}

// drawnFor are the futures that Project draws for a plan.
func drawnFor(t testing.TB, plan alex.Plan, opt Options) (from drawer, all []economy) {
	t.Helper()
	if opt.Paths == 0 {
		opt.Paths = MinPaths
	}
	opt, err := opt.resolve()
	if err != nil {
		t.Fatal(err)
	}
	from, paths, err := opt.drawer(plan)
	if err != nil {
		t.Fatal(err)
	}
	return from, economies(from, paths, plan.LastAge()-plan.CurrentAge)
}
