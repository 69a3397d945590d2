package report

import (
	"fmt"
	"strconv"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// methods puts the plan's odds by every method side by side, and the range
// between the lowest and the highest: the honest error bar.
func (b *builder) methods(p retirement.Projection) {
	if failure := ownFailure(p); failure != nil {
		b.put("retirement.covered", alex.UnitPercent, failure.CoveredPercent.String(), failure.CoveredPercent.Fixed(0)+"%",
			"planned spending that other income still pays after the money has run short", "Σ incomes ÷ planned spending, typical future that falls short")
	}
	if len(p.Methods) < 2 {
		return
	}
	b.count("methods.count", len(p.Methods), "methods and assumption sets compared", "the engine")
	low, high := rangeOf(p.Methods)
	const source = "over the shipped methods and assumption sets"
	b.share("methods.low", low, "success by the least favourable method", "min "+source)
	b.share("methods.high", high, "success by the most favourable method", "max "+source)
	for i, m := range p.Methods {
		b.methodRow(fmt.Sprintf("method.%d.", i+1), m)
	}
}

// methodRow is one line of the table of methods.
func (b *builder) methodRow(id string, m retirement.Method) {
	success, source := rateOf(m.SuccessRate), "successes ÷ futures of that method"
	b.word(id+"name", methodName(m), "a way of making futures", "the engine")
	b.count(id+"futures", m.Futures, "futures by that method", "simulated paths, or start years whose whole span lies in the series")
	b.share(id+"success", success, "plan paid in full by that method", source)
	b.failure(id+"failure", success, "plan falls short by that method")
	switch {
	case m.Mode == retirement.ModeHistorical:
		b.word(id+"overlap", "none: spans overlap", "why chance has no range here", "start years of history share most of their years")
	case m.SuccessLow != nil && m.SuccessHigh != nil && !nearlyAll(success):
		b.percent(id+"low", rateOf(*m.SuccessLow), "success by that method, lower bound", "Wilson 95 % interval")
		b.percent(id+"high", rateOf(*m.SuccessHigh), "success by that method, upper bound", "Wilson 95 % interval")
	}
	if m.Failure != nil {
		b.age(id+"age", m.Failure.Age, "typical age of falling short by that method", "median among failures")
	}
}

// ownFailure is what falling short means by the plan's own method, which
// stands first.
func ownFailure(p retirement.Projection) *retirement.Failure {
	if len(p.Methods) == 0 {
		return nil
	}
	return p.Methods[0].Failure
}

func rangeOf(methods []retirement.Method) (low, high alex.Percent) {
	least, most := methods[0].SuccessRate, methods[0].SuccessRate
	for _, m := range methods {
		least, most = min(least, m.SuccessRate), max(most, m.SuccessRate)
	}
	return rateOf(least), rateOf(most)
}

// methodName says how the futures of a method are made.
func methodName(m retirement.Method) string {
	switch m.Mode {
	case retirement.ModeHistorical:
		return "History as it was, from every start year"
	case retirement.ModeBootstrap:
		return "History reshuffled in blocks of years"
	default:
		return "Simulated returns, " + m.AssumptionSet + " assumptions"
	}
}

// history says how the plan would have fared from every start year whose whole
// span is known.
func (b *builder) history(o retirement.Outlook) {
	m := historicalOf(o.Projection.Methods)
	if m == nil {
		return
	}
	b.series(o.Plan.Allocation)
	const source = "the plan over every start year of the shipped series"
	b.count("history.windows", m.Futures, "start years of history whose whole span is known", source)
	b.count("history.failed", len(m.FailedStarts), "start years from which the plan falls short", source)
	if years := yearSpans(m.FailedStarts); len(years) > 0 && len(years) <= mostYearSpans {
		b.word("history.failed.years", strings.Join(years, ", "), "start years from which the plan falls short", source)
	}
}

// mostYearSpans is how many runs of years a sentence bears.
const mostYearSpans = 6

func historicalOf(methods []retirement.Method) *retirement.Method {
	for i := range methods {
		if methods[i].Mode == retirement.ModeHistorical && methods[i].Futures > 0 {
			return &methods[i]
		}
	}
	return nil
}

// yearSpans writes rising years as runs: "1929", "1965–1969".
func yearSpans(years []int) []string {
	var spans []string
	for i := 0; i < len(years); {
		end := i
		for end+1 < len(years) && years[end+1] == years[end]+1 {
			end++
		}
		span := strconv.Itoa(years[i])
		if end > i {
			span += "–" + strconv.Itoa(years[end])
		}
		spans, i = append(spans, span), end+1
	}
	return spans
}
