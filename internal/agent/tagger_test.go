package agent_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent"
)

// answer is a classification with one change to it.
func answer(change func(*alex.Instrument)) func(alex.Symbol, string, alex.Date) (alex.Instrument, bool) {
	return func(symbol alex.Symbol, name string, asOf alex.Date) (alex.Instrument, bool) {
		all := alex.PercentOf100(100)
		i := alex.Instrument{
			Symbol: symbol, Name: "a name of its own", Type: alex.ETF, Currency: "USD",
			AssetClasses:   alex.ClassAllocation{alex.Equity: all},
			Regions:        alex.RegionAllocation{alex.Europe: all},
			Sectors:        alex.SectorAllocation{alex.Energy: all},
			Classification: alex.Classification{Source: alex.SourceRules, Confidence: alex.PercentOf100(70), AsOf: asOf},
		}
		change(&i)
		return i, true
	}
}

func TestTagDropsWhatIsInvalid(t *testing.T) {
	t.Parallel()
	half := alex.PercentOf100(50)
	for _, c := range []struct {
		name   string
		change func(*alex.Instrument)
		kept   bool
	}{
		{"sound", func(*alex.Instrument) {}, true},
		{"a sum of 99", func(i *alex.Instrument) { i.AssetClasses[alex.Equity] = alex.PercentOf100(99) }, false},
		{"a sum of 101", func(i *alex.Instrument) { i.Regions[alex.Europe] = alex.PercentOf100(101) }, false},
		{"an unknown class", func(i *alex.Instrument) { i.AssetClasses = alex.ClassAllocation{"stocks": alex.PercentOf100(100)} }, false},
		{"an unknown sector", func(i *alex.Instrument) { i.Sectors = alex.SectorAllocation{alex.Energy: half, "oil": half} }, false},
		{"no regions", func(i *alex.Instrument) { i.Regions = nil }, false},
		{"a negative weight", func(i *alex.Instrument) {
			i.Sectors = alex.SectorAllocation{alex.Energy: alex.PercentOf100(150), alex.Materials: alex.PercentOf100(-50)}
		}, false},
		{"an unknown type", func(i *alex.Instrument) { i.Type = "spac" }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tags, err := agent.Tagger{Classify: answer(c.change)}.Tag(t.Context(), "2026-10-30", []alex.Instrument{unknown("ABC", "Abc Units")})
			if err != nil || (len(tags) == 1) != c.kept {
				t.Errorf("Tag() = %+v, %v", tags, err)
			}
		})
	}
}

func TestTagNeverCarriesAPrice(t *testing.T) {
	t.Parallel()
	price := alex.MustDecimal("12.34")
	classify := answer(func(i *alex.Instrument) {
		i.Price, i.PriceAsOf, i.PriceSource = &price, "2026-10-30", alex.SourceModel
	})
	tags, err := agent.Tagger{Classify: classify}.Tag(t.Context(), "2026-10-30", []alex.Instrument{unknown("ABC", "Abc Units")})
	if err != nil || len(tags) != 1 {
		t.Fatalf("Tag() = %+v, %v", tags, err)
	}
	if tags[0].Price != nil || tags[0].PriceAsOf != "" || tags[0].PriceSource != "" || tags[0].Name != "Abc Units" {
		t.Errorf("the tag has a price, or a name, of its own: %+v", tags[0])
	}
}

func TestTagStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (agent.Tagger{}).Tag(ctx, "", []alex.Instrument{unknown("ABC", "")}); !errors.Is(err, context.Canceled) {
		t.Errorf("Tag() = %v", err)
	}
}

// TestPersonsOwnWordStands holds an instrument that the person classified and
// one whose price is the person's: neither is touched.
func TestPersonsOwnWordStands(t *testing.T) {
	t.Parallel()
	own, _ := answer(func(i *alex.Instrument) { i.Classification.Source = alex.SourceUser })("QQXY", "", "2026-01-01")
	own.Name = "Acme Treasury Bond Fund" // the rules would call it bonds
	price := alex.MustDecimal("77.5")
	priced := unknown("QQXZ", "Acme Treasury Bond Fund")
	priced.Price, priced.PriceAsOf, priced.PriceSource = &price, "2026-10-01", alex.SourceUser
	result, err := planner(t).Run(t.Context(), newMemory(), take(snapshot(t, own, priced)))
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Tags) != 1 || result.Tags[0].Symbol != "QQXZ" || result.Tags[0].Price != nil {
		t.Fatalf("tags: %+v", result.Tags)
	}
	book := result.Input.Snapshot.Book()
	if diff := cmp.Diff(own, book["QQXY"], byText); diff != "" {
		t.Errorf("the person's classification was changed: %s", diff)
	}
	if got := book["QQXZ"]; got.Price == nil || got.Price.String() != "77.5" || got.PriceSource != alex.SourceUser || got.AssetClasses[alex.FixedIncome].IsZero() {
		t.Errorf("the tag took the person's price: %+v", got)
	}
}

// TestTaggerAsksOnceASymbol holds one unknown symbol in two accounts.
func TestTaggerAsksOnceASymbol(t *testing.T) {
	t.Parallel()
	asked := map[alex.Symbol]int{}
	p := planner(t)
	p.Tagger.Classify = func(symbol alex.Symbol, _ string, _ alex.Date) (alex.Instrument, bool) {
		asked[symbol]++
		return alex.Instrument{}, false
	}
	s := snapshot(t, unknown("ZZQ", "Zebra Lane Units"))
	s.Accounts = append(s.Accounts, alex.Account{Name: "IRA", Type: alex.TaxDeferred, Positions: []alex.Position{position("ZZQ", 1), position("NEW", 1)}})
	result, err := p.Run(t.Context(), newMemory(), take(s))
	if err != nil || len(result.Tags) != 0 {
		t.Fatalf("Run() = %+v, %v", result.Tags, err)
	}
	if diff := cmp.Diff(map[alex.Symbol]int{"ZZQ": 1, "NEW": 1}, asked); diff != "" {
		t.Error(diff)
	}
}

// TestTaggerPanicIsAFailure keeps a classifier's defect from ending the process.
func TestTaggerPanicIsAFailure(t *testing.T) {
	t.Parallel()
	p, c := planner(t), newMemory()
	p.Tagger.Classify = func(alex.Symbol, string, alex.Date) (alex.Instrument, bool) { panic("index out of range") }
	if _, err := p.Run(t.Context(), c, take(snapshot(t, unknown("ZZQ", "Zebra Lane Units")))); err == nil {
		t.Fatal("no error")
	}
	if step := c.step(t, alex.Tagger); step.Status != alex.StepFailed || step.Error != "this part could not be finished; it will be tried again" {
		t.Errorf("the tagger's step: %+v", step)
	}
}
