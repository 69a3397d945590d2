package storetest

import (
	"strings"
	"testing"

	"alex"
)

func fullPerson(id alex.PersonID) alex.Person {
	years, age, income := 30, 62, alex.MustMoney("9999999999.99")
	return alex.Person{
		ID: id, Email: "x@example.com", DisplayName: "Ünïcode 🙂", BirthDate: "1980-02-29",
		YearsUntilRetirement: &years, RetirementAge: &age, TargetRetirementIncome: &income, TargetBeforeTax: true,
		Incomes:           []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("24000"), StartAge: 67}},
		Partner:           &alex.Partner{Name: "P", CurrentAge: 40},
		AssetClassTargets: alex.ClassAllocation{alex.Equity: pct("66.6667"), alex.FixedIncome: pct("33.3333")},
		RegionTargets:     alex.RegionAllocation{alex.NorthAmerica: pct("100")},
		Limits:            map[string]alex.Limit{"fees": {Warn: alex.MustDecimal("0.3"), Fail: alex.MustDecimal("0.75")}},
	}
}

func pct(text string) alex.Percent { return alex.Percent{Decimal: alex.MustDecimal(text)} }

func people(t *testing.T, b *bench) {
	_, err := b.As("nobody").Person(b.ctx)
	wantCode(t, "a person who never signed in", err, alex.CodeNotFound)
	wantCode(t, "saving a person who never signed in", b.As("nobody").SavePerson(b.ctx, alex.Person{}, nil), alex.CodeNotFound)

	p := b.person(t, "user_a")
	want := fullPerson("user_a")
	must(t, p.SavePerson(b.ctx, want, nil))
	got, err := p.Person(b.ctx)
	must(t, err)
	same(t, "the person", got, want)

	got, err = b.System().EnsurePerson(b.ctx, "user_a", "", "new@example.com")
	must(t, err)
	want.Email = "new@example.com"
	same(t, "signing in again keeps all but the new e-mail", got, want)

	stale := alex.Errorf(alex.CodeConflict, "stale")
	err = p.SavePerson(b.ctx, alex.Person{}, func(alex.Person) error { return stale })
	wantCode(t, "a guarded save", err, alex.CodeConflict)
	got, err = p.Person(b.ctx)
	must(t, err)
	same(t, "the person after a save that was stopped", got, want)

	must(t, p.Delete(b.ctx))
	must(t, p.Delete(b.ctx))
	_, err = p.Person(b.ctx)
	wantCode(t, "a deleted person", err, alex.CodeNotFound)

	for name, id := range map[string]alex.PersonID{"empty": "", "long": alex.PersonID(strings.Repeat("x", 256)), "NUL": "a\x00b"} {
		_, err := b.System().EnsurePerson(b.ctx, id, "", "")
		wantCode(t, "a person id that is "+name, err, alex.CodeInvalid)
	}
}
