package storetest

import (
	"context"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
)

// budget is what a call of the store may cost, transaction control included,
// as a remote engine pays for it.
type budget struct {
	name string
	most int
	do   func(context.Context) error
}

// roundTrips hold each call to its budget. An engine that guards rows pays one
// more to take a role, and reads in a transaction.
func roundTrips(t *testing.T, b *bench) {
	b.seed(t)
	b.fill(t, "user_a")
	role, transaction, wakeUp := 0, 0, 0
	switch b.Engine() {
	case "postgres":
		role, transaction, wakeUp = 1, 2, 1
	case "dataapi": // queues wake workers, not the database
		role, transaction = 1, 2
	}
	b.spend(t, role+transaction, b.reads(t))
	b.spend(t, role, b.writes(t, wakeUp))
}

func (b *bench) spend(t testing.TB, more int, budgets []budget) {
	t.Helper()
	for _, r := range budgets {
		calls := b.driver.Count(func() { must(t, r.do(b.ctx)) })
		if len(calls) > r.most+more {
			t.Errorf("%s makes %d round trips, its budget is %d: %v", r.name, len(calls), r.most+more, operations(calls))
		}
	}
}

// operations are the calls in short: what, and of a statement the first words.
func operations(calls []Call) []string {
	list := make([]string, len(calls))
	for i, c := range calls {
		words := strings.Fields(c.SQL)
		list[i] = strings.Join(append([]string{string(c.Op)}, words[:min(len(words), 4)]...), " ")
	}
	return list
}

func (b *bench) reads(t testing.TB) []budget {
	t.Helper()
	p := b.As("user_a")
	list, err := p.Accounts(b.ctx)
	must(t, err)
	a := list[0]
	reports, err := p.Reports(b.ctx, page(""))
	must(t, err)
	jobs, err := p.Jobs(b.ctx, page(""))
	must(t, err)
	return []budget{
		{"Person", 1, func(ctx context.Context) error { _, err := p.Person(ctx); return err }},
		{"Accounts", 1, func(ctx context.Context) error { _, err := p.Accounts(ctx); return err }},
		{"PositionsPage", 4, func(ctx context.Context) error { _, err := p.PositionsPage(ctx, a.ID, page("")); return err }},
		{"HoldingsPage", 5, func(ctx context.Context) error { _, _, err := p.HoldingsPage(ctx, a.ID, page("")); return err }},
		{"HeldInstruments", 1, func(ctx context.Context) error { _, err := p.HeldInstruments(ctx); return err }},
		{"MarketPrices", 1, func(ctx context.Context) error {
			_, err := b.System().MarketPrices(ctx, []alex.Symbol{"BND", "SPY"})
			return err
		}},
		{"Job", 1, func(ctx context.Context) error { _, err := p.Job(ctx, jobs.Items[0].ID); return err }},
		{"Jobs", 1, func(ctx context.Context) error { _, err := p.Jobs(ctx, page("")); return err }},
		{"ModelCalls", 1, func(ctx context.Context) error { _, err := p.ModelCalls(ctx, page("")); return err }},
		{"ModelUsage", 5, func(ctx context.Context) error { _, err := p.ModelUsage(ctx, b.now, b.today()); return err }},
		{"Report", 1, func(ctx context.Context) error { _, err := p.Report(ctx, reports.Items[0].ID); return err }},
		{"Reports", 1, func(ctx context.Context) error { _, err := p.Reports(ctx, page("")); return err }},
	}
}

func (b *bench) writes(t testing.TB, wakeUp int) []budget {
	t.Helper()
	p, other := b.As("user_a"), b.person(t, "user_b")
	list, err := p.Accounts(b.ctx)
	must(t, err)
	a := list[0]
	_, c := b.claimed(t, "user_a")
	return []budget{
		{"SaveMarketPrices", 4, func(ctx context.Context) error { return b.System().SaveMarketPrices(ctx, twoPrices(b)) }},
		{"CreatePosition", 6, func(ctx context.Context) error {
			_, err := p.CreatePosition(ctx, alex.Position{AccountID: a.ID, Symbol: "NEW", Quantity: alex.DecimalOf(1)})
			return err
		}},
		{"DeletePosition", 3, func(ctx context.Context) error { return p.DeletePosition(ctx, a.Positions[0].ID, nil) }},
		{"CreateJob, new", 6 + wakeUp, func(ctx context.Context) error { _, _, err := other.CreateJob(ctx, store.JobRequest{}); return err }},
		{"CreateJob, active", 3, func(ctx context.Context) error { _, _, err := p.CreateJob(ctx, store.JobRequest{}); return err }},
		{"ReserveModel", 4, func(ctx context.Context) error {
			return b.System().ReserveModel(ctx, reserving("user_a", b.today(), 1, 1), store.Limits{Tokens: 1e6, Cost: alex.Dollar}, store.Limits{})
		}},
		{"SettleModel", 4, func(ctx context.Context) error {
			return b.System().SettleModel(ctx, b.today(), 1, 1, b.modelCall("user_a", ""))
		}},
		{"ReserveModel of a job", 5, func(ctx context.Context) error {
			hold := reserving("user_a", b.today(), 1, 1)
			hold.Job = c.Job
			return b.System().ReserveModel(ctx, hold, store.Limits{Tokens: 1e6, Cost: alex.Dollar}, store.Limits{Tokens: 1e6, Cost: alex.Dollar})
		}},
		{"SettleModel of a job", 5, func(ctx context.Context) error {
			return b.System().SettleModel(ctx, b.today(), 1, 1, b.modelCall("user_a", c.Job))
		}},
		{"Heartbeat", 3, func(ctx context.Context) error { return b.System().Heartbeat(ctx, c, b.now) }},
		{"SaveSteps", 3, func(ctx context.Context) error { return b.System().SaveSteps(ctx, c, result().Steps) }},
		{"SavePart", 5, func(ctx context.Context) error { return b.System().SavePart(ctx, c, alex.PartFacts, []byte("[]")) }},
		{"Complete", 9, func(ctx context.Context) error { _, err := b.System().Complete(ctx, c, result(), b.now); return err }},
	}
}
