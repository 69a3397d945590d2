package agent_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/agent"
	"alex/internal/eval"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/retirement"
)

// private is a snapshot whose every free text holds a canary.
func private(t *testing.T) alex.Snapshot {
	t.Helper()
	const canary = "zqcanary"
	s := snapshot(t, unknown("QQXY", canary+" Bond Fund"))
	s.Person.DisplayName, s.Person.Email = canary+" Doe", canary+"@example.org"
	s.Person.Incomes = []alex.Income{{Name: canary + " pension", Annual: alex.MustMoney("12345.67"), StartAge: 67}}
	s.Person.Spending = []alex.SpendingPhase{{Name: canary + " travel", Annual: alex.MustMoney("3456.78"), StartAge: 66, EndAge: 75}}
	s.Person.Events = []alex.Event{{Name: canary + " roof", Amount: alex.MustMoney("-23456.78"), Age: 70}}
	for i := range s.Accounts {
		s.Accounts[i].Name, s.Accounts[i].Purpose = canary+" Brokerage 4711", canary
	}
	s.Imports = []alex.Import{{File: canary + ".csv", Broker: "fidelity", Line: "everything was read"}}
	return s
}

// TestNothingPrivateIsSent reads every word that code sends to a model: no text
// that the person or their files wrote, and no exact amount.
func TestNothingPrivateIsSent(t *testing.T) {
	t.Parallel()
	s := private(t)
	in, err := report.Study(t.Context(), s, retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := report.Facts(in)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	sent := map[string]string{}
	sound := eval.NewSound(2)
	model := &answering{name: "fake:sound"}
	model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
		mu.Lock()
		for _, m := range r.Messages {
			if m.Role == llm.User {
				sent[r.Answer.Name] += m.Text + "\n"
				for _, result := range m.Results {
					sent[r.Answer.Name] += result.Text + "\n"
				}
			}
		}
		mu.Unlock()
		if r.Answer.Name == "section" && len(r.Messages) == 1 { // sees all facts that tools give
			var calls []llm.ToolCall
			for _, words := range []string{"value", "account", "income", "name", "age", "event", "retirement a year", "."} {
				input, _ := json.Marshal(map[string]string{"words": words})
				calls = append(calls, llm.ToolCall{ID: words, Name: "find_facts", Input: input})
			}
			return llm.Response{Stop: llm.StopTools, Calls: calls[:3]}, nil
		}
		return sound.Complete(ctx, r)
	}
	p := with(planner(t), model)
	p.Tagger.Words = func(string) string { return "Bond Fund" }
	run(t, p, s)
	asker := agent.Asker{Writer: p.Reporter.Writer, Models: p.Models, Now: p.Now}
	if _, err := asker.Ask(t.Context(), "I am Doe: can my zqcanary pension, account 4711 0815 22, SSN 078.05.1120, (555) 123-4567, GB29 NWBK 6016 1331 9268 19, me@example.org, carry $650,000?", nil, in); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"section", "plan", "charts", "classification", "answer"} {
		if sent[name] == "" {
			t.Errorf("nothing was sent for a %s", name)
		}
	}
	if !strings.Contains(sent["answer"], "$650,000") {
		t.Errorf("an amount is taken for an account: %s", sent["answer"])
	}
	for name, text := range sent {
		for _, secret := range []string{"zqcanary", "4711", "me@example.org", "078.05", "123-4567", "NWBK", "Doe"} {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s is sent for a %s: …%s", secret, name, text[max(0, at-80):min(len(text), at+80)])
			}
		}
		for _, f := range sheet.Facts() {
			if amount := strings.TrimSuffix(f.Value, ".00"); f.Unit == alex.UnitDollars && len(strings.Trim(strings.TrimSuffix(amount, "0"), "0.")) > 3 && strings.Contains(text, amount) {
				t.Errorf("the exact %s, %s, is sent for a %s", f.ID, amount, name)
			}
		}
	}
}
