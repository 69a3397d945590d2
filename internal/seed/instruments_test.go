package seed

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"alex"
)

// priced are the symbols that carry a dated reference price.
var priced = strings.Fields(`SPY QQQ IWM VEA VWO EFA AGG BND TLT HYG XLK XLV XLF XLE VNQ GLD SLV AOR AOA
	VUG VTV VIG VTI VXUS VYM LQD EEM`)

func instruments(t *testing.T) []alex.Instrument {
	t.Helper()
	list, err := Instruments()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func book(t *testing.T) alex.Book {
	t.Helper()
	b, err := Book()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTableCoversWhatPeopleHold(t *testing.T) {
	t.Parallel()
	list := instruments(t)
	if len(list) < 300 {
		t.Fatalf("%d instruments, want at least 300", len(list))
	}
	if !slices.IsSortedFunc(list, func(a, b alex.Instrument) int {
		return strings.Compare(string(a.Symbol), string(b.Symbol))
	}) {
		t.Error("the table is not sorted by symbol")
	}
	least := map[alex.InstrumentType]int{
		alex.ETF: 150, alex.MutualFund: 120, alex.BondFund: 25, alex.Stock: 110, alex.REIT: 10,
	}
	for _, i := range list {
		least[i.Type]--
	}
	for kind, missing := range least {
		if missing > 0 {
			t.Errorf("%d rows of type %s are missing", missing, kind)
		}
	}
}

func TestEveryRowIsSourcedAndSumsTo100(t *testing.T) {
	t.Parallel()
	for _, i := range instruments(t) {
		if err := i.Validate(); err != nil {
			t.Errorf("%s: %v", i.Symbol, err)
		}
		for name, sum := range map[string]alex.Decimal{
			"asset classes": sumOf(i.AssetClasses), "regions": sumOf(i.Regions), "sectors": sumOf(i.Sectors),
		} {
			if sum.Cmp(alex.DecimalOf(100)) != 0 {
				t.Errorf("%s: the %s sum to %s", i.Symbol, name, sum)
			}
		}
		c := i.Classification
		if c.Source != alex.SourceReference || c.Note == "" || c.AsOf.IsZero() || c.Confidence.Sign() <= 0 {
			t.Errorf("%s: the classification %+v lacks a source, a note, a date or a confidence", i.Symbol, c)
		}
	}
}

func sumOf[K alex.Key[K]](a alex.Allocation[K]) (sum alex.Decimal) {
	for _, weight := range a {
		sum = sum.Add(weight.Decimal)
	}
	return sum
}

func TestReferencePrices(t *testing.T) {
	t.Parallel()
	var got []string
	for _, i := range instruments(t) {
		if i.Price == nil {
			continue
		}
		got = append(got, string(i.Symbol))
		if i.PriceAsOf != "2025-06-30" || i.PriceSource != alex.SourceReference {
			t.Errorf("%s: price of %q from %q", i.Symbol, i.PriceAsOf, i.PriceSource)
		}
		if i.ExpenseRatio == nil {
			t.Errorf("%s: no expense ratio", i.Symbol)
		}
	}
	want := slices.Sorted(slices.Values(priced))
	if !slices.Equal(got, want) {
		t.Errorf("priced are %v, want %v", got, want)
	}
}

func TestKnownRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		symbol  alex.Symbol
		kind    alex.InstrumentType
		class   alex.AssetClass
		region  alex.Region
		sector  alex.Sector
		expense string // "" is not known
	}{
		{"SPY", alex.ETF, alex.Equity, alex.NorthAmerica, alex.Technology, "0.000945"},
		{"BND", alex.ETF, alex.FixedIncome, alex.NorthAmerica, alex.Treasury, "0.0003"},
		{"VXUS", alex.ETF, alex.Equity, alex.Asia, alex.Financials, "0.0005"},
		{"VNQ", alex.ETF, alex.RealEstate, alex.NorthAmerica, alex.RealEstateSector, "0.0013"},
		{"GLD", alex.ETF, alex.Commodities, alex.Global, alex.CommoditiesSector, "0.004"},
		{"IBIT", alex.ETF, alex.Alternatives, alex.Global, alex.OtherSector, "0.0025"},
		{"SGOV", alex.ETF, alex.Cash, alex.NorthAmerica, alex.Treasury, "0.0009"},
		{"SPAXX", alex.MutualFund, alex.Cash, alex.NorthAmerica, alex.Treasury, "0.0042"},
		{"MUB", alex.ETF, alex.FixedIncome, alex.NorthAmerica, alex.GovernmentRelated, "0.0005"},
		{"VBTLX", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Treasury, "0.0004"},
		{"FZROX", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Technology, "0"},
		{"VTTHX", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Technology, "0.0008"},
		{"BRK.B", alex.Stock, alex.Equity, alex.NorthAmerica, alex.Financials, ""},
		{"SOFI", alex.Stock, alex.Equity, alex.NorthAmerica, alex.Financials, ""},
		{"TSM", alex.Stock, alex.Equity, alex.Asia, alex.Technology, ""},
		{"O", alex.REIT, alex.RealEstate, alex.NorthAmerica, alex.RealEstateSector, ""},
		{"ARKK", alex.ETF, alex.Equity, alex.NorthAmerica, alex.Technology, "0.0075"},
	}
	table := book(t)
	for _, test := range tests {
		t.Run(string(test.symbol), func(t *testing.T) {
			t.Parallel()
			i := table.Find(test.symbol)
			expense := ""
			if i.ExpenseRatio != nil {
				expense = i.ExpenseRatio.String()
			}
			got := fmt.Sprint(i.Type, top(i.AssetClasses), top(i.Regions), top(i.Sectors), expense)
			want := fmt.Sprint(test.kind, test.class, test.region, test.sector, test.expense)
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// top is the key of the largest weight, the first in order of equals.
func top[K alex.Key[K]](a alex.Allocation[K]) (best K) {
	for _, key := range best.Known() {
		if weight, ok := a[key]; ok && (best == "" || weight.Cmp(a[best].Decimal) > 0) {
			best = key
		}
	}
	return best
}

func TestTargetDateFundsHoldFewerStocksTheNearerTheYear(t *testing.T) {
	t.Parallel()
	series := map[string][]alex.Symbol{
		"Vanguard":      {"VTINX", "VTWNX", "VTTVX", "VTHRX", "VTTHX", "VFORX", "VTIVX", "VFIFX", "VFFVX", "VTTSX", "VLXVX", "VSVNX"},
		"Fidelity":      {"FIKFX", "FPIFX", "FQIFX", "FXIFX", "FIHFX", "FBIFX", "FIOFX", "FIPFX", "FDEWX", "FDKLX", "FFIJX"},
		"Schwab":        {"SWYLX", "SWYDX", "SWYEX", "SWYFX", "SWYGX", "SWYHX", "SWYMX", "SWYJX", "SWYNX", "SWYOX"},
		"T. Rowe Price": {"TRRIX", "TRRBX", "TRRHX", "TRRCX", "TRRJX", "TRRDX", "TRRKX", "TRRMX", "TRRNX", "TRRLX"},
	}
	table := book(t)
	for name, symbols := range series {
		for k := range symbols[1:] {
			nearer, later := table.Find(symbols[k]), table.Find(symbols[k+1])
			if !nearer.Classified() || nearer.AssetClasses[alex.Equity].Cmp(later.AssetClasses[alex.Equity].Decimal) > 0 {
				t.Errorf("%s: %s holds more stocks than %s", name, nearer.Symbol, later.Symbol)
			}
		}
	}
}

const goodRow = `SPY,SPDR S&P 500,etf,USD,0.000945,equity:100,north_america:100,technology:60|healthcare:40,` +
	`2025-06-30,a fact sheet,617.85,2025-06-30,a close`

func TestBrokenRowsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		old, new string
		location string // "" is accepted
	}{
		{"good", "", "", ""},
		{"sum of 99", "technology:60", "technology:59", "line[2].sectors"},
		{"unknown region", "north_america", "emerging", "line[2].regions.emerging"},
		{"unknown sector", "healthcare", "government", "line[2].sectors.government"},
		{"unknown class", "equity", "stocks", "line[2].asset_class.stocks"},
		{"a key twice", "healthcare:40", "technology:40", "line[2].sectors"},
		{"no weight", "equity:100", "equity", "line[2].asset_class"},
		{"weight is not a number", "equity:100", "equity:all", "line[2].asset_class"},
		{"symbol in small letters", "SPY", "spy", "line[2].symbol"},
		{"no symbol", "SPY,", ",", "line[2].symbol"},
		{"no name", "SPDR S&P 500", "", "line[2].name"},
		{"unknown type", ",etf,", ",fund,", "line[2].instrumentType"},
		{"no type", ",etf,", ",,", "line[2].type"},
		{"bad currency", "USD", "dollars", "line[2].currency"},
		{"expense ratio in percent", "0.000945", "9.45", "line[2].expenseRatio"},
		{"expense ratio is not a number", "0.000945", "cheap", "line[2].expense_ratio"},
		{"no date", "40,2025-06-30", "40,", "line[2].as_of"},
		{"date that does not exist", "40,2025-06-30", "40,2025-06-31", "line[2].as_of"},
		{"no source", "a fact sheet", "", "line[2].source"},
		{"price of nothing", "617.85", "0", "line[2].price"},
		{"negative price", "617.85", "-1", "line[2].price"},
		{"price missing beside its date", "617.85", "", "line[2].price"},
		{"price without a date", "617.85,2025-06-30", "617.85,", "line[2].price_as_of"},
		{"price without a note", "a close", "", "line[2].price_source_note"},
		{"a cell too few", ",a close", "", "table"},
		{"an open quote", "a close", `"a close`, "table"},
		{"duplicate symbol", "a close", "a close\n" + goodRow, "line[3].symbol"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Join(columns(), ",") + "\n" + strings.Replace(goodRow, test.old, test.new, 1) + "\n"
			list, err := readInstruments(strings.NewReader(text))
			if test.location == "" {
				if err != nil || len(list) != 1 {
					t.Fatalf("%d rows, %v", len(list), err)
				}
				return
			}
			refused, ok := errors.AsType[*alex.Error](err)
			if !ok || refused.Code != alex.CodeInvalid {
				t.Fatalf("error is %v", err)
			}
			if !slices.ContainsFunc(refused.Fields, func(f alex.FieldError) bool { return f.Location == test.location }) {
				t.Errorf("refused are %v, want %s", refused.Fields, test.location)
			}
		})
	}
}

func TestOtherHeaderIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "symbol,name\n", strings.Join(columns()[1:], ",") + ",symbol\n"} {
		if _, err := readInstruments(strings.NewReader(text)); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("header %q: %v", text, err)
		}
	}
}

func FuzzReadInstruments(f *testing.F) {
	header := strings.Join(columns(), ",") + "\n"
	f.Add(header + goodRow)
	f.Add(header + strings.Repeat(",", len(columns())-1))
	f.Add("symbol")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := readInstruments(strings.NewReader(text))
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Fatalf("%q: not a refusal: %v", text, err)
			}
			return
		}
		for _, i := range list {
			if err := i.Validate(); err != nil || !i.Classified() {
				t.Fatalf("%q: accepted %+v: %v", text, i, err)
			}
		}
	})
}
