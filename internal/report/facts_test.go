package report_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/goldenfile"
	"alex/internal/report"
)

// couple is a household with something in every part of the fact sheet.
func couple() alex.Snapshot {
	money, price := alex.MustMoney, func(text string) *alex.Decimal { d := alex.MustDecimal(text); return &d }
	spending, months := money("84000"), 6
	retirement := 65
	return alex.Snapshot{
		AsOf: "2026-10-30", Assumptions: "default", Versions: alex.Versions{Engine: "test", Facts: report.FactsVersion, Reference: "test"},
		Person: alex.Person{
			ID: "someone", BirthDate: "1968-04-01", RetirementAge: &retirement, CurrentAnnualSpending: &spending, TargetRetirementIncome: &spending,
			EmergencyMonths: &months, AssetClassTargets: alex.ClassAllocation{alex.Equity: alex.PercentOf100(60), alex.FixedIncome: alex.PercentOf100(40)},
			Incomes: []alex.Income{{Name: "Social Security", Annual: money("31200"), StartAge: 67}},
		},
		Accounts: []alex.Account{
			{Name: "401(k)", Type: alex.TaxDeferred, CashBalance: money("0"), Positions: []alex.Position{
				{Symbol: "STK", Quantity: alex.DecimalOf(2500), Price: price("104.37"), PriceAsOf: "2026-10-30"},
				{Symbol: "BND", Quantity: alex.DecimalOf(3333), Price: price("72.113"), PriceAsOf: "2026-10-29"},
			}},
			{Name: "Savings", Type: alex.CashAccount, CashBalance: money("18000.55"), CashInterest: alex.MustDecimal("0.04")},
			{Name: "Brokerage", Type: alex.Taxable, CashBalance: money("250.10"), Positions: []alex.Position{
				{Symbol: "ACME", Quantity: alex.DecimalOf(700), Price: price("151.20"), PriceAsOf: "2026-10-30"},
				{Symbol: "MYST", Quantity: alex.DecimalOf(10), Price: price("99.99"), PriceAsOf: "2026-10-30"},
				{Symbol: "NONE", Quantity: alex.DecimalOf(4)},
			}},
		},
		Instruments: coupleInstruments(),
		Imports: []alex.Import{{
			File: "positions.csv", Broker: "generic", AsOf: "2026-10-30", FileTotal: money("1"), ReadTotal: money("1"), Line: "positions.csv: $1.00 read",
		}},
	}
}

func coupleInstruments() []alex.Instrument {
	all := alex.PercentOf100(100)
	part := func(text string) alex.Percent { return alex.Percent{Decimal: alex.MustDecimal(text)} }
	ratio := alex.MustDecimal("0.0003")
	sure := alex.Classification{Source: alex.SourceReference, Confidence: all, AsOf: "2026-06-30"}
	return []alex.Instrument{
		{
			Symbol: "STK", Name: "Stock Index Fund", Type: alex.ETF, Currency: "USD", ExpenseRatio: &ratio, Classification: sure,
			AssetClasses: alex.ClassAllocation{alex.Equity: all},
			Regions:      alex.RegionAllocation{alex.NorthAmerica: part("62.35"), alex.Europe: part("15.55"), alex.Asia: part("22.1")},
			Sectors:      alex.SectorAllocation{alex.Technology: part("33.33"), alex.Financials: part("33.33"), alex.Energy: part("33.34")},
		},
		{
			Symbol: "BND", Name: "Bond Index Fund", Type: alex.BondFund, Currency: "USD", Classification: sure,
			AssetClasses: alex.ClassAllocation{alex.FixedIncome: part("98.7"), alex.Cash: part("1.3")},
			Regions:      alex.RegionAllocation{alex.NorthAmerica: all},
			Sectors:      alex.SectorAllocation{alex.Treasury: part("46.7"), alex.Corporate: part("26.6"), alex.Mortgage: part("26.7")},
		},
		{
			Symbol: "ACME", Name: "Acme Corp", Type: alex.Stock, Currency: "USD",
			Classification: alex.Classification{Source: alex.SourceRules, Confidence: part("60"), AsOf: "2026-10-30"},
			AssetClasses:   alex.ClassAllocation{alex.Equity: all}, Regions: alex.RegionAllocation{alex.NorthAmerica: all},
			Sectors: alex.SectorAllocation{alex.Industrials: all},
		},
	}
}

