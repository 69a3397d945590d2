package alex_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

func TestPersonRefusesLimits(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, check string
		limit       alex.Limit
		want        []string
	}{
		{"sound", "single_stock", alex.Limit{Warn: dec("5"), Fail: dec("6")}, nil},
		{"alike", "single_stock", alex.Limit{Warn: dec("5"), Fail: dec("5")}, nil},
		{"zero", "unpriced", alex.Limit{}, nil},
		{"sound months", "emergency_fund", alex.Limit{Warn: dec("5"), Fail: dec("0.5")}, nil},
		{"negative warning", "single_stock", alex.Limit{Warn: dec("-1"), Fail: dec("5")}, []string{"limits.single_stock.warn"}},
		{"negative failure", "emergency_fund", alex.Limit{Warn: dec("5"), Fail: dec("-1")}, []string{"limits.emergency_fund.fail"}},
		{"wrong order", "single_stock", alex.Limit{Warn: dec("20"), Fail: dec("10")}, []string{"limits.single_stock.fail"}},
		{"wrong order of months", "emergency_fund", alex.Limit{Warn: dec("3"), Fail: dec("6")}, []string{"limits.emergency_fund.fail"}},
		{"warning alone", "fees", alex.Limit{Warn: dec("1")}, []string{"limits.fees.fail"}},
		{"months of warning alone", "emergency_fund", alex.Limit{Warn: dec("6")}, []string{"limits.emergency_fund.fail"}},
		{"months of failure alone", "emergency_fund", alex.Limit{Fail: dec("3")}, []string{"limits.emergency_fund.fail"}},
		{"no check", "luck", alex.Limit{Warn: dec("1"), Fail: dec("2")}, []string{"limits.luck"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			person := alex.Person{Limits: map[string]alex.Limit{c.check: c.limit}}
			if diff := cmp.Diff(c.want, fieldsOf(person.Validate())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLimitOf(t *testing.T) {
	t.Parallel()
	own := map[string]alex.Limit{"emergency_fund": {Warn: dec("2"), Fail: dec("1")}}
	cases := []struct {
		name, check string
		person      alex.Person
		warn, fail  string
	}{
		{"default", "single_stock", alex.Person{}, "10", "20"},
		{"default goal", "emergency_fund", alex.Person{}, "6", "3"},
		{"own goal", "emergency_fund", alex.Person{EmergencyMonths: ptr(3)}, "3", "1.5"},
		{"no goal", "emergency_fund", alex.Person{EmergencyMonths: ptr(0)}, "0", "0"},
		{"own limit before own goal", "emergency_fund", alex.Person{EmergencyMonths: ptr(12), Limits: own}, "2", "1"},
		{"no check", "luck", alex.Person{Limits: map[string]alex.Limit{"luck": {Warn: dec("1")}}}, "0", "0"},
	}
	for _, c := range cases {
		if got := c.person.LimitOf(c.check); got.Warn.Cmp(dec(c.warn)) != 0 || got.Fail.Cmp(dec(c.fail)) != 0 {
			t.Errorf("%s: %s/%s, want %s/%s", c.name, got.Warn, got.Fail, c.warn, c.fail)
		}
	}
}

func TestFlowsNeedNames(t *testing.T) {
	t.Parallel()
	person := alex.Person{
		Incomes:  []alex.Income{{Annual: usd("1"), StartAge: 60}, {Name: "pension", Annual: usd("1"), StartAge: 60}},
		Spending: []alex.SpendingPhase{{Name: "travel", StartAge: 60}, {Name: " \t", StartAge: 60}},
		Events:   []alex.Event{{Age: 60}},
	}
	want := []string{"incomes[0].name", "spending[1].name", "events[0].name"}
	if diff := cmp.Diff(want, fieldsOf(person.Validate())); diff != "" {
		t.Error(diff)
	}
}
