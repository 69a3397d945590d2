package seed

import (
	"strings"
	"testing"

	"alex"

	"pgregory.net/rapid"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	tests := []struct {
		symbol alex.Symbol
		name   string
		kind   alex.InstrumentType
		class  alex.AssetClass
		region alex.Region
		sector alex.Sector
	}{
		{"QZMXX", "Anything", alex.MutualFund, alex.Cash, alex.NorthAmerica, alex.Diversified},
		{"QCASH", "Quarry Government Money Market", alex.MutualFund, alex.Cash, alex.NorthAmerica, alex.Diversified},
		{"CORE", "FDIC Insured Deposit Sweep", alex.MutualFund, alex.Cash, alex.NorthAmerica, alex.Diversified},
		{"CASHX", "Prime Cash Reserves", alex.MutualFund, alex.Cash, alex.NorthAmerica, alex.Diversified},
		{"QTBL", "Quarry 3 Month T-Bill ETF", alex.ETF, alex.Cash, alex.NorthAmerica, alex.Treasury},

		{"91282CLW9", "UNITED STATES TREAS NTS 4.25% 11/15/34", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"912810TV0", "US TREASURY BOND 4.75% 11/15/2053", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"912797MH7", "UNITED STATES TREAS BILLS 0% 01/15/2027", alex.Bond, alex.Cash, alex.NorthAmerica, alex.Treasury},
		{"037833EN6", "APPLE INC 3.25% 08/08/2029", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},
		{"345397B85", "FORD MTR CR CO BOND DUE 06/10/2030", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},
		{"13063D7Q5", "CALIFORNIA STATE GO BDS 5.00% 09/01/2031", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.GovernmentRelated},
		{"3133EPW84", "FFCB 4.625% 07/17/2028", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.GovernmentRelated},
		{"3140X7AB1", "FNMA POOL 4.5% 05/01/2052", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Mortgage},
		{"05580A2B3", "BMW BK NORTH AMER CD 4.10% 03/12/2027 FDIC INSURED", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},
		{"Q1", "Certificate of deposit", alex.Bond, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},

		{"QTRSX", "Quarry Treasury Fund", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"QAGG", "Quarry U.S. Aggregate Bond ETF", alex.ETF, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"QTOTX", "QUARRY TTL BD MKT IDX ADM", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"QCRPX", "Quarry Corporate Bond Fund", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},
		{"QHYIX", "Quarry High Yield Fund", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},
		{"QMUNX", "Quarry California Muni Income", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.GovernmentRelated},
		{"QTIP", "Quarry TIPS ETF", alex.ETF, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"QINFX", "Quarry Inflation-Protected Securities", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Treasury},
		{"QGNMX", "Quarry GNMA Fund", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Mortgage},
		{"QEMB", "Quarry Emerging Markets Bond ETF", alex.ETF, alex.FixedIncome, alex.LatinAmerica, alex.GovernmentRelated},
		{"QINT", "Quarry International Bond ETF", alex.ETF, alex.FixedIncome, alex.International, alex.GovernmentRelated},
		{"PLANSV", "Stable Value Fund", alex.BondFund, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},
		{"QBLT", "Quarry BulletShares 2030 Corporate Bond ETF", alex.ETF, alex.FixedIncome, alex.NorthAmerica, alex.Corporate},

		{"QRET", "Quarry Office REIT Inc", alex.REIT, alex.RealEstate, alex.NorthAmerica, alex.RealEstateSector},
		{"QREX", "Quarry Real Estate ETF", alex.ETF, alex.RealEstate, alex.NorthAmerica, alex.RealEstateSector},
		{"QGLD", "Quarry Gold Trust", alex.ETF, alex.Commodities, alex.Global, alex.CommoditiesSector},
		{"QSLV", "Quarry Physical Silver Shares", alex.ETF, alex.Commodities, alex.Global, alex.CommoditiesSector},
		{"BAR", "Gold bullion 1 oz", alex.Commodity, alex.Commodities, alex.Global, alex.CommoditiesSector},
		{"QCOM2", "Quarry Commodity Strategy Fund", alex.MutualFund, alex.Commodities, alex.Global, alex.CommoditiesSector},
		{"QMIN", "Quarry Gold Miners ETF", alex.ETF, alex.Equity, alex.Global, alex.Materials},
		{"QORE", "Barren Gold Corp", alex.Stock, alex.Equity, alex.NorthAmerica, alex.OtherSector},
		{"BTC", "Bitcoin", alex.ETF, alex.Alternatives, alex.Global, alex.OtherSector},
		{"QETH", "Quarry Ethereum Trust", alex.ETF, alex.Alternatives, alex.Global, alex.OtherSector},

		{"QSPX", "Quarry S&P 500 Index ETF", alex.ETF, alex.Equity, alex.NorthAmerica, alex.Technology},
		{"PLAN500", "Spartan 500 Index Pool Cl C", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Technology},
		{"QTSMX", "QUARRY TOTAL STK MKT IDX", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Technology},
		{"QTISX", "Quarry Total International Stock", alex.MutualFund, alex.Equity, alex.Asia, alex.Financials},
		{"QEMX", "Quarry Emerging Markets ETF", alex.ETF, alex.Equity, alex.Asia, alex.Financials},
		{"QEUR", "Quarry Europe ETF", alex.ETF, alex.Equity, alex.Europe, alex.Diversified},
		{"QJPN", "Quarry Japan ETF", alex.ETF, alex.Equity, alex.Asia, alex.Diversified},
		{"QPAC", "Quarry Pacific ETF", alex.ETF, alex.Equity, alex.Asia, alex.Diversified},
		{"QSMLX", "Quarry Small-Cap Fund", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Industrials},
		{"QGROX", "Quarry Growth Fund", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Technology},
		{"QVALX", "Quarry Value Fund", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Financials},
		{"QDIV", "Quarry Dividend ETF", alex.ETF, alex.Equity, alex.NorthAmerica, alex.Financials},
		{"QTECX", "Quarry Technology Fund", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Technology},
		{"QGTEX", "Quarry Global Technology Fund", alex.MutualFund, alex.Equity, alex.Global, alex.Technology},
		{"QEFIN", "Quarry Europe Financials ETF", alex.ETF, alex.Equity, alex.Europe, alex.Diversified},
		{"QBALX", "Quarry Balanced Fund", alex.MutualFund, alex.Equity, alex.NorthAmerica, alex.Diversified},

		{"QQC", "Quarry Holdings Inc Common Stock", alex.Stock, alex.Equity, alex.NorthAmerica, alex.OtherSector},
		{"QQD", "Quarry Corp", alex.Stock, alex.Equity, alex.NorthAmerica, alex.OtherSector},
		{"QQADR", "Steinbruch AG Spons ADR", alex.Stock, alex.Equity, alex.International, alex.OtherSector},
		{"QPLC", "Quarry PLC", alex.Stock, alex.Equity, alex.International, alex.OtherSector},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			i, ok := Classify(test.symbol, test.name, "2026-10-30")
			if !ok {
				t.Fatal("no rule matches")
			}
			if i.Type != test.kind || top(i.AssetClasses) != test.class || top(i.Regions) != test.region || top(i.Sectors) != test.sector {
				t.Errorf("got %s %v %v %v (%s)", i.Type, i.AssetClasses, i.Regions, i.Sectors, i.Classification.Note)
			}
			if i.Symbol != test.symbol || i.Name != test.name || i.Classification.AsOf != "2026-10-30" {
				t.Errorf("got %s %q as of %s", i.Symbol, i.Name, i.Classification.AsOf)
			}
		})
	}
}

func TestClassifyKnowsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		symbol alex.Symbol
		name   string
	}{
		{"ZZQ", ""},
		{"ZZQ", "ZZQ"},
		{"ZZQ", "Quarry Lane Series B Units"},
		{"ZZQ", "CALL (AAPL) APPLE INC JAN 17 25 $150"},
		{"ZZQ", "QUARRY INC WARRANTS"},
		{"ZZQ", "ProShares UltraShort S&P500 ETF"},
		{"ZZQ", "Quarry Daily Bear 3X ETF"},
		{"ZZQ", "\x00\x01"},
		{"not a symbol", "Quarry Total Bond ETF"},
		{"", "Quarry Total Bond ETF"},
		{"ZZQ", strings.Repeat("Bond Fund ", 40)}, // longer than a name may be
	}
	for _, test := range tests {
		if i, ok := Classify(test.symbol, test.name, ""); ok {
			t.Errorf("%s %q: %v (%s)", test.symbol, test.name, i.AssetClasses, i.Classification.Note)
		}
	}
}

func TestTargetDateMix(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		asOf   alex.Date
		equity int64 // 0 is no target-date fund
	}{
		{"Quarry Target Retirement 2060 Fund", "2026-10-30", 90},
		{"QUARRY INST TRGT RET 2045 TRUST", "2026-10-30", 80},
		{"Quarry Freedom 2045", "2020-01-02", 90},
		{"Quarry Freedom 2045", "2045-01-02", 50},
		{"Quarry LifePath Index 2030 Fund", "2026-10-30", 56},
		{"Quarry Target Date 2015 Fund", "2026-10-30", 30},
		{"Quarry Target Date 2045 Fund", "", 82}, // counted from the table's date
		{"Quarry Retirement 2047 Fund", "2026-10-30", 0},
		{"Quarry Muni Target 2045 Fund", "2026-10-30", 0},
	}
	for _, test := range tests {
		t.Run(test.name+" "+string(test.asOf), func(t *testing.T) {
			t.Parallel()
			i, ok := Classify("QTDFX", test.name, test.asOf)
			isTarget := ok && strings.Contains(i.Classification.Note, "target year")
			if isTarget != (test.equity != 0) {
				t.Fatalf("note %q", i.Classification.Note)
			}
			if isTarget && i.AssetClasses[alex.Equity].Cmp(alex.DecimalOf(test.equity)) != 0 {
				t.Errorf("%v, want %d %% stocks", i.AssetClasses, test.equity)
			}
		})
	}
}

