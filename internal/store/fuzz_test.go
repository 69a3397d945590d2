package store_test

import (
	"testing"

	"alex"
	"alex/internal/store"
)

// FuzzNoInvalidRow writes arbitrary values through every door of a person.
// Whatever was taken, the database verifies afterwards and reads back as
// something that is valid itself.
func FuzzNoInvalidRow(f *testing.F) {
	f.Add("401k", "taxable", "10.50", "0.045", "SPY", "1.5", "2026-03-10", "512.34", "equity", "100")
	f.Add("", "cash", "-1", "1", "A B", "0", "2026-02-30", "0", "x", "99")
	f.Add("'; DROP TABLE users; --", "tax_free", "9999999999.99", "0.0450", "BRK.B", "0.00000001", "", "", "cash", "100.0")
	f.Add("a\x00b", "taxable", "0.001", "2", "^GSPC", "1e9", "x", "-1", "equity", "100.00001")
	f.Add("é\xff", "", "NaN", "", "ABCDEFGHIJKLMNOPQRSTU", "999999999999.99999999", "2024-02-29", "0.000000000000001", "", "")
	s := open(f)
	if _, err := s.System().EnsurePerson(f.Context(), "p", "", ""); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, kind, cash, interest, symbol, quantity, date, price, key, weight string) {
		p := s.As("p")
		instrument := alex.Instrument{
			Symbol: alex.Symbol(symbol), Name: name, Type: alex.InstrumentType(kind), PriceAsOf: alex.Date(date),
			AssetClasses: alex.ClassAllocation{alex.AssetClass(key): {Decimal: decimal(weight)}},
			Regions:      alex.RegionAllocation{alex.Global: {Decimal: decimal(weight)}},
			Sectors:      alex.SectorAllocation{alex.OtherSector: {Decimal: decimal(weight)}},
		}
		position := alex.Position{Symbol: alex.Symbol(symbol), Quantity: decimal(quantity), AsOf: alex.Date(date)}
		if d, err := alex.ParseDecimal(price); err == nil {
			position.Price, instrument.Price = &d, &d
		}
		account := alex.Account{
			Name: name, Type: alex.AccountType(kind), CashInterest: decimal(interest), Last4: key,
			Positions: []alex.Position{position},
		}
		if m, err := alex.ParseMoney(cash); err == nil {
			account.CashBalance, position.Printed, position.CostBasis = m, &m, &m
		}
		wantAnswer(t, p.SaveOwnInstrument(t.Context(), instrument, nil))
		_, err := p.CreateAccount(t.Context(), account)
		wantAnswer(t, err)
		account.Positions, account.Name, account.Type, account.Last4 = nil, "a", alex.Taxable, ""
		a, err := p.CreateAccount(t.Context(), account)
		wantAnswer(t, err)
		position.AccountID = a.ID
		_, err = p.CreatePosition(t.Context(), position)
		wantAnswer(t, err)
		wantSound(t, s)
		if err := p.ClearPortfolio(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func decimal(text string) alex.Decimal {
	d, err := alex.ParseDecimal(text)
	if err != nil {
		return alex.Decimal{}
	}
	return d
}

// wantAnswer allows success and a named refusal, never an internal error, and
// never a refusal that only the database knew of.
func wantAnswer(t *testing.T, err error) {
	t.Helper()
	switch alex.CodeOf(err) {
	case "", alex.CodeForbidden:
	case alex.CodeInvalid:
		if err.Error() == "" {
			t.Errorf("a refusal without words: %#v", err)
		}
		var problems alex.Problems
		problems.Join("", err)
		if problems.Err().Error() == ": "+err.Error() {
			t.Errorf("the refusal names no field: %v", err)
		}
	default:
		t.Errorf("the store answers %v", err)
	}
}

func wantSound(t *testing.T, s *store.Store) {
	t.Helper()
	problems, err := s.Verify(t.Context(), store.Expected{})
	if err != nil || len(problems) != 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
	accounts, err := s.As("p").Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if err := a.Validate(); err != nil {
			t.Errorf("a stored account is not valid: %v", err)
		}
		for _, pos := range a.Positions {
			if err := pos.Validate(); err != nil {
				t.Errorf("a stored position is not valid: %v", err)
			}
		}
	}
}
