package retirement

import (
	"errors"
	"strings"
	"testing"

	"alex"
)

func asError(err error, target **alex.Error) bool { return errors.As(err, target) }

const wholePlan = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"allocation":{"equity":75,"fixed_income":25},
 "annualContribution":"0","contributionGrowthPercent":0,"annualSpending":"40000","spendingIndexed":true,
 "incomes":[{"name":"Social Security","annual":"24000","startAge":67,"endAge":95,"indexed":true}],
 "spending":[{"name":"until 75","annual":"5000","startAge":65,"endAge":75}],"events":[{"name":"new roof","amount":"-20000","age":70}],
 "feePercent":0,"taxPercent":0,"withdrawalRule":{"kind":"constant"},"glidePath":[{"age":75,"allocation":{"equity":50,"fixed_income":50}}],
 "accounts":[{"kind":"tax_deferred","balance":"600000","taxPercent":15},{"kind":"taxable","balance":"400000","cash":"20000","cashInterest":"0.0400"}],
 "birthYear":1961,"partner":{"currentAge":63,"horizonAge":95}}`

const smallPlan = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"1000000","allocation":{"equity":100},"annualSpending":"40000"}`

func TestParsePlanReadsTheWholeFormat(t *testing.T) {
	t.Parallel()
	plan := parsePlan(t, wholePlan)
	if plan.LastAge() != 97 || plan.Total().String() != "1000000.00" || len(plan.GlidePath) != 1 {
		t.Errorf("the plan ends at %d with %s", plan.LastAge(), plan.Total())
	}
	p := project(t, plan, Options{})
	if last := p.Percentiles[len(p.Percentiles)-1].Age; last != 97 {
		t.Errorf("the projection ends at %d, want 97: the partner's horizon", last)
	}
}

func TestParsePlanRefuses(t *testing.T) {
	t.Parallel()
	with := func(old, replacement string) string { return strings.Replace(smallPlan, old, replacement, 1) }
	tests := []struct{ name, text, field string }{
		{"nothing", "", "plan"},
		{"null", "null", "plan"},
		{"broken JSON", smallPlan[:40], "plan"},
		{"text after it", smallPlan + "x", "plan"},
		{"no spending", with(`,"annualSpending":"40000"`, ""), "annualSpending"},
		{"no age", with(`"currentAge":65,`, ""), "currentAge"},
		{"no balance", with(`"balance":"1000000",`, ""), "balance"},
		{"no allocation", with(`"allocation":{"equity":100},`, ""), "allocation"},
		{"both balances", with(`"balance"`, `"accounts":[{"kind":"taxable","balance":"1"}],"balance"`), "balance"},
		{"unknown field", with(`"balance"`, `"ballance":"1","balance"`), "ballance"},
		{"twice", with(`"balance"`, `"balance":"1","balance"`), "balance"},
		{"a word for an amount", with(`"40000"`, `"forty"`), "annualSpending"},
		{"a fraction of a cent", with(`"40000"`, `"0.001"`), "annualSpending"},
		{"a fraction of a year", with(`"currentAge":65`, `"currentAge":65.5`), "currentAge"},
		{"an unknown class", with(`"equity":100`, `"equity":50,"gold":50`), "allocation.gold"},
		{"weights of 99", with(`"equity":100`, `"equity":99`), "allocation"},
		{"deep inside", with(`"balance"`, `"incomes":[{"annual":"1","startAge":70},{"annual":"x","startAge":70}],"balance"`), "incomes[1].annual"},
		{"unknown inside", with(`"balance"`, `"incomes":[{"annual":"1","startAge":70,"taxed":true}],"balance"`), "incomes[0].taxed"},
		{"nested too deeply", with(`"40000"`, strings.Repeat("[", 40)+strings.Repeat("]", 40)), "annualSpending" + strings.Repeat("[0]", 16)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParsePlan(strings.NewReader(test.text))
			wantField(t, err, test.field)
		})
	}
}

func TestParsePlanRefusesLargeDocuments(t *testing.T) {
	t.Parallel()
	_, err := ParsePlan(strings.NewReader(smallPlan + strings.Repeat(" ", 1<<20)))
	if alex.CodeOf(err) != alex.CodeTooLarge {
		t.Errorf("a megabyte of blanks gives %v", err)
	}
}

func TestParsePlanPassesOnReadErrors(t *testing.T) {
	t.Parallel()
	if _, err := ParsePlan(brokenReader{}); !errors.Is(err, errBroken) {
		t.Errorf("a broken reader gives %v", err)
	}
}

var errBroken = errors.New("broken")

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errBroken }
