package storetest

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func namedPlan(name string) alex.NamedPlan {
	balance, indexed := alex.MustMoney("1000000.01"), false
	return alex.NamedPlan{Name: name, Plan: alex.Plan{
		CurrentAge: 60, RetirementAge: 62, HorizonAge: 95, Balance: &balance,
		Allocation:     alex.ClassAllocation{alex.Equity: pct("66.6667"), alex.FixedIncome: pct("33.3333")},
		GlidePath:      []alex.GlideStep{{Age: 75, Allocation: alex.ClassAllocation{alex.Cash: pct("100")}}},
		AnnualSpending: alex.MustMoney("40000.50"), SpendingIndexed: &indexed,
		Incomes:  []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("24000"), StartAge: 67, Partner: true}},
		Spending: []alex.SpendingPhase{{Name: "early", Annual: alex.MustMoney("-1"), StartAge: 62}},
		Events:   []alex.Event{{Name: "roof", Amount: alex.MustMoney("-20000"), Age: 70}},
		Fee:      pct("0.25"), Tax: pct("12.5"), WithdrawalRule: alex.WithdrawalRule{Kind: "percent", Percent: pct("4.1")},
		BirthYear: 1966, Partner: &alex.Partner{Name: "P", CurrentAge: 58},
	}}
}

func plans(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	want := namedPlan("Early 🙂")
	first, err := p.CreatePlan(b.ctx, want)
	must(t, err)
	want.ID, want.CreatedAt, want.UpdatedAt = first.ID, b.now, b.now
	same(t, "what creation answers", first, want)
	got, err := p.Plan(b.ctx, first.ID)
	must(t, err)
	same(t, "the plan", got, want)

	b.now = b.now.Add(time.Minute)
	edit := namedPlan("Late")
	edit.ID, edit.RetirementAge, edit.GlidePath = first.ID, 70, nil
	updated, err := p.UpdatePlan(b.ctx, edit, func(stored alex.NamedPlan) error {
		same(t, "what the guard sees", stored, want)
		return nil
	})
	must(t, err)
	edit.CreatedAt, edit.UpdatedAt = want.CreatedAt, b.now
	same(t, "what an update answers", updated, edit)
	_, err = p.UpdatePlan(b.ctx, want, func(alex.NamedPlan) error { return alex.Errorf(alex.CodeConflict, "stale") })
	wantCode(t, "a guarded update", err, alex.CodeConflict)
	got, err = p.Plan(b.ctx, first.ID)
	must(t, err)
	same(t, "the updated plan", got, edit)

	must(t, p.DeletePlan(b.ctx, first.ID, nil))
	wantCode(t, "deleting twice", p.DeletePlan(b.ctx, first.ID, nil), alex.CodeForbidden)
}

func plansRefused(t *testing.T, b *bench) {
	p, stranger := b.person(t, "user_a"), b.person(t, "user_b")
	mine, err := p.CreatePlan(b.ctx, namedPlan("Mine"))
	must(t, err)
	for _, id := range []alex.ID{mine.ID, "0a0b0c0d-0000-4000-8000-000000000000"} {
		theirs := namedPlan("x")
		theirs.ID = id
		_, read := stranger.Plan(b.ctx, id)
		_, update := stranger.UpdatePlan(b.ctx, theirs, nil)
		for name, err := range map[string]error{"Plan": read, "UpdatePlan": update, "DeletePlan": stranger.DeletePlan(b.ctx, id, nil)} {
			if err == nil || err.Error() != alex.ErrForbidden.Error() {
				t.Errorf("%s of another's id = %v, want ErrForbidden", name, err)
			}
		}
	}
	list, err := stranger.Plans(b.ctx, page(""))
	must(t, err)
	same(t, "what a stranger has", list, store.List[alex.NamedPlan]{})
	_, err = p.Plan(b.ctx, "x")
	wantCode(t, "an id that is no UUID", err, alex.CodeInvalid)

	_, err = p.CreatePlan(b.ctx, alex.NamedPlan{Name: "x"})
	wantField(t, "an empty plan", err, "horizonAge")
	_, err = p.CreatePlan(b.ctx, namedPlan(""))
	wantField(t, "no name", err, "name")
	nul := namedPlan("x")
	nul.Partner.Name = "a\x00b"
	_, err = p.CreatePlan(b.ctx, nul)
	wantField(t, "NUL", err, "partner.name")
	huge := namedPlan("x")
	for range 200 {
		huge.Events = append(huge.Events[:min(len(huge.Events), 199)], alex.Event{Name: strings.Repeat("🙂", 100), Age: 70})
	}
	_, err = p.CreatePlan(b.ctx, huge)
	wantCode(t, "a plan past its row", err, alex.CodeTooLarge)
}

// planPages holds a person to the most plans, and reads them in pages.
func planPages(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	var want, got []string
	for i := range alex.MaxPlans {
		want = append(want, "Plan "+strconv.Itoa(i))
		_, err := p.CreatePlan(b.ctx, namedPlan(want[i]))
		must(t, err)
	}
	_, err := p.CreatePlan(b.ctx, namedPlan("one more"))
	wantCode(t, "one plan more than the most", err, alex.CodeConflict)
	for cursor := ""; ; {
		list, err := p.Plans(b.ctx, store.Page{Cursor: cursor, Limit: 7})
		must(t, err)
		for _, plan := range list.Items {
			got = append(got, plan.Name)
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	same(t, "plans in pages, the oldest first", got, want)
}
