package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/app"
	"alex/internal/report"
)

// text is a positions file out of memory.
func text(name, body string) app.PositionsFile {
	return app.PositionsFile{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }}
}

const columns = "account,account type,symbol,description,quantity,price,value,currency,date\n"

// holding is one row of a positions file.
func holding(account, symbol, name, quantity, price string) string {
	return fmt.Sprintf("%s,taxable,%s,%s,%s,%s,,USD,2026-10-30\n", account, symbol, name, quantity, price)
}

// cash is a row of cash, which may be owed.
func cash(account, amount string) string {
	return fmt.Sprintf("%s,taxable,CASH,Cash,%s,1,%s,USD,2026-10-30\n", account, amount, amount)
}

func many(n int, row func(i int) string) string {
	var rows strings.Builder
	for i := range n {
		rows.WriteString(row(i))
	}
	return rows.String()
}

// edge is a portfolio or a person at the end of what there is.
type edge struct {
	name, rows, profile string

	empty    bool     // nothing is owned
	says     []string // in the report
	sections string   // beside the seven that every report has
}

func edges() []edge {
	vti := holding("A", "VTI", "Vanguard Total Stock Market ETF", "1000", "300")
	bnd := holding("A", "BND", "Vanguard Total Bond Market ETF", "1000", "70")
	unknown := func(worth string) string { return holding("A", "QQZX", "Example", "1", worth) }
	return []edge{
		{name: "header only", empty: true, says: []string{"nothing to analyze yet", "without any positions"}},
		{name: "all cash", rows: cash("A", "50000"), says: []string{"$50,000"}},
		{name: "a single stock", rows: holding("A", "MSFT", "Microsoft", "10", "500"), says: []string{"$5,000", "single company"}},
		{name: "a hundred million shares", rows: holding("A", "VTI", "VTI", "100000000", "300"), says: []string{"$30,000,000,000"}},
		{name: "a hundred-millionth of a share", rows: holding("A", "VTI", "VTI", "0.00000001", "300"), says: []string{"VTI"}},
		{name: "a hundred-millionth of a share beside cash", rows: holding("A", "VTI", "VTI", "0.00000001", "300") + cash("A", "1")},
		{name: "everything unclassified", rows: unknown("5000"), says: []string{"could not be classified"}},
		{name: "thirty percent unclassified", rows: unknown("30000") + holding("A", "VTI", "VTI", "100", "700"), says: []string{"behaves like cash"}},
		{name: "only a holding without a price", rows: holding("A", "QQZX", "Example", "5", ""), says: []string{"no price"}},
		{name: "a holding without a price beside others", rows: vti + holding("A", "QQZX", "Example", "5", ""), says: []string{"no price", "$300,000"}},
		{name: "margin above the holdings", rows: vti + cash("A", "-400000"), says: []string{"A"}},
		{name: "margin below the holdings", rows: vti + cash("A", "-100000"), says: []string{"$200,000"}},
		{name: "margin as large as the holdings", rows: vti + cash("A", "-300000")},
		{name: "debts and nothing else", rows: cash("A", "-1000")},
		{name: "retired at eighty", rows: vti + bnd, profile: `{"birthDate":"1946-05-01","retirementAge":62,"currentAnnualSpending":"20000"}`, says: []string{"retirement is paid for"}},
		{name: "sixty years to go", rows: vti, profile: `{"birthDate":"2004-05-01","retirementAge":82,"horizonAge":100,"annualContribution":"5000","currentAnnualSpending":"30000"}`},
		{name: "past the longest horizon", rows: vti, profile: `{"birthDate":"2004-05-01","horizonAge":120,"currentAnnualSpending":"30000"}`, says: []string{"102"}},
		{name: "at the end of the horizon", rows: vti, profile: `{"birthDate":"1926-01-01","horizonAge":95}`},
		{name: "a hundred and twenty years old", rows: vti, profile: `{"birthDate":"1906-11-01","horizonAge":120}`},
		{name: "nothing spent", rows: vti + bnd, profile: `{"birthDate":"1966-05-01","currentAnnualSpending":"0"}`},
		{name: "more spent than there is", rows: vti, profile: `{"birthDate":"1966-05-01","currentAnnualSpending":"9000000000"}`},
		{name: "every target", rows: vti + bnd + cash("B", "20000"), profile: targeted, sections: "targets", says: []string{"The aim is 12 months"}},
		{name: "own limits that warn of what is fine", rows: vti + cash("B", "90000"), profile: wary, says: []string{"emergency fund"}},
		{name: "targets of what is not owned", rows: vti, profile: `{"assetClassTargets":{"commodities":50,"alternatives":50},"regionTargets":{"oceania":100}}`, sections: "targets"},
		{name: "a couple with plans", rows: vti + bnd, profile: couple},
		{name: "two thousand positions", rows: many(2000, func(i int) string { return holding("A", fmt.Sprintf("QZ%d", i), "Fund of the world", "3.5", "10.01") })},
	}
}

