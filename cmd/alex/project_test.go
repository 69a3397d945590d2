package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alex/internal/retirement"
)

// plans are one of every kind.
func plans() map[string]string {
	const young = `{"currentAge":30,"retirementAge":65,"horizonAge":95,"balance":"20000","allocation":{"equity":90,"fixed_income":10},
		"annualContribution":"12000","contributionGrowthPercent":1,"annualSpending":"60000","incomes":[{"name":"Social Security","annual":"24000","startAge":67}]}`
	return map[string]string{
		"retiree":     trinity,
		"saver":       young,
		"last year":   `{"currentAge":94,"retirementAge":65,"horizonAge":95,"balance":"40000","allocation":{"cash":100},"annualSpending":"40000"}`,
		"nothing":     `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"0","allocation":{"equity":100},"annualSpending":"40000"}`,
		"no spending": `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"1","allocation":{"equity":100},"annualSpending":"0"}`,
		"couple": with(`"birthYear":1961,"partner":{"name":"Bo","currentAge":63,"horizonAge":97,"survivorSpendingPercent":75},
			"incomes":[{"name":"Mine","annual":"24000","startAge":67,"kind":"social_security"},{"name":"Theirs","annual":"18000","startAge":67,"kind":"social_security","partner":true}],
			"events":[{"name":"car","amount":"-20000","age":66,"partner":true}]`),
		"accounts": strings.Replace(with(`"birthYear":1961,"accounts":[{"kind":"tax_deferred","balance":"600000","taxPercent":15},
			{"kind":"taxable","balance":"300000","cash":"20000","cashInterest":"0.04","taxPercent":5},{"kind":"tax_free","balance":"100000"}]`), `"balance":"1000000",`, "", 1),
		"phases, events, a glide path": with(`"spending":[{"name":"travel","annual":"8000","startAge":65,"endAge":75}],"feePercent":0.4,"taxPercent":10,
			"events":[{"name":"roof","amount":"-20000","age":70},{"name":"house","amount":"150000","age":80}],"spendingIndexed":false,
			"glidePath":[{"age":75,"allocation":{"equity":40,"fixed_income":40,"cash":20}}]`),
		"guardrails":    with(`"withdrawalRule":{"kind":"guardrails"}`),
		"percent":       with(`"withdrawalRule":{"kind":"percent","percent":4}`),
		"floor ceiling": with(`"withdrawalRule":{"kind":"floor_ceiling","floorPercent":85,"ceilingPercent":120}`),
		"every class": strings.Replace(trinity, `{"equity":75,"fixed_income":25}`,
			`{"equity":40,"fixed_income":20,"real_estate":10,"commodities":10,"cash":10,"alternatives":10}`, 1),
	}
}

// TestPlansOfEveryKind projects each plan in each mode: as a text that fits the
// screen and as a document that agrees with it.
func TestPlansOfEveryKind(t *testing.T) {
	t.Parallel()
	for name, plan := range plans() {
		for _, mode := range retirement.Modes() {
			t.Run(name+", "+mode, func(t *testing.T) {
				t.Parallel()
				dir := lay(t, map[string]string{"plan.json": plan})
				args := project("--mode", mode)
				if mode != retirement.ModeHistorical {
					args = append(args, "--paths", "1000")
				}
				text := done(t, dir, args...)
				onScreen(t, text)
				var p retirement.Projection
				if err := json.Unmarshal([]byte(done(t, dir, append(args, "--json")...)), &p); err != nil {
					t.Fatal(err)
				}
				agree(t, text, p)
			})
		}
	}
}

// agree looks for what a projection says in the text about it.
func agree(t *testing.T, text string, p retirement.Projection) {
	t.Helper()
	wants := []string{"engine " + p.EngineVersion, fmt.Sprintf("%q", p.AssumptionSet), "By method"}
	if p.Mode == retirement.ModeHistorical {
		wants = []string{fmt.Sprintf("in %d of %d start years", p.Successes, p.Windows), fmt.Sprintf("%q", p.AssumptionSet)}
	}
	if p.SustainableIncome != nil {
		wants = append(wants, sum(p.SustainableIncome.P90))
	}
	for _, l := range p.Levers {
		if l.Reached {
			wants = append(wants, leverWords(l))
		}
	}
	for _, s := range p.Stress {
		wants = append(wants, fmt.Sprintf("\n  %d   %d ", s.StartYear, s.Years))
	}
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	if fails := strings.Contains(text, "Falls short"); fails != (p.SuccessRate < 1) {
		t.Errorf("the success rate is %v:\n%s", p.SuccessRate, text)
	}
}

