package retirement

import (
	"math"

	"alex"
)

// CashFlow is what a plan, as it is stated, moves in the year that begins at
// Age, in today's dollars: no future is simulated. What stays nominal loses
// value at the usual inflation of the assumptions, and spending that follows
// the balance is told as if it did not.
type CashFlow struct {
	Age          int        `json:"age"`
	Spending     alex.Money `json:"spending"` // events and phases included
	Income       alex.Money `json:"income"`   // all that comes in besides contributions
	Contribution alex.Money `json:"contribution"`
}

func (s *schedule) cashFlows(firstAge int, a Assumptions) []CashFlow {
	prices := math.Exp(a.Inflation.logParameters().mu)
	list := make([]CashFlow, len(s.years))
	for t := range s.years {
		y, price := &s.years[t], math.Pow(prices, -float64(t))
		if s.atEnd {
			price /= prices
		}
		spending := y.out + float64(y.outNominal*price)
		if y.retired {
			spending += s.target(y, s.spending, price)
		}
		list[t] = CashFlow{
			Age: firstAge + t, Spending: dollars(spending), Contribution: dollars(y.saved),
			Income: dollars(y.in + y.income + float64((y.inNominal+y.incomeNominal)*price)),
		}
	}
	return list
}