const targeted = `{"birthDate":"1976-05-01","retirementAge":67,"horizonAge":97,"currentAnnualSpending":"40000","emergencyMonths":12,
	"assetClassTargets":{"equity":60,"fixed_income":35,"cash":5},"regionTargets":{"north_america":60,"international":40},
	"limits":{"fees":{"warn":"0.01","fail":"0.02"},"single_holding":{"warn":"1","fail":"2"}}}`

// wary warns as soon as there is anything to measure.
const wary = `{"birthDate":"1976-05-01","currentAnnualSpending":"12000","limits":{"emergency_fund":{"warn":"999","fail":"998"},
	"cash_drag":{"warn":"0","fail":"0"},"stale_price":{"warn":"0","fail":"0"},"unpriced":{"warn":"0","fail":"0"},
	"unclassified":{"warn":"0","fail":"0"},"target_drift":{"warn":"0","fail":"0"},"top_five":{"warn":"0","fail":"0"},
	"single_stock":{"warn":"0","fail":"0"},"single_holding":{"warn":"0","fail":"0"},"region_concentration":{"warn":"0","fail":"0"}}}`

const couple = `{"displayName":"Ada","birthDate":"1964-02-29","yearsUntilRetirement":4,"targetRetirementIncome":"60000","targetBeforeTax":true,
	"annualContribution":"20000","partner":{"name":"Bo","birthDate":"1970-01-01","horizonAge":99},
	"incomes":[{"name":"Social Security","annual":"24000","startAge":67},{"name":"pension","annual":"9000","startAge":65,"endAge":90,"indexed":false},
		{"name":"Bo's salary","annual":"30000","startAge":56,"endAge":65,"partner":true}],
	"spending":[{"name":"travel","annual":"8000","startAge":66,"endAge":76},{"name":"house paid off","annual":"-12000","startAge":70}],
	"events":[{"name":"inheritance","amount":"50000","age":72},{"name":"new roof","amount":"-20000","age":70}]}`

func TestEdges(t *testing.T) {
	t.Parallel()
	for _, e := range edges() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			in := app.Analysis{Files: []app.PositionsFile{text("positions.csv", columns+e.rows)}}
			if e.profile != "" {
				person, err := app.ParseProfile([]byte(e.profile))
				if err != nil {
					t.Fatal(err)
				}
				in.Person = person
			}
			e.check(t, mustAnalyze(t, in))
		})
	}
	t.Run("no bytes at all", func(t *testing.T) {
		t.Parallel()
		out := mustAnalyze(t, app.Analysis{Files: []app.PositionsFile{text("positions.csv", "")}})
		edge{empty: true, says: []string{"the file is empty"}}.check(t, out)
	})
	t.Run("no files", func(t *testing.T) {
		t.Parallel()
		edge{empty: true}.check(t, mustAnalyze(t, app.Analysis{}))
	})
}

