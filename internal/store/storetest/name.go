package storetest

import (
	"testing"

	"alex"
)

// fileNames are what a file calls the instruments that the reference lacks: for
// its person alone, below the person's own name, never over the reference's.
func fileNames(t *testing.T, b *bench) {
	b.seed(t)
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	for _, symbol := range []alex.Symbol{"SOFI", "MINE"} {
		must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: symbol}, nil))
		must(t, other.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: symbol}, nil))
	}
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "MINE", Name: "My own"}, nil))
	must(t, p.SaveNames(b.ctx, map[alex.Symbol]string{
		"SPY": "FILE SPY", "SOFI": "SOFI TECHNOLOGIES", "MINE": "FILE NAME", "NOBODY": "NOT STORED",
	}))
	for symbol, want := range map[alex.Symbol]string{"SPY": spy().Name, "SOFI": "SOFI TECHNOLOGIES", "MINE": "My own"} {
		got, err := p.Instrument(b.ctx, symbol)
		must(t, err)
		same(t, "the name of "+string(symbol), got.Name, want)
	}
	_, err := p.Instrument(b.ctx, "NOBODY")
	wantCode(t, "a name of a symbol that nobody holds", err, alex.CodeNotFound)
	got, err := other.Instrument(b.ctx, "SOFI")
	must(t, err)
	same(t, "what another calls it", got.Name, "SOFI")
	wantCode(t, "a symbol with spaces", p.SaveNames(b.ctx, map[alex.Symbol]string{"A B": "x"}), alex.CodeInvalid)
}
