package alex_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
)

func TestAllocationsSumToExactly100(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		give   alex.ClassAllocation
		fields []string
	}{
		{"whole", alex.ClassAllocation{"equity": pct("60"), "fixed_income": pct("40")}, nil},
		{"thirds", alex.ClassAllocation{"equity": pct("33.34"), "fixed_income": pct("33.33"), "cash": pct("33.33")}, nil},
		{"99", alex.ClassAllocation{"equity": pct("99")}, []string{"x"}},
		{"a hair over", alex.ClassAllocation{"equity": pct("100.0001")}, []string{"x", "x.equity"}},
		{"empty", alex.ClassAllocation{}, []string{"x"}},
		{"unknown key", alex.ClassAllocation{"equity": pct("50"), "emerging": pct("50")}, []string{"x.emerging"}},
		{"negative", alex.ClassAllocation{"equity": pct("110"), "cash": pct("-10")}, []string{"x.cash", "x.equity"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.fields, fieldsOf(c.give.Validate("x"))); diff != "" {
				t.Error(diff)
			}
		})
	}
	if fields := fieldsOf(alex.SectorAllocation{"government": pct("100")}.Validate("s")); len(fields) != 1 {
		t.Errorf("the sector government: %v", fields)
	}
}

func fieldsOf(err error) []string {
	var e *alex.Error
	if !errors.As(err, &e) {
		return nil
	}
	var list []string
	for _, f := range e.Fields {
		list = append(list, f.Location)
	}
	return list
}

