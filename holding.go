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

// hold values a position and shows the price that it has, the instrument's
// with its date where it has none of its own.
func hold(account *Account, pos Position, ins Instrument) Holding {
	h := Holding{Position: pos, Account: account, Instrument: ins}
	if price, ok := pos.quote(ins); ok && h.Price == nil {
		h.Price = &price
		if pos.Printed == nil || pos.PriceAsOf.IsZero() {
			h.PriceAsOf, h.PriceSource = ins.PriceAsOf, ins.PriceSource
		}
	}
	h.Value, h.Priced = pos.worth(ins)
	return h
}

// quote is the price in dollars that is named for the position: its own, else
// the instrument's. Prices in another currency do not count.
func (pos Position) quote(ins Instrument) (price Decimal, ok bool) {
	switch {
	case pos.Price != nil:
		return *pos.Price, true
	case ins.Price != nil && ins.Currency == "USD":
		return *ins.Price, true
	}
	return Decimal{}, false
}

// worth is the one rule for the value of a position: the value that its file
// printed, else quantity × quote; not ok where there is neither.
func (pos Position) worth(ins Instrument) (value Money, ok bool) {
	if pos.Printed != nil {
		return *pos.Printed, true
	}
	price, ok := pos.quote(ins)
	return Dollars(pos.Quantity.Mul(price)), ok
}

// unitPrice is what one unit trades at: the quote, or value ÷ quantity where
// that differs from the quote by more than a cent in all (bonds are quoted per
// hundred). Not ok where it is not above zero.
func (pos Position) unitPrice(ins Instrument) (price Decimal, ok bool) {
	value, ok := pos.worth(ins)
	price, quoted := pos.quote(ins)
	off := value.Decimal().Sub(pos.Quantity.Mul(price)).Abs()
	if pos.Quantity.Sign() > 0 && (!quoted || off.Cmp(oneCent) > 0) {
		price = value.Decimal().Div(pos.Quantity, 8)
	}
	return price, ok && price.Sign() > 0
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

// Worth is the position valued with what is known of its instrument.
func (pos Position) Worth(ins Instrument) Holding { return hold(&Account{}, pos, ins) }
