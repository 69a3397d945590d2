package agent_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"alex"
	"alex/internal/agent"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
)

// sentOf is a question as a model is sent it.
func sentOf(t *testing.T, in report.Input, question string) string {
	t.Helper()
	words, err := seed.NewWords()
	if err != nil {
		t.Fatal(err)
	}
	sent := ""
	model := &answering{name: "fake:silent"}
	model.answer = func(_ context.Context, r llm.Request) (llm.Response, error) {
		var ask struct{ Question string }
		if err := json.Unmarshal([]byte(r.Messages[0].Text), &ask); err != nil {
			t.Error(err)
		}
		sent = ask.Question
		return llm.Response{Stop: llm.StopEnd, Text: `{"id":"","value":"","answer":""}`}, nil
	}
	p := with(planner(t), model)
	asker := agent.Asker{Writer: p.Reporter.Writer, Words: words.Of, Models: p.Models, Now: p.Now}
	if _, err := asker.Ask(t.Context(), question, nil, in); err != nil {
		t.Fatal(err)
	}
	return sent
}

// TestQuestionsAreSentWithoutWhoAsks holds what is taken out of a question, and
// that all else of it is sent as it was written.
func TestQuestionsAreSentWithoutWhoAsks(t *testing.T) {
	t.Parallel()
	s := snapshot(t)
	s.Person.DisplayName, s.Person.Email = "Ann Bo and Émile Zq-Müller", "retirement.zoey2034@common.example.com"
	s.Person.Partner = &alex.Partner{Name: "Zoë Quux", CurrentAge: 50}
	s.Person.Incomes = []alex.Income{{Name: "Wages of Initrode", Annual: alex.MustMoney("1000"), StartAge: 67}}
	s.Person.Spending = []alex.SpendingPhase{{Name: "Travel to Vanuatu", Annual: alex.MustMoney("100"), StartAge: 66, EndAge: 75}}
	s.Person.Incomes = append(s.Person.Incomes, alex.Income{Name: "Roth savings", Annual: alex.MustMoney("10"), StartAge: 67})
	s.Person.Events = []alex.Event{{Name: "College for Thaddeus", Amount: alex.MustMoney("-100"), Age: 70}}
	s.Accounts[0].Name, s.Accounts[0].Purpose = "Smith-Quimby Family Trust x4711 of 2031 (401k)", "for the Quibbles"
	in, err := report.Study(t.Context(), s, retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()})
	if err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]string{
		// Names, with any letters at their edges.
		"Can ÉMILE and Zoë retire with quux?":  "Can … and … retire with …?",
		"Émile's, (zoë) émile":                 "…'s, (…) …",
		"Is zoey, or Zoe\u0308, or Müller in?": "Is …, or …, or … in?",
		"I am Bo; a bo tree":                   "I am …; a bo tree",
		// Nor pieces of longer words.
		"annual planning, cannot, Annes, émiles, common comments, example": "annual planning, cannot, Annes, émiles, common comments, example",
		"What is my retirement income, and does the dr help?":              "What is my retirement income, and does the dr help?",
		"Zoës and Bobo": "Zoës and Bobo",
		"Does Smith know of my family trust fund, or of quimby, 4711 or 2031?": "Does … know of my family trust fund, or of …, … or 2031?",
		"Is Initrode pay, or a trip to vanuatu, or college of thaddeus fine?":  "Is … pay, or a trip to …, or college of … fine?",
		"For the quibbles, for my IRA, 401k, Social Security and pension":      "…, for my IRA, 401k, Social Security and pension",
		"Are my Roth savings enough?":                                          "Are my Roth savings enough?",
		// Numbers of accounts.
		"Is $123456789 there?":                     "Is $… there?",
		"My account ends 4412, yes":                "My account ends …, yes",
		"account ending in 4412; card #4412":       "account ending in …; card #…",
		"acct. no. 441, acct: xx441, SSN is 4412":  "acct. no. …, acct: xx…, SSN is …",
		"the one that ends with 4412, last four 1": "the one that ends with …, last four 1",
		"from 123-45-6789 or 123 45 6789":          "from … or …",
		"123,456,7890 and 078–05–1120":             "… and …",
		// Houses.
		"I live at 12 Elm Street, Apt 4b.":         "I live at ….",
		"at 1200 N. old elm st and 7 Oak Hill Way": "at … and …",
		"P.O. Box 77 gets it":                      "… gets it",
		// And what is none of it.
		"Can I spend $1,500, or $1,234,567.89, at 64 in 2034?":    "Can I spend $1,500, or $1,234,567.89, at 64 in 2034?",
		"What of $650000, $ 12000.50, 3.5% and 650,000?":          "What of $650000, $ 12000.50, 3.5% and 650,000?",
		"From 2034-2040, or 2034 – 2040, 60/40 at 62, 65 and 70?": "From 2034-2040, or 2034 – 2040, 60/40 at 62, 65 and 70?",
		"My work ends in 2034. Is my account 100% stocks?":        "My work ends in 2034. Is my account 100% stocks?",
		"My account 401k has 5 funds, my 529 account 120 shares":  "My account 401k has 5 funds, my 529 account 120 shares",
		"Retire at 64 my own way, or with $500 on Wall Street?":   "Retire at 64 my own way, or with $500 on Wall Street?",
		"bad \xff bytes of Ann":                                   "bad \ufffd bytes of …",
	} {
		if got := sentOf(t, in, asked); got != want {
			t.Errorf("%q is sent as\n%q, want\n%q", asked, got, want)
		}
	}
}

// TestSharesAreSentRoughly: how many shares somebody has is as telling as an
// amount; how many accounts and how old they are is not.
func TestSharesAreSentRoughly(t *testing.T) {
	t.Parallel()
	s := snapshot(t)
	s.Instruments = append(s.Instruments, unknown("QQXY", "Bond Fund"))
	s.Accounts[0].Positions = append(s.Accounts[0].Positions, alex.Position{Symbol: "QQXY", Quantity: alex.MustDecimal("1234.567")})
	in, err := report.Study(t.Context(), s, retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()})
	if err != nil {
		t.Fatal(err)
	}
	found := ""
	model := &answering{name: "fake:looking"}
	model.answer = func(_ context.Context, r llm.Request) (llm.Response, error) {
		for _, result := range r.Messages[len(r.Messages)-1].Results {
			found += result.Text
		}
		if len(r.Messages) == 1 {
			return llm.Response{Stop: llm.StopTools, Calls: []llm.ToolCall{
				{ID: "1", Name: "find_facts", Input: json.RawMessage(`{"words":"unpriced quantity"}`)},
				{ID: "2", Name: "find_facts", Input: json.RawMessage(`{"words":"portfolio.accounts"}`)},
				{ID: "3", Name: "find_facts", Input: json.RawMessage(`{"words":"age retirement"}`)},
			}}, nil
		}
		return llm.Response{Stop: llm.StopEnd, Text: `{"id":"","value":"","answer":""}`}, nil
	}
	p := with(planner(t), model)
	if _, err := (agent.Asker{Writer: p.Reporter.Writer, Models: p.Models, Now: p.Now}).Ask(t.Context(), "Which?", nil, in); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"unit":"count","about":"1200"`, `"id":"portfolio.accounts","label":"accounts","unit":"count","about":"1"`, `"unit":"years","about":"67"`} {
		if !strings.Contains(found, want) {
			t.Errorf("no %s in %s", want, found)
		}
	}
	if strings.Contains(found, "1234") {
		t.Errorf("the exact number of shares is in %s", found)
	}
}
