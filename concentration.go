package alex

// Concentration says how much depends on few holdings. The percents are of the
// whole value, so that they pass 100 where holdings are bought on margin. HHI
// is the Herfindahl–Hirschman index Σw² over the holdings, w being a holding's
// part of the value of all holdings (cash and debts left out): from near 0
// (spread) to 1 (one holding). Where the whole value is not above zero, only
// the holdings are counted.
type Concentration struct {
	Largest     Symbol  `json:"largest,omitempty"`
	LargestPct  Percent `json:"largestPercent"`
	TopFivePct  Percent `json:"topFivePercent"`
	HHI         Percent `json:"hhi"` // a plain number, 0–1
	HoldingsNum int     `json:"holdings"`
}

func (p *Portfolio) concentration() Concentration {
	c := Concentration{HoldingsNum: len(p.Stakes)}
	if len(p.Stakes) == 0 || p.TotalValue.Sign() <= 0 {
		return c
	}
	c.Largest = p.Stakes[0].Instrument.Symbol
	c.LargestPct = Percent{p.share(p.Stakes[0].Value).Round(2)}
	c.TopFivePct = Percent{p.share(sumOfStakes(p.Stakes[:min(5, len(p.Stakes))])).Round(2)}
	c.HHI = herfindahl(p.Stakes)
	return c
}

func herfindahl(stakes []Stake) Percent {
	held := sumOfStakes(stakes).Decimal()
	var squares Decimal
	for _, stake := range stakes {
		weight := stake.Value.Decimal().Div(held, 12)
		squares = squares.Add(weight.Mul(weight))
	}
	return Percent{squares.Round(4)}
}

func sumOfStakes(stakes []Stake) Money {
	var sum Money
	for _, stake := range stakes {
		sum = sum.Add(stake.Value)
	}
	return sum
}

// exactPlaces are the decimals of a share that is judged: enough that no share
// of amounts in cents can be mistaken for a limit that it is not.
const exactPlaces = 40

// shareOf is part in percent of whole; 0 where whole is not above zero: of
// nothing, and of debts, there are no parts.
func shareOf(part, whole Decimal) Decimal {
	if whole.Sign() <= 0 {
		return Decimal{}
	}
	return part.Mul(DecimalOf(100)).Div(whole, exactPlaces)
}

// share is an amount in percent of the whole value.
func (p *Portfolio) share(part Money) Decimal {
	return shareOf(part.Decimal(), p.TotalValue.Decimal())
}
