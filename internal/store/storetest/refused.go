package storetest

import (
	"strings"
	"testing"

	"alex"
)

// refusedValues never reach a row, and the error names their field.
func refusedValues(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	a := b.account(t, p)
	zero, negative := alex.MustDecimal("0"), alex.MustMoney("-1")
	for name, c := range map[string]struct {
		field string
		edit  func(*alex.Position)
	}{
		"no symbol":            {"symbol", func(x *alex.Position) { x.Symbol = "" }},
		"a symbol with spaces": {"symbol", func(x *alex.Position) { x.Symbol = "A B" }},
		"zero":                 {"quantity", func(x *alex.Position) { x.Quantity = zero }},
		"negative":             {"quantity", func(x *alex.Position) { x.Quantity = alex.MustDecimal("-1") }},
		"nine decimals":        {"quantity", func(x *alex.Position) { x.Quantity = alex.MustDecimal("0.000000001") }},
		"too much":             {"quantity", func(x *alex.Position) { x.Quantity = alex.MustDecimal("1000000000000") }},
		"a price of zero":      {"price", func(x *alex.Position) { x.Price = &zero }},
		"a negative value":     {"printedValue", func(x *alex.Position) { x.Printed = &negative }},
		"no date":              {"asOfDate", func(x *alex.Position) { x.AsOf = "2026-02-30" }},
		"an unknown source":    {"priceSource", func(x *alex.Position) { x.PriceSource = "rumour" }},
	} {
		pos := alex.Position{AccountID: a.ID, Symbol: "VTI", Quantity: alex.MustDecimal("1")}
		c.edit(&pos)
		_, err := p.CreatePosition(b.ctx, pos)
		wantField(t, name, err, c.field)
	}
	for name, c := range map[string]struct {
		field string
		edit  func(*alex.Account)
	}{
		"no name":              {"accountName", func(x *alex.Account) { x.Name = "" }},
		"a long name":          {"accountName", func(x *alex.Account) { x.Name = strings.Repeat("é", 256) }},
		"an unknown type":      {"accountType", func(x *alex.Account) { x.Type = "offshore" }},
		"too much cash":        {"cashBalance", func(x *alex.Account) { x.CashBalance = alex.MustMoney("10000000000") }},
		"interest over one":    {"cashInterest", func(x *alex.Account) { x.CashInterest = alex.MustDecimal("1.1") }},
		"fine interest":        {"cashInterest", func(x *alex.Account) { x.CashInterest = alex.MustDecimal("0.00001") }},
		"a bad position":       {"positions[0].quantity", func(x *alex.Account) { x.Positions[0].Quantity = zero }},
		"a symbol twice":       {"positions[1].symbol", func(x *alex.Account) { x.Positions[1].Symbol = "BND" }},
		"a whole number as id": {"last4", func(x *alex.Account) { x.Last4 = "123456789" }},
	} {
		account := household()
		account.Fingerprint = "other"
		c.edit(&account)
		_, err := p.CreateAccount(b.ctx, account)
		wantField(t, name, err, c.field)
	}
	for name, target := range map[string]string{"sums to 99": "99", "a weight below zero": "-1", "five decimals": "99.99999"} {
		person := alex.Person{AssetClassTargets: alex.ClassAllocation{alex.Equity: pct(target)}}
		if name == "five decimals" {
			person.AssetClassTargets[alex.Cash] = pct("0.00001")
		}
		wantCode(t, name, p.SavePerson(b.ctx, person, nil), alex.CodeInvalid)
	}
	list, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "nothing was stored", list, []alex.Account{a})
}

func wantField(t testing.TB, name string, err error, field string) {
	t.Helper()
	var problems alex.Problems
	problems.Join("", err)
	if err == nil || !strings.Contains(problems.Err().Error(), field+":") || alex.CodeOf(err) != alex.CodeInvalid {
		t.Errorf("%s: %v does not refuse %s", name, err, field)
	}
}

// text comes back to the byte, or is refused.
func text(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	for name, s := range map[string]string{
		"quotes":    `'; DROP TABLE users; -- " \ %s $1 ?`,
		"unicode":   "naïve 🙂 ﷽ \u202eright to left\u202c 日本",
		"escapes":   `\u0000 \\u0000 <script>&amp;`,
		"lines":     "a\n\tb",
		"longest":   strings.Repeat("é", 255),
		"null":      "null",
		"numberish": "0123",
		"spaces":    "  a  ",
	} {
		account := alex.Account{Name: s, Type: alex.Taxable, Purpose: s}
		a, err := p.CreateAccount(b.ctx, account)
		must(t, err)
		got, err := p.Account(b.ctx, a.ID)
		must(t, err)
		if got.Name != s || got.Purpose != s {
			t.Errorf("%s: %q came back as %q and %q", name, s, got.Name, got.Purpose)
		}
		person := alex.Person{DisplayName: s, Incomes: []alex.Income{{Name: clip100(s)}}}
		must(t, p.SavePerson(b.ctx, person, nil))
		back, err := p.Person(b.ctx)
		must(t, err)
		if back.DisplayName != s || back.Incomes[0].Name != clip100(s) {
			t.Errorf("%s: %q came back as %q and %q", name, s, back.DisplayName, back.Incomes[0].Name)
		}
	}
	for name, s := range map[string]string{"NUL": "a\x00b", "not UTF-8": "a\xffb"} {
		_, err := p.CreateAccount(b.ctx, alex.Account{Name: s, Type: alex.Taxable})
		wantCode(t, name+" in a name", err, alex.CodeInvalid)
		_, err = p.Instruments(b.ctx, s, page(""))
		wantCode(t, name+" in a search", err, alex.CodeInvalid)
		_, err = p.Instrument(b.ctx, alex.Symbol(s))
		wantCode(t, name+" in a symbol", err, alex.CodeInvalid)
		_, err = b.As(alex.PersonID(s)).Person(b.ctx)
		wantCode(t, name+" in a person's id", err, alex.CodeInvalid)
	}
	_, c := b.claimed(t, "user_b")
	steps := []alex.Step{{Agent: alex.Planner, Error: "a\x00b"}}
	wantCode(t, "NUL inside JSON", b.System().SaveSteps(b.ctx, c, steps), alex.CodeInvalid)
	steps[0].Error = `a\u0000b`
	must(t, b.System().SaveSteps(b.ctx, c, steps))
	wantCode(t, "NUL in a part", b.System().SavePart(b.ctx, c, alex.PartFacts, []byte("a\x00b")), alex.CodeInvalid)
}

func clip100(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100])
	}
	return s
}