func TestKeysAreTheRequirements(t *testing.T) {
	t.Parallel()
	counts := map[string][2]int{
		"regions": {len(alex.Europe.Known()), 9}, "classes": {len(alex.Equity.Known()), 6},
		"types": {len(alex.ETF.Known()), 7}, "sectors": {len(alex.Energy.Known()), 18},
	}
	for what, n := range counts {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
}

func TestParseSymbol(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]alex.Symbol{
		" vti ": "VTI", "brk/b": "BRK.B", "BRK B": "BRK.B", "BF.B": "BF.B", "91282CLW9": "91282CLW9", "X-FUND-1A2B": "X-FUND-1A2B",
	} {
		if got, err := alex.ParseSymbol(text); err != nil || got != want {
			t.Errorf("%q = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "T 4 5/8 02/15/35", "VTI;DROP", "=1+1", "ÄÖÜ", strings.Repeat("A", 21), "A\x00B", "<b>"} {
		if got, err := alex.ParseSymbol(text); err == nil {
			t.Errorf("%q was read as %q", text, got)
		}
	}
}

func FuzzParseSymbol(f *testing.F) {
	for _, text := range []string{"VTI", "brk/b", "-AAPL241220C150", "a b c", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := alex.ParseSymbol(text)
		if err != nil {
			return
		}
		if again, err := alex.ParseSymbol(string(s)); err != nil || again != s {
			t.Errorf("%q became %q, then %q (%v)", text, s, again, err)
		}
		if err := (alex.Instrument{Symbol: s, Name: "x", Currency: "USD"}).Validate(); err != nil {
			t.Errorf("%q is no valid symbol: %v", s, err)
		}
	})
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2026-02-30", "2026-2-3", "10/30/2026", "", "2026-10-30T00:00:00Z"} {
		if _, err := alex.ParseDate(text); err == nil {
			t.Errorf("%q is a date?", text)
		}
	}
	if days := alex.Date("2026-02-27").DaysUntil("2026-03-02"); days != 3 {
		t.Errorf("%d days, want 3", days)
	}
	if days := alex.Date("").DaysUntil("2026-03-02"); days != 0 {
		t.Errorf("no date is %d days old", days)
	}
	for day, want := range map[alex.Date]int{"2026-04-11": 57, "2026-04-12": 58, "2026-12-31": 58} {
		if got := alex.Date("1968-04-12").AgeOn(day); got != want {
			t.Errorf("age on %s is %d, want %d", day, got, want)
		}
	}
	if got := alex.Date("2004-02-29").AgeOn("2025-02-28"); got != 20 {
		t.Errorf("born on a leap day: %d, want 20", got)
	}
	if got := alex.Date("2026-03-10").Text(); got != "March 10, 2026" {
		t.Error(got)
	}
	if got := alex.DateOf(time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)); got != "2026-03-01" {
		t.Error(got)
	}
	var d alex.Date
	if err := json.Unmarshal([]byte(`"2026-13-01"`), &d); err == nil {
		t.Error("month 13 was read")
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		give alex.Person
		want alex.Ages
	}{
		{"nobody", alex.Person{}, alex.Ages{Current: 45, Retirement: 67, Horizon: 95, CurrentAssumed: true, RetirementAssumed: true, HorizonAssumed: true}},
		{"thirty years to go", alex.Person{YearsUntilRetirement: ptr(30)}, alex.Ages{Current: 37, Retirement: 67, Horizon: 95, CurrentAssumed: true, HorizonAssumed: true}},
		{"at least eighteen", alex.Person{YearsUntilRetirement: ptr(60)}, alex.Ages{Current: 18, Retirement: 78, Horizon: 95, CurrentAssumed: true, HorizonAssumed: true}},
		{"born and retired", alex.Person{BirthDate: "1946-01-01", RetirementAge: ptr(65), HorizonAge: ptr(92)}, alex.Ages{Current: 80, Retirement: 80, Horizon: 92}},
		{"past the horizon", alex.Person{BirthDate: "1926-01-01", RetirementAge: ptr(65), HorizonAge: ptr(92)}, alex.Ages{Current: 100, Retirement: 100, Horizon: 101, HorizonRaised: true}},
		{"horizon today", alex.Person{BirthDate: "1966-01-01", RetirementAge: ptr(55), HorizonAge: ptr(60)}, alex.Ages{Current: 60, Retirement: 60, Horizon: 61, HorizonRaised: true}},
		{"horizon before retirement", alex.Person{BirthDate: "1976-01-01", RetirementAge: ptr(70), HorizonAge: ptr(65)}, alex.Ages{Current: 50, Retirement: 70, Horizon: 70, HorizonRaised: true}},
		{"horizon at retirement", alex.Person{BirthDate: "1976-01-01", RetirementAge: ptr(70), HorizonAge: ptr(70)}, alex.Ages{Current: 50, Retirement: 70, Horizon: 70}},
		{"older than every horizon", alex.Person{BirthDate: "1926-01-01", RetirementAge: ptr(65)}, alex.Ages{Current: 100, Retirement: 100, Horizon: 101, HorizonAssumed: true}},
		{"years before a retirement age", alex.Person{YearsUntilRetirement: ptr(5), RetirementAge: ptr(62)}, alex.Ages{Current: 57, Retirement: 62, Horizon: 95, CurrentAssumed: true, HorizonAssumed: true}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, c.give.AgesOn("2026-10-30")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPersonNamesBadFields(t *testing.T) {
	t.Parallel()
	p := alex.Person{
		DisplayName: "a\x00b", BirthDate: "2026-02-30", YearsUntilRetirement: ptr(-1), RetirementAge: ptr(12), HorizonAge: ptr(500),
		TargetRetirementIncome: ptr(usd("-1")), Tax: ptr(pct("95")), AssetClassTargets: alex.ClassAllocation{"equity": pct("99")},
		RegionTargets: alex.RegionAllocation{"mars": pct("100")},
		Incomes:       []alex.Income{{Name: "ok", Annual: usd("1"), StartAge: 60}, {Name: "bad", Annual: usd("-5"), StartAge: 70, EndAge: 60}},
		Events:        []alex.Event{{Name: "roof", Amount: usd("-20000000000"), Age: 200}},
	}
	want := []string{
		"displayName", "birthDate", "yearsUntilRetirement", "retirementAge", "horizonAge", "targetRetirementIncome", "taxPercent",
		"assetClassTargets", "regionTargets.mars", "incomes[1].annual", "incomes[1].endAge", "events[0].amount", "events[0].age",
	}
	if diff := cmp.Diff(want, fieldsOf(p.Validate())); diff != "" {
		t.Error(diff)
	}
}

func TestStoredNounsNameBadFields(t *testing.T) {
	t.Parallel()
	account := alex.Account{Type: "piggy", CashBalance: usd("10000000000"), CashInterest: dec("0.00001")}
	if diff := cmp.Diff([]string{"accountName", "accountType", "cashBalance", "cashInterest"}, fieldsOf(account.Validate())); diff != "" {
		t.Error(diff)
	}
	position := alex.Position{Symbol: "no ticker", Quantity: dec("0.000000001"), Price: ptr(dec("0")), Printed: ptr(usd("-1")), AsOf: "x"}
	if diff := cmp.Diff([]string{"symbol", "quantity", "price", "printedValue", "asOfDate"}, fieldsOf(position.Validate())); diff != "" {
		t.Error(diff)
	}
	for _, quantity := range []string{"0.00000001", "999999999999.99999999"} {
		if err := (alex.Position{Symbol: "VTI", Quantity: dec(quantity)}).Validate(); err != nil {
			t.Errorf("quantity %s: %v", quantity, err)
		}
	}
	instrument := alex.Instrument{
		Symbol: "VTI", Name: strings.Repeat("x", 256), Type: "warrant", Currency: "usd", ExpenseRatio: ptr(dec("3")),
		AssetClasses: alex.ClassAllocation{"equity": pct("100")}, Regions: alex.RegionAllocation{"global": pct("99")},
	}
	want := []string{"name", "instrumentType", "currency", "expenseRatio", "allocationRegions"}
	if diff := cmp.Diff(want, fieldsOf(instrument.Validate())); diff != "" {
		t.Error(diff)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	wrapped := fmt.Errorf("outer: %w", alex.Errorf(alex.CodeFenced, "other words"))
	if !errors.Is(wrapped, alex.ErrFenced) || errors.Is(wrapped, alex.ErrForbidden) {
		t.Error("an error is known by its code")
	}
	if alex.CodeOf(nil) != "" || alex.CodeOf(errors.New("x")) != alex.CodeInternal || alex.CodeOf(wrapped) != alex.CodeFenced {
		t.Error("codes are lost on the way up")
	}
	var p alex.Problems
	p.Join("accounts[2]", alex.Invalid("cashBalance", "is %d", 5))
	p.Join("", nil)
	if got := p.Err().Error(); got != "accounts[2].cashBalance: is 5" {
		t.Error(got)
	}
}
