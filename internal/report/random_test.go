package report_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// The generators below draw what a stored snapshot may hold: every draw passes
// the Validate methods, odd as it is.

// study computes the input of a snapshot with the fewest paths.
func study(t testing.TB, s alex.Snapshot) report.Input {
	t.Helper()
	in, err := report.Study(context.Background(), s, retirement.Options{
		Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func drawSnapshot(t *rapid.T) alex.Snapshot {
	s := alex.Snapshot{
		AsOf: "2026-10-30", Person: drawPerson(t), Assumptions: "default",
		Versions: alex.Versions{Engine: retirement.EngineVersion, Facts: report.FactsVersion, Reference: "test"},
	}
	positions := rapid.IntRange(0, 60).Draw(t, "positions")
	accounts := rapid.IntRange(min(positions, 1), 5).Draw(t, "accounts")
	for i := range accounts {
		s.Accounts = append(s.Accounts, drawAccount(t, i))
	}
	for i := range positions {
		ins := drawInstrument(t, i)
		if rapid.Bool().Draw(t, "known") || ins.Classified() {
			s.Instruments = append(s.Instruments, ins)
		}
		for range rapid.IntRange(1, 2).Draw(t, "lots") {
			a := &s.Accounts[rapid.IntRange(0, accounts-1).Draw(t, "account")]
			a.Positions = append(a.Positions, drawPosition(t, ins.Symbol))
		}
	}
	for range rapid.IntRange(0, 12).Draw(t, "citations") {
		s.Research = append(s.Research, drawCitation(t))
	}
	return s
}

// drawCitation is of any text, since others wrote it, but for the marks of a
// template that is not filled in.
func drawCitation(t *rapid.T) alex.Citation {
	text := rapid.StringN(1, 80, 320).Filter(func(s string) bool { return strings.TrimSpace(s) != "" && !strings.ContainsAny(s, "%[]{}<") })
	return alex.Citation{
		About: "bonds, interest rates and inflation", Quote: text.Draw(t, "quote"), Title: text.Draw(t, "title"), KeptOn: "2026-10-29",
		Source:      rapid.SampledFrom([]string{"https://a.example/x_(y)*z?q=[1]", "", "notes.txt", "http://a.example/", "javascript:alert(1)"}).Draw(t, "source"),
		PublishedOn: rapid.SampledFrom([]alex.Date{"", "2026-10-12"}).Draw(t, "published"),
	}
}

// drawAccount may give two accounts one name, and names that need escaping.
func drawAccount(t *rapid.T, i int) alex.Account {
	names := []string{"401(k)", "Brokerage", "Roth | *IRA*", "équipe 2", fmt.Sprintf("Account %d", i)}
	return alex.Account{
		Name: rapid.SampledFrom(names).Draw(t, "name"), Type: rapid.SampledFrom(alex.Taxable.Known()).Draw(t, "type"),
		CashBalance:  drawMoney(t, "cash", -40_000_00, 200_000_00),
		CashInterest: rapid.SampledFrom([]alex.Decimal{{}, alex.MustDecimal("0.0425")}).Draw(t, "interest"),
	}
}

func drawPosition(t *rapid.T, symbol alex.Symbol) alex.Position {
	pos := alex.Position{Symbol: symbol, Quantity: drawDecimal(t, "quantity", 1, 5_000_000, 3)}
	switch rapid.IntRange(0, 3).Draw(t, "pricing") {
	case 0: // the instrument's, if any
	case 1:
		printed := drawMoney(t, "printed", 0, 300_000_00)
		pos.Printed = &printed
	default:
		price := drawDecimal(t, "price", 1, 600_000, 3)
		pos.Price, pos.PriceAsOf = &price, rapid.SampledFrom([]alex.Date{"", "2026-10-30", "2026-10-29", "2026-08-01"}).Draw(t, "priced")
	}
	return pos
}

func drawInstrument(t *rapid.T, i int) alex.Instrument {
	symbol := alex.Symbol(fmt.Sprintf("%c%c%c", 'A'+i/26, 'A'+i%26, 'X'))
	ins := alex.Instrument{
		Symbol: symbol, Currency: rapid.SampledFrom([]string{"USD", "USD", "USD", "EUR"}).Draw(t, "currency"),
		Name: rapid.SampledFrom([]string{"", "Fund 500 | 2%", "Some <b>Corp</b>", "Target Retirement 2045", string(symbol)}).Draw(t, "name"),
	}
	if rapid.Bool().Draw(t, "priced") {
		price := drawDecimal(t, "price", 1, 900_000, 3)
		ins.Price, ins.PriceAsOf = &price, "2026-10-28"
	}
	if rapid.IntRange(0, 7).Draw(t, "classified") == 0 {
		return ins
	}
	ins.Type = rapid.SampledFrom(alex.ETF.Known()).Draw(t, "kind")
	ins.AssetClasses = drawAllocation[alex.AssetClass](t)
	ins.Regions = drawAllocation[alex.Region](t)
	ins.Sectors = drawAllocation[alex.Sector](t)
	ins.Classification = alex.Classification{
		Source:     rapid.SampledFrom([]alex.Source{alex.SourceReference, alex.SourceUser, alex.SourceModel, alex.SourceRules}).Draw(t, "source"),
		Confidence: alex.PercentOf100(rapid.Int64Range(0, 100).Draw(t, "confidence")), AsOf: "2026-06-30",
	}
	if rapid.Bool().Draw(t, "cost") {
		ratio := drawDecimal(t, "ratio", 0, 150, 4)
		ins.ExpenseRatio = &ratio
	}
	return ins
}

// drawAllocation divides 100 over one to five keys, often in odd hundredths.
func drawAllocation[K alex.Key[K]](t *rapid.T) alex.Allocation[K] {
	var zero K
	left := int64(100_00)
	a := alex.Allocation[K]{}
	for range rapid.IntRange(0, 4).Draw(t, "parts") {
		part := rapid.Int64Range(0, left).Draw(t, "part")
		key := rapid.SampledFrom(zero.Known()).Draw(t, "key")
		a[key] = a[key].Add(hundredths(part))
		left -= part
	}
	key := rapid.SampledFrom(zero.Known()).Draw(t, "last")
	a[key] = a[key].Add(hundredths(left))
	return a
}

func hundredths(n int64) alex.Percent {
	return alex.Percent{Decimal: alex.DecimalOf(n).Div(alex.DecimalOf(100), 2)}
}

func drawPerson(t *rapid.T) alex.Person {
	p := alex.Person{ID: "someone"}
	if rapid.Bool().Draw(t, "silent") {
		return p
	}
	p.BirthDate = rapid.SampledFrom([]alex.Date{"", "1938-02-28", "1961-05-05", "1990-12-31", "2007-01-01"}).Draw(t, "birth")
	p.RetirementAge = drawMaybe(t, "retirement", 55, 80)
	p.HorizonAge = drawMaybe(t, "horizon", 60, 119)
	p.EmergencyMonths = drawMaybe(t, "months", 0, 24)
	for _, into := range []**alex.Money{&p.TargetRetirementIncome, &p.CurrentAnnualSpending, &p.AnnualContribution} {
		if rapid.Bool().Draw(t, "said") {
			amount := drawMoney(t, "amount", 0, 150_000_00)
			*into = &amount
		}
	}
	if rapid.Bool().Draw(t, "income") {
		p.Incomes = []alex.Income{{Name: "Social Security", Annual: drawMoney(t, "annual", 0, 60_000_00), StartAge: 67}}
	}
	if rapid.IntRange(0, 3).Draw(t, "event") == 0 {
		p.Events = []alex.Event{{Name: "Roof", Amount: drawMoney(t, "amount", -90_000_00, 90_000_00), Age: rapid.IntRange(40, 100).Draw(t, "age")}}
	}
	if rapid.Bool().Draw(t, "targets") {
		p.AssetClassTargets = drawAllocation[alex.AssetClass](t)
	}
	if rapid.IntRange(0, 3).Draw(t, "regions") == 0 {
		p.RegionTargets = drawAllocation[alex.Region](t)
	}
	if rapid.IntRange(0, 3).Draw(t, "partner") == 0 {
		p.Partner = &alex.Partner{Name: "Sam 2", CurrentAge: rapid.IntRange(20, 90).Draw(t, "age")}
	}
	return p
}

func drawMaybe(t *rapid.T, label string, low, high int) *int {
	if rapid.Bool().Draw(t, label+" said") {
		return nil
	}
	n := rapid.IntRange(low, high).Draw(t, label)
	return &n
}

func drawMoney(t *rapid.T, label string, low, high int64) alex.Money {
	return alex.Dollars(drawDecimal(t, label, low, high, 2))
}

// drawDecimal is one of n × 10^-places between low and high.
func drawDecimal(t *rapid.T, label string, low, high int64, places int32) alex.Decimal {
	scale := alex.DecimalOf(1)
	for range places {
		scale = scale.Mul(alex.DecimalOf(10))
	}
	return alex.DecimalOf(rapid.Int64Range(low, high).Draw(t, label)).Div(scale, places)
}
