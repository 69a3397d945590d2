package alex

// Holding is a position with what it is worth and what is known of it.
type Holding struct {
	Position
	Account    *Account   `json:"-"`
	Instrument Instrument `json:"-"`

	// Value is 0 while Priced is false: no price is ever made up.
	Value  Money `json:"value"`
	Priced bool  `json:"priced"`
}

// hold values a position: at the value its file printed, else at quantity ×
// price, where a price of the position's own comes before the instrument's.
// Prices in another currency than US dollars do not count.
func hold(account *Account, pos Position, ins Instrument) Holding {
	h := Holding{Position: pos, Account: account, Instrument: ins}
	if h.Price == nil && ins.Price != nil && ins.Currency == "USD" {
		h.Price, h.PriceAsOf, h.PriceSource = ins.Price, ins.PriceAsOf, ins.PriceSource
	}
	switch {
	case pos.Printed != nil:
		h.Value, h.Priced = *pos.Printed, true
	case h.Price != nil:
		h.Value, h.Priced = Dollars(h.Quantity.Mul(*h.Price)), true
	}
	return h
}

// part is the exact value of the share of the holding that weight names.
func (h Holding) part(weight Percent) Decimal {
	return h.Value.Decimal().Mul(weight.Fraction())
}

// IsBroad reports a fund that spreads money widely, so that a large share in
// it is no concentration: a fund with at most half in any one industry, and at
// most half in commodities and alternatives together.
func (i Instrument) IsBroad() bool {
	if !i.IsFund() || !i.Classified() {
		return false
	}
	for sector, weight := range i.Sectors {
		narrow := !sector.IsBond() && sector != Diversified && sector != OtherSector
		if narrow && weight.Cmp(DecimalOf(50)) > 0 {
			return false
		}
	}
	niche := i.AssetClasses[Commodities].Add(i.AssetClasses[Alternatives])
	return niche.Cmp(DecimalOf(50)) <= 0
}
