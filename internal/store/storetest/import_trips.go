package storetest

import (
	"strconv"
	"testing"

	"alex"
	"alex/internal/store"
)

// importTrips hold the calls that grow with a file to a number of statements
// that grows a hundred times slower, and the others to what a remote engine
// can bear. Taking a role and a transaction are three round trips of these.
func importTrips(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	plan, err := p.CreatePlan(b.ctx, namedPlan("x"))
	must(t, err)
	var saved store.Import
	big := store.Preview{Accounts: []alex.Account{{Name: "Big", Type: alex.Taxable}}, Names: map[alex.Symbol]string{}}
	for i := range 1000 {
		symbol := alex.Symbol("S" + strconv.Itoa(i))
		big.Accounts[0].Positions = append(big.Accounts[0].Positions, alex.Position{Symbol: symbol, Quantity: alex.DecimalOf(1)})
		big.Names[symbol] = "Name of " + string(symbol)
	}
	for _, c := range []struct {
		name string
		most int
		do   func() error
	}{
		{"Plan", 4, func() error { _, err := p.Plan(b.ctx, plan.ID); return err }},
		{"Plans", 4, func() error { _, err := p.Plans(b.ctx, page("")); return err }},
		{"Values", 4, func() error { _, err := p.Values(b.ctx, page("")); return err }},
		{"StandingImports", 5, func() error { _, err := p.StandingImports(b.ctx); return err }},
		{"Imports", 4, func() error { _, err := p.Imports(b.ctx, page("")); return err }},
		{"CreatePlan", 8, func() error { _, err := p.Once("k", "h", seen).CreatePlan(b.ctx, namedPlan("x")); return err }},
		{"SavePreview", 12, func() (err error) { saved, err = p.SavePreview(b.ctx, summary(), big); return err }},
		{"Preview", 5, func() error { _, _, err := p.Preview(b.ctx, saved.ID); return err }},
		{"ApplyPreview", 64, func() error { _, err := p.ApplyPreview(b.ctx, saved.ID, big.Accounts); return err }},
		{"ApplyImport of the same", 18, func() error { _, err := p.ApplyImport(b.ctx, big.Accounts); return err }},
		{"UndoImport", 12, func() error { _, err := p.UndoImport(b.ctx, saved.ID); return err }},
	} {
		calls := b.driver.Count(func() { must(t, c.do()) })
		if len(calls) > c.most {
			t.Errorf("%s makes %d round trips, its budget is %d", c.name, len(calls), c.most)
		}
	}
}