func mustAnalyze(t *testing.T, in app.Analysis) app.Outcome {
	t.Helper()
	out, err := app.Analyze(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// check wants a complete report, whatever the portfolio.
func (e edge) check(t *testing.T, out app.Outcome) {
	t.Helper()
	soundOutcome(t, out)
	words := report.Markdown(out.Report)
	for _, want := range e.says {
		if !strings.Contains(words, want) {
			t.Errorf("the report does not say %q:\n%s", want, words)
		}
	}
	if odd := oddity(string(document(t, out))); odd != "" {
		t.Errorf("the report has %s", odd)
	}
	complete(t, out.Report, e.sections)
	if owned := len(out.Portfolio.Accounts) > 0; owned == e.empty {
		t.Errorf("%d accounts", len(out.Portfolio.Accounts))
	}
	if len(out.Portfolio.Checks) != len(alex.DefaultLimits()) {
		t.Errorf("%d checks", len(out.Portfolio.Checks))
	}
	if len(out.Steps) != 5 {
		t.Errorf("%d steps, want one for each agent", len(out.Steps))
	}
	if !e.empty && out.Portfolio.TotalValue.Sign() > 0 && len(out.Charts) == 0 {
		t.Error("the report has no chart")
	}
}

// oddity is something that no report may have, with its surroundings.
func oddity(text string) string {
	for _, odd := range []string{"NaN", "+Inf", "-Inf", "Infinity", "%!", "<no value>", "<nil>", "[[", "$-", "-0%", "-0.0%"} {
		if i := strings.Index(text, odd); i >= 0 {
			return fmt.Sprintf("%q in …%s…", odd, text[max(0, i-80):min(len(text), i+80)])
		}
	}
	return ""
}

// complete looks that every section is there, with words of its own and a
// summary that is the first of them.
func complete(t *testing.T, r alex.Report, more string) {
	t.Helper()
	keys := map[string]string{}
	for _, s := range r.Sections {
		keys[s.Key] = s.Markdown
		if strings.Contains(s.Markdown, "{{") || s.Title == "" || s.Author != alex.AuthorRules || len(s.Violations) > 0 {
			t.Errorf("section %s (%q, by %q, %v): %s", s.Key, s.Title, s.Author, s.Violations, s.Markdown)
		}
	}
	for _, key := range append([]string{"glance", "choices", "retirement", "holdings", "risk", "costs", "method"}, strings.Fields(more)...) {
		if keys[key] == "" {
			t.Errorf("the report has no section %q", key)
		}
	}
	if r.Summary != keys["glance"] {
		t.Errorf("the summary is %q", r.Summary)
	}
}

// TestManyRows reads ten thousand rows over as many accounts as there may be,
// and refuses one account more by the file's name.
func TestManyRows(t *testing.T) {
	t.Parallel()
	rows := many(10_000, func(i int) string {
		return holding(fmt.Sprintf("Account %d", i%alex.MaxAccounts), fmt.Sprintf("QZ%d", i), "Fund", "2", "5.25")
	})
	out := mustAnalyze(t, app.Analysis{Files: []app.PositionsFile{text("positions.csv", columns+rows)}})
	edge{}.check(t, out)
	if got := out.Portfolio.TotalValue.String(); got != "105000.00" || len(out.Portfolio.Accounts) != alex.MaxAccounts {
		t.Errorf("%s in %d accounts, want 105000.00 (10,000 × 2 × 5.25) in %d", got, len(out.Portfolio.Accounts), alex.MaxAccounts)
	}
	rows = many(alex.MaxAccounts+1, func(i int) string { return holding(fmt.Sprintf("Account %d", i), "VTI", "Fund", "2", "5.25") })
	_, err := app.Analyze(t.Context(), app.Analysis{Files: []app.PositionsFile{text("positions.csv", columns+rows)}})
	if alex.CodeOf(err) != alex.CodeTooLarge || !strings.Contains(err.Error(), "positions.csv has 201 accounts") {
		t.Errorf("an account too many: %v", err)
	}
}

// TestProfilesRefused looks that every refused value is named.
func TestProfilesRefused(t *testing.T) {
	t.Parallel()
	for profile, want := range map[string]string{
		`{"x":1}`:                                  "x",
		`{"retirementAge":"abc"}`:                  "retirementAge",
		`{"retirementAge":17}`:                     "retirementAge",
		`{"retirementAge":66.5}`:                   "retirementAge",
		`{"retirementAge":60,"retirementAge":61}`:  "retirementAge",
		`{"birthDate":"2026-02-30"}`:               "birthDate",
		`{"birthDate":"1899-12-31"}`:               "birthDate",
		`{"birthDate":19700101}`:                   "birthDate",
		`{"horizonAge":10}`:                        "horizonAge",
		`{"yearsUntilRetirement":-1}`:              "yearsUntilRetirement",
		`{"currentAnnualSpending":"-1"}`:           "currentAnnualSpending",
		`{"currentAnnualSpending":"1e400"}`:        "currentAnnualSpending",
		`{"currentAnnualSpending":"1.005"}`:        "currentAnnualSpending",
		`{"annualContribution":"much"}`:            "annualContribution",
		`{"targetRetirementIncome":"99999999999"}`: "targetRetirementIncome",
		`{"emergencyMonths":121}`:                  "emergencyMonths",
		`{"assetClassTargets":{"equity":99}}`:      "assetClassTargets",
		`{"assetClassTargets":{"gold":100}}`:       "assetClassTargets.gold",
		`{"regionTargets":{"oceania":-5}}`:         "regionTargets.oceania",
		`{"incomes":[{"annual":"1","startAge":60},{"annual":"x","startAge":60}]}`:  "incomes[1].annual",
		`{"incomes":[{"annual":"1","startAge":60},{"annual":"-5","startAge":60}]}`: "incomes[1].annual",
		`{"incomes":[{"annual":"1","startAge":60,"endAge":60}]}`:                   "incomes[0].endAge",
		`{"incomes":[{"annual":"1","startAge":60,"partner":true}]}`:                "incomes[0].partner",
		`{"incomes":[{"annual":"1","start":60}]}`:                                  "incomes[0].start",
		`{"spending":[{"annual":"1","startAge":200}]}`:                             "spending[0].startAge",
		`{"events":[{"amount":"1","age":121}]}`:                                    "events[0].age",
		`{"events":[{"amount":"-99999999999","age":70}]}`:                          "events[0].amount",
		`{"partner":{"currentAge":-5}}`:                                            "partner.currentAge",
		`{"partner":{"horizonAge":500}}`:                                           "partner.horizonAge",
		`{"limits":{"luck":{"warn":"1","fail":"2"}}}`:                              "limits.luck",
		`{"limits":{"fees":{"warn":"-1","fail":"2"}}}`:                             "limits.fees.warn",
		`{"limits":{"fees":{"warn":"2","fail":"1"}}}`:                              "limits.fees.fail",
		`{"limits":{"emergency_fund":{"warn":"6","fail":"6"}}}`:                    "limits.emergency_fund.fail",
		`{"displayName":"` + strings.Repeat("a", 256) + `"}`:                       "displayName",
		`{"displayName":"a\u0000b"}`:                                               "displayName",
		`[]`:                                                                       "profile",
		``:                                                                         "profile",
		`{"horizonAge":90} {}`:                                                     "profile",
	} {
		t.Run(profile[:min(len(profile), 60)], func(t *testing.T) {
			t.Parallel()
			_, err := app.ParseProfile([]byte(profile))
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Fatalf("code %q: %v", alex.CodeOf(err), err)
			}
			var fields []string
			if e, ok := err.(*alex.Error); ok { //nolint:errorlint // the domain's own error, unwrapped
				for _, f := range e.Fields {
					fields = append(fields, f.Location)
				}
			}
			if !slices.Contains(fields, want) || !strings.Contains(err.Error(), want+": ") {
				t.Errorf("refuses %q (%v), want %q", fields, err, want)
			}
		})
	}
}

// TestProfileRoundTrip looks that what the tests write is what a person is.
func TestProfileRoundTrip(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{targeted, couple} {
		person, err := app.ParseProfile([]byte(profile))
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(person)
		if err != nil {
			t.Fatal(err)
		}
		again, err := app.ParseProfile(body)
		if err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		if second, err := json.Marshal(again); err != nil || string(second) != string(body) {
			t.Errorf("%s became %s (%v)", body, second, err)
		}
	}
}
