package storetest

import (
	"testing"

	"alex"
)

func sampleHousehold(t *testing.T, b *bench) {
	p, stranger := b.person(t, "user_a"), b.person(t, "user_b")
	own, err := p.CreateAccount(b.ctx, alex.Account{Name: "IRA", Type: alex.TaxFree})
	must(t, err)
	sample := household()
	sample.Name, sample.Fingerprint = "IRA", "sample 1"
	years := 30
	fill := func(person alex.Person) alex.Person {
		person.YearsUntilRetirement = &years
		return person
	}
	first, err := p.AddSample(b.ctx, []alex.Account{sample}, fill)
	must(t, err)
	again, err := p.AddSample(b.ctx, []alex.Account{sample}, fill)
	must(t, err)
	same(t, "the sample twice", again, first)
	list, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "the accounts", list, append([]alex.Account{own}, first...))
	person, err := p.Person(b.ctx)
	must(t, err)
	if person.YearsUntilRetirement == nil || *person.YearsUntilRetirement != years {
		t.Errorf("the person is %+v", person)
	}
	others, err := stranger.Accounts(b.ctx)
	must(t, err)
	same(t, "a stranger's accounts", others, []alex.Account{})
}

func sampleRefused(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	before, err := p.Person(b.ctx)
	must(t, err)
	wrong := -1
	_, err = p.AddSample(b.ctx, []alex.Account{household()}, func(person alex.Person) alex.Person {
		person.RetirementAge = &wrong
		return person
	})
	wantField(t, "an answer that cannot be", err, "retirementAge")
	bad := household()
	bad.Positions[0].Quantity = alex.MustDecimal("-1")
	_, err = p.AddSample(b.ctx, []alex.Account{bad}, func(person alex.Person) alex.Person { return person })
	wantField(t, "a bad account", err, "accounts[0].positions[0].quantity")
	after, err := p.Person(b.ctx)
	must(t, err)
	same(t, "the person", after, before)
	list, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "the accounts", list, []alex.Account{})
	_, err = b.Store.As("nobody").AddSample(b.ctx, []alex.Account{household()}, func(person alex.Person) alex.Person { return person })
	wantCode(t, "someone without a record", err, alex.CodeNotFound)
}
