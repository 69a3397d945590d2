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
}

func newRule(w alex.WithdrawalRule) rule {
	r := rule{
		kind: w.Kind, percent: fraction(w.Percent),
		least: orElse(w.Floor, .80), floor: orElse(w.Floor, .85), ceiling: orElse(w.Ceiling, 1.20),
	}
	if r.kind == "" || r.kind == constantRule {
		r.kind, r.least = constantRule, 1
	}
	return r
}

func orElse(p alex.Percent, otherwise float64) float64 {
	if p.Sign() == 0 {
		return otherwise
	}
	return fraction(p)
}

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
	rate  float64 // the first year's withdrawal, net of tax, ÷ balance
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
	balance float64
	net     float64 // what a dollar withdrawn leaves after tax
	left    int     // years to the horizon, this one included
	growth  float64 // nominal, of the year before
	shrink  float64 // of prices, in the year before: 1 ÷ their growth
}

// spend is what the rule spends in the year. It begins with the first whole
// year of retirement: the rate of a part of one is not that of those to come.
func (s *spender) spend(w float64, y year) float64 {
	if s.kind == constantRule || y.partial {
		return y.target
	}
	first := !s.begun
	if first {
		s.begin(w, y)
	}
	switch s.kind {
	case guardrailsRule:
		if !first {
			s.guard(y)
		}
		return s.leveled(y)
	case floorCeilingRule:
		return min(max(s.fromBalance(y), s.floor*s.first), s.ceiling*s.first)
	default:
		return s.fromBalance(y)
	}
}

func (s *spender) begin(w float64, y year) {
	s.begun, s.level = true, w
	s.rate = s.percent * y.net
	if s.percent == 0 && y.balance > 0 {
		s.rate = y.withdrawalRate(y.target)
	} else if s.percent > 0 && y.share > 0 {
		s.level = max(s.fromBalance(y)-y.phases, 0) / y.share
	}
	s.first = s.fromBalance(y)
}

// withdrawalRate is what of the balance has to be withdrawn to spend that much.
func (y year) withdrawalRate(spend float64) float64 {
	switch need := spend - y.income; {
	case need <= 1e-12*spend: // nothing, but for rounding
		return 0
	case y.balance <= 0:
		return math.Inf(1)
	default:
		return need / y.balance
	}
}

func (s *spender) fromBalance(y year) float64 { return float64(s.rate*y.balance) + y.income }

// leveled is what guardrails spend at the level that they have come to.
func (s *spender) leveled(y year) float64 { return max(float64(s.level*y.share)+y.phases, 0) }

// guard follows Guyton and Klinger after the first year: no raise for inflation
// after a year of loss in which the rate stands above the first one; a cut where
// the rate is a fifth above it, but not in the last fifteen years; a raise a
// fifth below it.
func (s *spender) guard(y year) {
	if y.growth < noReturnKnown && y.withdrawalRate(s.leveled(y)) > s.rate {
		s.level *= min(y.shrink, 1) // where prices fell there was no raise to leave out
	}
	switch rate := y.withdrawalRate(s.leveled(y)); {
	case rate > s.rate*(1+guardBand) && y.left > yearsUncut:
		s.level *= 1 - guardStep
	case rate < s.rate*(1-guardBand):
		s.level *= 1 + guardStep
	}
}
