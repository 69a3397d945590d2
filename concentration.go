package alex

// Concentration says how much depends on few holdings. HHI is the
// Herfindahl–Hirschman index Σw² of the holdings' weights in the whole value,
// from near 0 (spread) to 1 (one holding).
type Concentration struct {
	Largest     Symbol  `json:"largest,omitempty"`
	LargestPct  Percent `json:"largestPercent"`
	TopFivePct  Percent `json:"topFivePercent"`
	HHI         Percent `json:"hhi"` // a plain number, 0–1
	HoldingsNum int     `json:"holdings"`
}

func (p *Portfolio) concentration() Concentration {
	c := Concentration{HoldingsNum: len(p.Stakes)}
	var topFive Money
	var squares Decimal
	for i, stake := range p.Stakes {
		if i == 0 {
			c.Largest, c.LargestPct = stake.Instrument.Symbol, Percent{stake.Percent.Round(2)}
		}
		if i < 5 {
			topFive = topFive.Add(stake.Value)
		}
		weight := stake.Value.Decimal().Div(p.TotalValue.Decimal(), 12)
		squares = squares.Add(weight.Mul(weight))
	}
	c.TopFivePct = Percent{topFive.PercentOf(p.TotalValue).Round(2)}
	c.HHI = Percent{squares.Round(4)}
	return c
}