func factsOf(t testing.TB, in report.Input) *report.Sheet {
	t.Helper()
	sheet, err := report.Facts(in)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// TestFactsGolden pins which facts there are, in which unit.
func TestFactsGolden(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, fact := range factsOf(t, study(t, couple())).Facts() {
		got.WriteString(fact.ID + " " + string(fact.Unit) + "\n")
	}
	goldenfile.Compare(t, *update, filepath.Join("testdata", "golden", "facts.txt"), got.String())
}

// TestFactsAreComplete holds every fact of random portfolios to its promises.
func TestFactsAreComplete(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`^[a-z][a-z0-9_.]*$`)
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSnapshot(rt)
		in := study(t, s)
		sheet := factsOf(t, in)
		again := factsOf(t, study(t, s))
		if sheet.Hash() != again.Hash() {
			rt.Error("two runs over one snapshot have different hashes")
		}
		for _, fact := range sheet.Facts() {
			dated := fact.AsOf == s.AsOf || strings.HasPrefix(fact.ID, "research.") && fact.AsOf != "" // of the day of its text
			if fact.Label == "" || fact.Source == "" || !dated || fact.Value == "" || fact.Text == "" || !id.MatchString(fact.ID) {
				rt.Errorf("incomplete: %+v", fact)
			}
			if err := soundText(fact); err != "" && sizable(in.Portfolio) {
				rt.Errorf("%s: %s", fact.ID, err)
			}
		}
	})
}

// sizable reports value enough for its shares to mean something: of a debt,
// or of a few cents, they do not.
func sizable(p alex.Portfolio) bool {
	least := alex.MustMoney("100")
	return p.TotalValue.Cmp(least) > 0 && sum(p.StocksByRegion()).Cmp(least) > 0
}

// unsettled are the facts whose texts are rounded in another way than their
// unit's: fees and rates to two decimals, simulated shares to none, limits as
// they were chosen.
var unsettled = regexp.MustCompile(`^check\..*\.limit$|^fees\.ratio$|^check\.fees\.|^cash\.inflation$|^assumption\.fee$|^(retirement|range\.(cash|equity)|(method|sensitivity)\.\d+|lever\.[a-z_]+)\.(success|failure)$|^methods\.(low|high)$|^lever\.target$|^retirement\.covered$`)

var (
	dollarText  = regexp.MustCompile(`^−?\$(\d{1,3}\.\d\d|[1-9]\d{0,2}(,\d{3})+|\d{1,3})( a month)?$`)
	percentText = regexp.MustCompile(`^−?\d+\.\d%$`)
	shareText   = regexp.MustCompile(`^−?\d+\.\d\d%$`)
)

// columnShare are shares that stand below one another: shown as they are, so that
// they add up.
var columnShare = regexp.MustCompile(`^(class|region|stocks\.region|stocks\.sector|bonds\.type|account|holding)\.[a-z_0-9]+\.percent$|^drift\..*\.(actual|target)$`)

// soundText says what is wrong with the rendering of a fact: it must be near
// its exact value, and in the form that its unit asks for.
func soundText(fact alex.Fact) string {
	switch fact.Unit {
	case alex.UnitDollars:
		if !dollarText.MatchString(fact.Text) {
			return "not in whole dollars from $1,000 and cents below: " + fact.Text
		}
		exact, shown := alex.MustDecimal(fact.Value), shownDecimal(fact.Text)
		most := alex.DecimalOf(1)
		switch {
		case strings.HasPrefix(fact.ID, "lever."): // two digits
			most = exact.Mul(alex.MustDecimal("0.1")).Add(most)
		case strings.Contains(fact.Source, "simulat") || simulated.MatchString(fact.ID):
			most = exact.Abs().Mul(alex.MustDecimal("0.006")).Add(most) // three significant digits
		case exact.Abs().Cmp(alex.DecimalOf(1000)) < 0:
			most = alex.Decimal{}
		}
		if exact.Sub(shown).Abs().Cmp(most) > 0 {
			return fact.Text + " is not " + fact.Value
		}
	case alex.UnitPercent:
		switch {
		case columnShare.MatchString(fact.ID) && !strings.Contains(fact.ID, ".top."):
			if !shareText.MatchString(fact.Text) || shownDecimal(fact.Text).Cmp(alex.MustDecimal(fact.Value)) != 0 {
				return fact.Text + " is not " + fact.Value + ", in hundredths of a percent"
			}
		case fact.ID == "check.unclassified.measured": // that of its class, where that is shown
		case !unsettled.MatchString(fact.ID) && !percentText.MatchString(fact.Text):
			return "not to one decimal: " + fact.Text
		}
		if alex.MustDecimal(fact.Value).Sub(shownDecimal(fact.Text)).Abs().Cmp(alex.DecimalOf(1)) >= 0 {
			return fact.Text + " is not " + fact.Value
		}
	case alex.UnitYears:
		if _, err := strconv.Atoi(fact.Text); err != nil {
			return "not an age: " + fact.Text
		}
	}
	return ""
}