// TestVerifyProjection: a stored result is confirmed in every mode, at every
// detail; another plan or a changed figure is named.
func TestVerifyProjection(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{
		"plan.json": trinity, "other.json": strings.Replace(trinity, "40000", "41000", 1), "r.csv": ownReturnsOf(40),
		"set.json": `{"id":"mine","classes":{"equity":{"compound":7,"volatility":16},"fixed_income":{"compound":4,"volatility":6}},"inflation":{"compound":2,"volatility":1}}`,
	})
	for name, c := range map[string]struct{ made, again []string }{
		"parametric":  {[]string{"--paths", "1000", "--seed", "7"}, nil},
		"cautious":    {[]string{"--assumptions", "cautious", "--timing", "end", "--detail", "quick"}, nil},
		"own set":     {[]string{"--assumptions", "$DIR/set.json", "--paths", "2000"}, []string{"--assumptions", "$DIR/set.json"}},
		"historical":  {[]string{"--mode", "historical", "--detail", "standard"}, nil},
		"bootstrap":   {[]string{"--mode", "bootstrap", "--paths", "1000"}, nil},
		"own returns": {[]string{"--mode", "historical", "--returns", "$DIR/r.csv"}, []string{"--returns", "$DIR/r.csv"}},
		"compared":    {[]string{"--paths", "1000", "--against", "$DIR/other.json"}, []string{"--against", "$DIR/other.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored := done(t, dir, append(project("--json"), c.made...)...)
			file := filepath.Join(dir, name+".json")
			if err := os.WriteFile(file, []byte(stored), 0o600); err != nil {
				t.Fatal(err)
			}
			verify := func(plan string) invocation {
				return invoke(t, dir, "", append([]string{"project", "--plan", "$DIR/" + plan, "--verify", file}, c.again...)...)
			}
			if got := verify("plan.json"); got.code != exitDone || !strings.HasPrefix(got.out, "same") {
				t.Errorf("%d: %s%s", got.code, got.out, got.err)
			}
			if got := verify("other.json"); got.code != exitFailed || !strings.HasPrefix(got.out, "different in ") || !strings.Contains(got.out, "inputsHash") {
				t.Errorf("another plan: %d: %s%s", got.code, got.out, got.err)
			}
			if len(c.again) > 0 {
				got := invoke(t, dir, "", project("--verify", file)...)
				if got.code != exitFailed || !strings.Contains(got.err, c.again[0]) {
					t.Errorf("without %s: %d: %s%s", c.again[0], got.code, got.out, got.err)
				}
			}
		})
	}
}

// ownReturnsOf is a file of so many years, good and bad in turn.
func ownReturnsOf(years int) string {
	var text strings.Builder
	text.WriteString("year,equity,fixed_income,inflation\n")
	for i := range years {
		fmt.Fprintf(&text, "%d,%.2f,0.03,0.02\n", 1950+i, []float64{.2, -.12, .1, .05}[i%4])
	}
	return text.String()
}

// TestVerifyChanged looks at what is said of a result that has been touched.
func TestVerifyChanged(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"plan.json": trinity})
	stored := done(t, dir, project("--json", "--detail", "quick", "--paths", "1000")...)
	for name, c := range map[string]struct {
		old, new string
		code     int
		out, err []string
	}{
		"written otherwise": {`"percentiles"`, ` "percentiles" `, exitDone, []string{"same"}, nil},
		"a figure":          {`"successes": `, `"successes": 1`, exitFailed, []string{"different in successes\n  successes: stored 1", ", now "}, nil},
		"a warning":         {`"warnings": []`, `"warnings": ["x"]`, exitFailed, []string{"warnings: stored \"a list of 1\", now \"a list of 0\""}, nil},
		"an added member":   {`"warnings"`, `"more":{"x":[1]},"warnings"`, exitFailed, []string{"  more: stored {\"x\":[1]}, now null"}, nil},
		"another engine":    {`"engineVersion": "`, `"engineVersion": "0.`, exitFailed, []string{"engine_changed: made by engine 0."}, nil},
		"no engine":         {`"engineVersion"`, `"engine"`, exitFailed, nil, []string{"engineVersion: is missing"}},
		"another set":       {`"assumptionSet": "default"`, `"assumptionSet": "mine"`, exitFailed, nil, []string{"assumptionSet: ", "--assumptions"}},
		"a seed in words":   {`"seed": "`, `"seed": "x`, exitFailed, nil, []string{"seed: "}},
		"half of it":        {"}\n", "", exitFailed, nil, []string{"is not the JSON of a projection"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(stored, c.old, c.new, 1)
			if name == "half of it" {
				changed = stored[:len(stored)/2]
			}
			got := invoke(t, dir, changed, project("--verify", "-")...)
			if got.code != c.code {
				t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
			}
			for _, want := range c.out {
				if !strings.Contains(got.out, want) {
					t.Errorf("standard output lacks %q: %s%s", want, got.out, got.err)
				}
			}
			for _, want := range c.err {
				if !strings.Contains(got.err, want) {
					t.Errorf("standard error lacks %q: %s%s", want, got.out, got.err)
				}
			}
		})
	}
	older := object(t, stored) // of the same engine, before these were told
	delete(older, "endingHistogram")
	delete(older, "cashFlows")
	text, err := json.Marshal(older)
	if err != nil {
		t.Fatal(err)
	}
	if got := invoke(t, dir, string(text), project("--verify", "-")...); got.code != exitDone || !strings.HasPrefix(got.out, "same") {
		t.Errorf("an older result: %s%s", got.out, got.err)
	}
	document := object(t, invoke(t, dir, strings.Replace(stored, `"successes": `, `"successes": 1`, 1), project("--verify", "-", "--json")...).out)
	if string(document["result"]) != `"different"` || !strings.Contains(string(document["differences"]), `"field": "successes"`) {
		t.Errorf("as JSON: %s", document)
	}
}
