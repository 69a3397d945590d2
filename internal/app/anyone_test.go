package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
)

// TestAnyone writes reports for people and portfolios that chance makes up,
// without a database: every valid one has a whole report.
func TestAnyone(t *testing.T) {
	t.Parallel()
	book, err := seed.Book()
	if err != nil {
		t.Fatal(err)
	}
	writer, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		person := drawPerson(t)
		if err := person.Validate(); err != nil {
			t.Fatalf("the person is refused: %v", err)
		}
		s := alex.Snapshot{AsOf: "2026-10-30", Person: person, Accounts: drawAccounts(t), Assumptions: "default"}
		for _, symbol := range drawnSymbols() {
			s.Instruments = append(s.Instruments, book.Find(symbol))
		}
		in, err := report.Study(context.Background(), s, retirement.Options{Assumptions: retirement.DefaultAssumptions(), Paths: 1000})
		if err != nil {
			t.Fatal(err)
		}
		wholeReport(t, writer, in)
	})
}

func wholeReport(t *rapid.T, writer *report.Writer, in report.Input) {
	sheet, err := report.Facts(in)
	if err != nil {
		t.Fatal(err)
	}
	sections, err := writer.Sections(in, sheet, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if len(sections) < 7 {
		t.Errorf("%d sections", len(sections))
	}
	for _, s := range sections {
		for _, v := range report.Check(s.Template, report.ContextOf(sheet)) {
			t.Errorf("section %s: %s: %q in …%s…", s.Key, v.Rule, v.Text, around(s.Template, v))
		}
		if odd := oddity(s.Markdown); odd != "" || len(strings.Fields(s.Markdown)) < 5 {
			t.Errorf("section %s has %s: %s", s.Key, odd, s.Markdown)
		}
	}
	charts, err := report.Charts(in, sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range charts {
		var sum alex.Percent
		for _, point := range c.Data {
			if point.Percentage != nil {
				sum = sum.Add(*point.Percentage)
			}
		}
		if !sum.IsZero() && sum.Cmp(alex.DecimalOf(100)) != 0 {
			t.Errorf("chart %s sums to %s", c.Key, sum)
		}
	}
}

func drawnSymbols() []alex.Symbol {
	return []alex.Symbol{"VTI", "BND", "MSFT", "VXUS", "GLD", "VNQ", "SPAXX", "QQZX", "QQZY"}
}

// drawMoney favours what is nothing, little or very much.
func drawMoney(t *rapid.T, label string, low int64) alex.Money {
	cents := rapid.OneOf(
		rapid.SampledFrom([]int64{0, max(low, 1), 100, 999_999_999_999}),
		rapid.Int64Range(low, 50_000_000),
	).Draw(t, label)
	return alex.Dollars(alex.DecimalOf(cents).Div(alex.DecimalOf(100), 2))
}

func drawAccounts(t *rapid.T) []alex.Account {
	accounts := make([]alex.Account, rapid.IntRange(0, 3).Draw(t, "accounts"))
	for i := range accounts {
		a := &accounts[i]
		a.Name = rapid.SampledFrom([]string{"A", "B", "{{portfolio.value}}"}).Draw(t, "name")
		a.Type = rapid.SampledFrom(alex.Taxable.Known()).Draw(t, "type")
		a.CashBalance = drawMoney(t, "cash", -50_000_000)
		a.CashInterest = rapid.SampledFrom([]alex.Decimal{{}, alex.MustDecimal("0.045"), alex.DecimalOf(1)}).Draw(t, "interest")
		for _, symbol := range rapid.SliceOfNDistinct(rapid.SampledFrom(drawnSymbols()), 0, 5, rapid.ID[alex.Symbol]).Draw(t, "symbols") {
			a.Positions = append(a.Positions, drawPosition(t, symbol))
		}
	}
	return accounts
}

func drawPosition(t *rapid.T, symbol alex.Symbol) alex.Position {
	quantities := []string{"0.00000001", "1", "12.5", "100000000"}
	pos := alex.Position{Symbol: symbol, Quantity: alex.MustDecimal(rapid.SampledFrom(quantities).Draw(t, "quantity")), AsOf: "2026-10-30"}
	if rapid.Bool().Draw(t, "priced") {
		price := alex.MustDecimal(rapid.SampledFrom([]string{"0.0001", "1", "338.42", "600000"}).Draw(t, "price"))
		pos.Price, pos.PriceAsOf, pos.PriceSource = &price, "2026-10-30", alex.SourceImport
	}
	return pos
}

func maybe[T any](t *rapid.T, label string, draw func() T) *T {
	if !rapid.Bool().Draw(t, label+"?") {
		return nil
	}
	value := draw()
	return &value
}

func drawPerson(t *rapid.T) alex.Person {
	money := func(label string) *alex.Money {
		return maybe(t, label, func() alex.Money { return drawMoney(t, label, 0) })
	}
	whole := func(label string, low, high int) *int {
		return maybe(t, label, func() int { return rapid.IntRange(low, high).Draw(t, label) })
	}
	p := alex.Person{
		YearsUntilRetirement: whole("yearsUntilRetirement", 0, 80), RetirementAge: whole("retirementAge", 18, 100),
		HorizonAge: whole("horizonAge", 19, 120), EmergencyMonths: whole("emergencyMonths", 0, 120),
		TargetRetirementIncome: money("income"), CurrentAnnualSpending: money("spending"), AnnualContribution: money("contribution"),
		TargetBeforeTax: rapid.Bool().Draw(t, "before tax"),
	}
	if rapid.Bool().Draw(t, "born") {
		p.BirthDate = alex.Date(fmt.Sprintf("%d-06-15", rapid.IntRange(1907, 2026).Draw(t, "birth year")-1))
	}
	if rapid.Bool().Draw(t, "partnered") {
		p.Partner = &alex.Partner{CurrentAge: rapid.IntRange(0, 120).Draw(t, "partner's age"), HorizonAge: rapid.IntRange(0, 121).Draw(t, "partner's horizon")}
	}
	drawFlows(t, &p)
	drawWishes(t, &p)
	return p
}

func drawFlows(t *rapid.T, p *alex.Person) {
	age := rapid.IntRange(0, 119)
	for range rapid.IntRange(0, 2).Draw(t, "flows") {
		start := age.Draw(t, "start")
		p.Incomes = append(p.Incomes, alex.Income{
			Name: rapid.SampledFrom([]string{"pension", "{{x}} | 5%"}).Draw(t, "income"), Annual: drawMoney(t, "annual", 0),
			StartAge: start, EndAge: rapid.SampledFrom([]int{0, start + 1}).Draw(t, "end"), Partner: p.Partner != nil && rapid.Bool().Draw(t, "partner's"),
		})
		p.Spending = append(p.Spending, alex.SpendingPhase{Name: "phase", Annual: drawMoney(t, "phase", -1_000_000), StartAge: start})
		p.Events = append(p.Events, alex.Event{Name: "event", Amount: drawMoney(t, "event", -10_000_000), Age: age.Draw(t, "event's age")})
	}
}

func drawWishes(t *rapid.T, p *alex.Person) {
	hundred := alex.PercentOf100(100)
	if rapid.Bool().Draw(t, "class targets") {
		p.AssetClassTargets = alex.ClassAllocation{rapid.SampledFrom(alex.Equity.Known()).Draw(t, "class"): hundred}
	}
	if rapid.Bool().Draw(t, "region targets") {
		p.RegionTargets = alex.RegionAllocation{rapid.SampledFrom(alex.Region("").Known()).Draw(t, "region"): hundred}
	}
	if rapid.Bool().Draw(t, "own limits") {
		p.Limits = map[string]alex.Limit{}
		for id := range alex.DefaultLimits() {
			p.Limits[id] = alex.Limit{}
		}
		p.Limits["emergency_fund"] = alex.Limit{Warn: alex.DecimalOf(2000), Fail: alex.DecimalOf(1999)}
	}
}
