package price_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"alex"
	"alex/internal/price"
)

// shelf keeps quotes in memory.
type shelf struct {
	kept map[alex.Symbol]price.Kept
	err  error
}

func (s *shelf) MarketPrices(context.Context, []alex.Symbol) (map[alex.Symbol]price.Kept, error) {
	return maps.Clone(s.kept), s.err
}

func (s *shelf) SaveMarketPrices(_ context.Context, quotes map[alex.Symbol]price.Kept) error {
	maps.Copy(s.kept, quotes)
	return s.err
}

// answer is a source that says one thing and remembers what it was asked.
type answer struct {
	quotes map[alex.Symbol]price.Quote
	err    error
	asked  [][]alex.Symbol
}

func (a *answer) Prices(_ context.Context, symbols []alex.Symbol) (map[alex.Symbol]price.Quote, error) {
	a.asked = append(a.asked, symbols)
	return a.quotes, a.err
}

func held(symbols ...alex.Symbol) []alex.Instrument {
	var list []alex.Instrument
	for _, s := range symbols {
		list = append(list, alex.Instrument{Symbol: s, Currency: "USD"})
	}
	return list
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b alex.Decimal) bool { return a.Cmp(b) == 0 })); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func noon() time.Time { return today.Time().Add(12 * time.Hour) }

func TestRefreshKeepsTheLastGoodPrice(t *testing.T) {
	t.Parallel()
	yesterday := noon().AddDate(0, 0, -1)
	keeper := &shelf{kept: map[alex.Symbol]price.Kept{
		"GOOD": {Quote: quote("100", "2026-03-06"), FetchedAt: yesterday},
		"LEAP": {Quote: quote("100", "2026-03-06"), FetchedAt: yesterday},
		"DONE": {Quote: quote("7", "2026-03-09"), FetchedAt: noon().Add(-time.Hour)},
	}}
	source := &answer{quotes: map[alex.Symbol]price.Quote{
		"GOOD": quote("101", "2026-03-09"), "LEAP": quote("10000", "2026-03-09"), "NEW": quote("3.5", "2026-03-09"),
		"ZERO": quote("0", "2026-03-09"), "DONE": quote("8", "2026-03-09"), "OTHERS": quote("1", "2026-03-09"),
	}}
	var log bytes.Buffer
	u := price.Updater{Source: source, Keeper: keeper, Now: noon, Log: slog.New(slog.NewTextHandler(&log, nil))}
	list := append(held("NEW", "GOOD", "LEAP", "ZERO", "NONE", "DONE", "GOOD"), alex.Instrument{Symbol: "SAP", Currency: "EUR"})
	out, err := u.Refresh(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "what was asked", source.asked, [][]alex.Symbol{{"GOOD", "LEAP", "NEW", "NONE", "ZERO"}})
	same(t, "the outcome", out, price.Outcome{
		Taken: []alex.Symbol{"GOOD", "NEW"}, Missing: []alex.Symbol{"NONE"},
		Refused: map[alex.Symbol]price.Reason{"LEAP": price.Leap, "ZERO": price.NoPrice},
	})
	same(t, "what is kept", keeper.kept, map[alex.Symbol]price.Kept{
		"GOOD": {Quote: quote("101", "2026-03-09"), FetchedAt: noon()},
		"NEW":  {Quote: quote("3.5", "2026-03-09"), FetchedAt: noon()},
		"LEAP": {Quote: quote("100", "2026-03-06"), FetchedAt: yesterday},
		"DONE": {Quote: quote("7", "2026-03-09"), FetchedAt: noon().Add(-time.Hour)},
	})
	if text := log.String(); !strings.Contains(text, "LEAP") || !strings.Contains(text, string(price.Leap)) || strings.Contains(text, "GOOD") {
		t.Errorf("the log says %s", text)
	}
}

// A price of the reference is as good as a kept one for telling an absurd one;
// the person's own says nothing.
func TestRefreshJudgesByTheReference(t *testing.T) {
	t.Parallel()
	keeper := &shelf{kept: map[alex.Symbol]price.Kept{}}
	source := &answer{quotes: map[alex.Symbol]price.Quote{"A": quote("900", "2026-03-09"), "B": quote("900", "2026-03-09"), "C": quote("9", "2026-02-28")}}
	hundred := alex.DecimalOf(100)
	list := held("A", "B", "C")
	for i, source := range []alex.Source{alex.SourceReference, alex.SourceUser, alex.SourceReference} {
		list[i].Price, list[i].PriceAsOf, list[i].PriceSource = &hundred, "2026-03-01", source
	}
	out, err := price.Updater{Source: source, Keeper: keeper, Now: noon}.Refresh(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the outcome", out, price.Outcome{
		Taken: []alex.Symbol{"B"}, Refused: map[alex.Symbol]price.Reason{"A": price.Leap, "C": price.Older},
	})
}

func TestRefreshKeepsAPartialAnswer(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	keeper := &shelf{kept: map[alex.Symbol]price.Kept{}}
	source := &answer{quotes: map[alex.Symbol]price.Quote{"A": quote("1", "2026-03-09")}, err: down}
	u := price.Updater{Source: source, Keeper: keeper, Now: noon}
	out, err := u.Refresh(t.Context(), held("A", "B"))
	if !errors.Is(err, down) || len(keeper.kept) != 1 {
		t.Errorf("Refresh() = %+v, %v; kept %v", out, err, keeper.kept)
	}
	same(t, "what is missing", out.Missing, []alex.Symbol{"B"})
}

func TestRefreshAsksNobody(t *testing.T) {
	t.Parallel()
	if out, err := (price.Updater{}).Refresh(t.Context(), held("A")); err != nil || len(out.Taken) > 0 {
		t.Errorf("without a source: %v, %v", out, err)
	}
	source := &answer{}
	u := price.Updater{Source: source, Keeper: &shelf{}, Now: noon}
	for _, list := range [][]alex.Instrument{nil, {{Symbol: "SAP", Currency: "EUR"}}} {
		if _, err := u.Refresh(t.Context(), list); err != nil || len(source.asked) > 0 {
			t.Errorf("%v: asked %v, %v", list, source.asked, err)
		}
	}
	failed := errors.New("no rows for you")
	u.Keeper = &shelf{err: failed}
	if _, err := u.Refresh(t.Context(), held("A")); !errors.Is(err, failed) || len(source.asked) > 0 {
		t.Errorf("with a keeper that fails: asked %v, %v", source.asked, err)
	}
}

// stuck answers when its caller gives up.
type stuck struct{}

func (stuck) Prices(ctx context.Context, _ []alex.Symbol) (map[alex.Symbol]price.Quote, error) {
	<-ctx.Done()
	return map[alex.Symbol]price.Quote{"A": quote("1", "2026-03-09")}, ctx.Err()
}

// A feed that hangs costs its timeout, and what it has said is still kept.
func TestRefreshDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	keeper := &shelf{kept: map[alex.Symbol]price.Kept{}}
	u := price.Updater{Source: stuck{}, Keeper: keeper, Now: noon, Timeout: time.Millisecond}
	_, err := u.Refresh(t.Context(), held("A", "B"))
	if !errors.Is(err, context.DeadlineExceeded) || len(keeper.kept) != 1 {
		t.Errorf("%v, kept %v", err, keeper.kept)
	}
}