func TestGlideNeverRises(t *testing.T) {
	t.Parallel()
	for years := 60; years > -60; years-- {
		if GlideEquity(years-1) > GlideEquity(years) {
			t.Errorf("stocks rise from %d to %d years before the target", years, years-1)
		}
	}
	if GlideEquity(25) != 90 || GlideEquity(0) != 50 || GlideEquity(-7) != 30 {
		t.Errorf("the knots are %d, %d, %d", GlideEquity(25), GlideEquity(0), GlideEquity(-7))
	}
}

// TestRulesAgreeWithTheTable lets the rules guess, from the name alone, what
// the table knows.
func TestRulesAgreeWithTheTable(t *testing.T) {
	t.Parallel()
	list := instruments(t)
	answered, agreed := 0, 0
	for _, i := range list {
		symbol := alex.Symbol("QQZQ")
		if i.Type == alex.MutualFund || i.Type == alex.BondFund {
			symbol = "QQZQX"
		}
		guess, ok := Classify(symbol, i.Name, "")
		if !ok {
			continue
		}
		answered++
		if top(guess.AssetClasses) == top(i.AssetClasses) {
			agreed++
		}
	}
	if answered*100 < 93*len(list) || agreed*100 < 97*answered {
		t.Errorf("of %d instruments the rules answer %d and agree on %d", len(list), answered, agreed)
	}
}

// checkGuess holds for every answer of the rules.
func checkGuess(t interface{ Fatalf(string, ...any) }, i alex.Instrument) {
	c := i.Classification
	switch {
	case i.Validate() != nil:
		t.Fatalf("invalid: %v", i.Validate())
	case !i.Classified() || i.Type == "":
		t.Fatalf("not classified: %+v", i)
	case c.Source != alex.SourceRules || c.Note == "" || c.AsOf.IsZero():
		t.Fatalf("no source: %+v", c)
	case c.Confidence.Cmp(alex.DecimalOf(40)) < 0 || c.Confidence.Cmp(alex.DecimalOf(70)) > 0:
		t.Fatalf("confidence %s", c.Confidence)
	case i.Price != nil || i.ExpenseRatio != nil:
		t.Fatalf("a price or a cost is made up: %+v", i)
	}
}

func TestGuessesAreValid(t *testing.T) {
	t.Parallel()
	words := strings.Fields(`Quarry Vanguard Fidelity Total Bond Stock Market Index Fund ETF Trust Inc Corp ADR PLC Growth Value
		Dividend Balanced Target Retirement 2025 2045 2070 Gold Silver Miners Bitcoin REIT Realty International Emerging
		Europe Japan Global Technology Health Small-Cap S&P 500 Treasury TIPS Muni High Yield Corporate 4.25% 11/15/34
		BILLS CD Deposit Money Reserves Preferred Bear Call 60/40 Aggressive Conservative Allocation Commodity`)
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(t, "words"), " ")
		symbol := alex.Symbol(rapid.StringMatching(`[A-Z]{1,4}X{0,2}|[0-9]{3}[0-9A-Z]{5}[0-9]`).Draw(t, "symbol"))
		asOf := rapid.SampledFrom([]alex.Date{"", "1999-12-31", "2026-10-30", "2100-01-01"}).Draw(t, "asOf")
		if i, ok := Classify(symbol, name, asOf); ok {
			checkGuess(t, i)
		}
	})
}

// TestEveryRuleIsSound tries each rule by itself, so that a misspelt weight
// fails here and does not hide as "no rule matches".
func TestEveryRuleIsSound(t *testing.T) {
	t.Parallel()
	s := subject{symbol: "QQZQ", asOf: TableDate}
	for _, list := range ruleLists() {
		for _, r := range list {
			i, err := r.instrument(s, "a name")
			if err != nil {
				t.Errorf("%s: %v", r.note, err)
				continue
			}
			checkGuess(t, i)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("QTDFX", "Quarry Target Retirement 2045 Fund", "2026-10-30")
	f.Add("91282CLW9", "UNITED STATES TREAS NTS 4.25% 11/15/34", "")
	f.Add("ZZQ", "Steinbruch AG\xff", "2026-13-45")
	f.Fuzz(func(t *testing.T, symbol, name, asOf string) {
		if i, ok := Classify(alex.Symbol(symbol), name, alex.Date(asOf)); ok {
			checkGuess(t, i)
		}
	})
}