var simulated = regexp.MustCompile(`^retirement\.(income|margin|shortfall|ending|at|four_percent)|^range\.|^(stress|worst)\.|^swing\.dollars|^retirement\.depletion\.income`)

// shownDecimal is the figure that a rendering shows.
func shownDecimal(text string) alex.Decimal {
	plain := strings.NewReplacer("over 99%", "100", "under 1%", "0", "$", "", ",", "", "%", "", "−", "-", " points", "", " a month", "").Replace(text)
	return alex.MustDecimal(plain)
}

func TestFactsRound(t *testing.T) {
	t.Parallel()
	sheet := factsOf(t, study(t, couple()))
	for _, c := range []struct{ id, value, text string }{
		{"portfolio.value", "626368.18", "$626,368"},
		{"portfolio.cash", "18250.65", "$18,251"},
		{"account.2.percent", "2.87", "2.87%"},
		{"unclassified.1.value", "999.90", "$999.90"},
		{"fees.ratio", "", "0.03%"},
		{"concentration.hhi.single", "1", "1"},
		{"check.region_concentration.limit", "85", "85%"},
		{"portfolio.as_of", "2026-10-30", "October 30, 2026"},
		{"prices.oldest", "2026-10-29", "October 29, 2026"},
	} {
		fact, ok := sheet.Fact(c.id)
		if !ok || fact.Text != c.text || c.value != "" && fact.Value != c.value {
			t.Errorf("%s is %q (%s), want %q (%s)", c.id, fact.Text, fact.Value, c.text, c.value)
		}
	}
}

// TestOneFigureIsRoundedOnce compares the facts that say the same: prose shows a share
// with one decimal, which is that of its column, rounded.
func TestOneFigureIsRoundedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		in := study(t, drawSnapshot(rt))
		if !sizable(in.Portfolio) {
			return
		}
		sheet := factsOf(t, in)
		for _, pair := range [][2]string{
			{"class.cash.value", "cash.total"},
			{"class.cash.percent", "cash.percent"},
			{"check.target_drift.measured", "drift.largest"},
			{"check.unclassified.measured", "class.unclassified.percent"},
			{"check.single_stock.measured", "concentration.stock.percent"},
			{"region.cash.percent", "drift.region.cash.actual"},
			{"class.cash.percent", "drift.asset_class.cash.actual"},
			{"check.region_concentration.measured", "concentration.region.percent"},
		} {
			a, okA := sheet.Fact(pair[0])
			b, okB := sheet.Fact(pair[1])
			if okA && okB && a.Text != b.Text && (alex.Percent{Decimal: shownDecimal(a.Text)}).Text() != b.Text {
				rt.Errorf("%s shows %s, %s shows %s", pair[0], a.Text, pair[1], b.Text)
			}
		}
	})
}

func TestFactsSurviveJSON(t *testing.T) {
	t.Parallel()
	sheet := factsOf(t, study(t, couple()))
	body, err := json.Marshal(sheet.Facts())
	if err != nil {
		t.Fatal(err)
	}
	var facts []alex.Fact
	if err := json.Unmarshal(body, &facts); err != nil {
		t.Fatal(err)
	}
	again, err := report.NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	if again.Hash() != sheet.Hash() {
		t.Error("the hash changed on the way through JSON")
	}
}
