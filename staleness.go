package alex

import "fmt"

// OldestPrice is the age of the oldest price in days at AsOf, over the prices
// that are dated on or before it.
func (p *Portfolio) OldestPrice() int {
	age := 0
	for _, h := range p.Holdings {
		if h.PriceAsOf <= p.AsOf {
			age = max(age, h.PriceAsOf.DaysUntil(p.AsOf))
		}
	}
	return age
}

// UndatedPrices is the number of priced holdings of which no one knows how old
// their price is.
func (p *Portfolio) UndatedPrices() int {
	return p.countPrices(func(day Date) bool { return day.IsZero() })
}

// FuturePrices is the number of holdings whose price is dated after AsOf; 0
// where there is no AsOf.
func (p *Portfolio) FuturePrices() int {
	return p.countPrices(func(day Date) bool { return !p.AsOf.IsZero() && day > p.AsOf })
}

func (p *Portfolio) countPrices(dated func(Date) bool) int {
	count := 0
	for _, h := range p.Holdings {
		if dated(h.PriceAsOf) {
			count++
		}
	}
	return count
}

// priceDoubt says which prices have an age that cannot be trusted; empty where
// there are none.
func (p *Portfolio) priceDoubt() string {
	doubt := ""
	if n := p.UndatedPrices(); n > 0 {
		doubt += fmt.Sprintf("; prices without a date: %d", n)
	}
	if n := p.FuturePrices(); n > 0 {
		doubt += fmt.Sprintf("; prices dated after %s: %d", p.AsOf, n)
	}
	return doubt
}
