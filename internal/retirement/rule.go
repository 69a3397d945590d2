package retirement

import (
	"math"

	"alex"
)

// The withdrawal rules, as plan.json names them.
const (
	constantRule     = "constant"
	percentRule      = "percent"
	guardrailsRule   = "guardrails"
	floorCeilingRule = "floor_ceiling"
)

// rule says how spending follows the balance. Fractions throughout.
type rule struct {
	kind           string
	percent        float64 // of the balance; 0 is the rate of the plan's own first year
	least          float64 // of the target: below it a year is a failure
	floor, ceiling float64 // of the first year's real spending, for floor_ceiling
	nominal        bool    // guardrails: spending does not follow prices
}

func newRule(w alex.WithdrawalRule, indexed bool) rule {
	floor, ceiling := w.Bounds()
	r := rule{
		kind: w.Kind, percent: fraction(w.Percent), nominal: !indexed,
		least: .80, floor: fraction(floor), ceiling: fraction(ceiling),
	}
	if w.Floor.Sign() > 0 {
		r.least = fraction(w.Floor)
	}
	if r.kind == "" || r.kind == constantRule {
		r.kind, r.least = constantRule, 1
	}
	return r
}

// decides reports that the rule, and not the plan's annual spending, decides
// what is spent: that is only what it is held against.
func (r rule) decides() bool { return r.kind != constantRule && r.percent > 0 }

// The bands, steps and exceptions of Guyton and Klinger, "Decision Rules and
// Maximum Initial Withdrawal Rates", Journal of Financial Planning 19(3), 2006.
const (
	guardBand     = .20
	guardStep     = .10
	yearsUncut    = 15 // before the horizon, in which nothing is cut
	noReturnKnown = 1.0
)

// spender is a rule at work in one future: what it remembers from year to year.
type spender struct {
	rule
	begun bool
	rate  float64 // the first year's withdrawal, before tax, ÷ balance; for guardrails spending ÷ means
	first float64 // the first year's spending
	level float64 // guardrails: annual spending for now
}

// year is what a rule may look at when it decides a year's spending, in
// today's dollars.
type year struct {
	target  float64 // planned spending
	share   float64 // of a full year's spending; below 1 for a survivor
	partial bool    // retirement begins within the year
	phases  float64
	income  float64 // other income
	ahead   float64 // other income less phases from this year to the horizon, at its prices
	balance float64
	net     float64 // what a dollar withdrawn leaves after tax
	left    int     // years to the horizon, this one included
	growth  float64 // nominal, of the year before
	shrink  float64 // of prices, in the year before: 1 ÷ their growth
}

// spend is what the rule spends in the year. It begins with the first whole
// year of retirement, and a rule that takes its rate from the plan with the
// first from which something is withdrawn: no other year's rate says anything.
func (s *spender) spend(w float64, y year) float64 {
	if s.kind == constantRule || y.partial {
		return y.target
	}
	first := !s.begun
	if first {
		if s.kind != guardrailsRule && s.percent == 0 && y.target-y.income <= 1e-12*y.target {
			return y.target
		}
		s.begin(w, y)
	}
	switch s.kind {
	case guardrailsRule:
		if !first {
			s.guard(y)
		}
		return s.leveled(y)
	case floorCeilingRule:
		return min(max(s.fromBalance(y), s.floor*s.first*y.share), s.ceiling*s.first*y.share)
	default:
		return s.fromBalance(y)
	}
}

func (s *spender) begin(w float64, y year) {
	s.begun, s.level, s.rate = true, w, s.percent
	if s.percent == 0 && y.balance > 0 && y.net > 0 {
		s.rate = (y.target - y.income) / (y.balance * y.net)
	}
	s.first = s.fromBalance(y)
	if s.kind != guardrailsRule {
		return
	}
	if s.percent > 0 && y.share > 0 {
		s.level = max(s.first-y.phases, 0) / y.share
	}
	s.rate = s.ofMeans(y)
}

// fromBalance is other income and the rule's part of the balance after tax; a
// survivor takes the survivor's share of that.
func (s *spender) fromBalance(y year) float64 {
	return float64(float64(s.rate*y.share)*float64(y.balance*y.net)) + y.income
}

// leveled is what guardrails spend at the level that they have come to.
func (s *spender) leveled(y year) float64 { return max(float64(s.level*y.share)+y.phases, 0) }

// ofMeans is the level ÷ the balance and the other income that is still to
// come. Without that it is the withdrawal rate of Guyton and Klinger; with it,
// an income that begins or ends neither cuts nor raises what is spent.
func (s *spender) ofMeans(y year) float64 {
	means := y.balance + y.ahead
	switch {
	case s.level <= 0:
		return 0
	case means <= 1e-12*s.level:
		return math.Inf(1)
	default:
		return s.level / means
	}
}

// guard follows Guyton and Klinger after the first year: no raise for inflation
// after a year of loss in which the rate stands above the first one; a cut where
// the rate is a fifth above it, but not in the last fifteen years; a raise a
// fifth below it. Spending that is not indexed is never raised for inflation.
func (s *spender) guard(y year) {
	switch {
	case s.nominal:
		s.level *= y.shrink
	case y.growth < noReturnKnown && s.ofMeans(y) > s.rate*(1+1e-12):
		s.level *= min(y.shrink, 1) // where prices fell there was no raise to leave out
	}
	switch rate := s.ofMeans(y); {
	case rate > s.rate*(1+guardBand) && y.left > yearsUncut:
		s.level *= 1 - guardStep
	case rate < s.rate*(1-guardBand):
		s.level *= 1 + guardStep
	}
}
