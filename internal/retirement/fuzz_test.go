package retirement

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"alex"
)

func FuzzParsePlan(f *testing.F) {
	for _, seed := range []string{wholePlan, smallPlan, "{}", `{"incomes":[{"annual":1e9}]}`, `{"partner":{"currentAge":-1}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plan, err := ParsePlan(strings.NewReader(text))
		if err != nil {
			wantRefusal(t, err)
			return
		}
		data, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParsePlan(strings.NewReader(string(data))); err != nil {
			t.Errorf("an accepted plan is refused when written again: %v\n%s", err, data)
		}
	})
}

func FuzzParseAssumptions(f *testing.F) {
	for _, id := range ShippedIDs() {
		data, err := shipped.ReadFile("assumptions/" + id + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(two(`{"equity":{"cash":-1}}`))
	f.Fuzz(func(t *testing.T, text string) {
		set, err := ParseAssumptions(strings.NewReader(text))
		if err != nil {
			wantRefusal(t, err)
			return
		}
		if score, volatility := Swing(balanced(), set); score < 1 || score > 10 || math.IsNaN(volatility) {
			t.Errorf("Swing is %d of %v", score, volatility)
		}
	})
}

func wantRefusal(t *testing.T, err error) {
	t.Helper()
	if code := alex.CodeOf(err); code != alex.CodeInvalid && code != alex.CodeTooLarge {
		t.Errorf("code %q: %v", code, err)
	}
	if err.Error() == "" {
		t.Error("a refusal without a word")
	}
}

// Every plan and every set that is accepted projects to finite figures.
func FuzzProject(f *testing.F) {
	wild := `{"id":"w","classes":{"equity":{"compound":100,"volatility":100},"fixed_income":{"arithmetic":-50,"volatility":100}},
		"correlations":{"equity":{"inflation":-1}},"inflation":{"compound":-50,"volatility":100}}`
	young := strings.NewReplacer(`"currentAge":65,"retirementAge":65`, `"currentAge":15,"retirementAge":60`, `"1000000"`, `"999999999999"`).Replace(smallPlan)
	f.Add(wholePlan, two(`{}`))
	f.Add(smallPlan, wild)
	f.Add(young, wild)
	f.Add(strings.Replace(smallPlan, `"1000000"`, `"0"`, 1), two(`{}`))
	f.Fuzz(func(t *testing.T, planText, setText string) {
		plan, err := ParsePlan(strings.NewReader(planText))
		if err != nil {
			return
		}
		set, err := ParseAssumptions(strings.NewReader(setText))
		if err != nil {
			return
		}
		for _, timing := range []string{TimingStart, TimingEnd} {
			p, err := Project(context.Background(), plan, Options{Paths: MinPaths, Timing: timing, Assumptions: set})
			if err != nil {
				wantRefusal(t, err)
				continue
			}
			if _, err := json.Marshal(p); err != nil {
				t.Errorf("the figures cannot be written: %v", err)
			}
		}
	})
}
