package app

import (
	"fmt"
	"net/http"
	"testing"

	"alex"
)

// longestPrompt is the most that one call of a model may send, in bytes: a small
// model reads 8,000 tokens, of about four bytes each.
const longestPrompt = 32 << 10

// mostCalls are those for the 40 securities that the tagger asks about, and for the
// planner and the sections.
const mostCalls = 40 + 20

// TestLargePortfolioWithAModel analyzes 5,000 positions that no reference knows. What
// a model is sent does not grow with them: neither a call nor how many there are.
func TestLargePortfolioWithAModel(t *testing.T) {
	t.Parallel()
	host := newModelHost(t)
	s := serving(t, "ALEX_MODEL="+priced, "OPENAI_API_KEY=sk-hush", "OPENAI_BASE_URL="+host.URL)
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "sign-up", ann)
	v.allow(t)
	accounts := make([]alex.Account, 10)
	for i := range accounts {
		accounts[i] = alex.Account{Name: fmt.Sprintf("Account %d", i), Type: alex.Taxable}
		for n := range 500 {
			price := alex.MustDecimal("42.17")
			accounts[i].Positions = append(accounts[i].Positions, alex.Position{
				Symbol: alex.Symbol(fmt.Sprintf("QZ%d", i*500+n)), Quantity: alex.MustDecimal("2.5"), Price: &price,
				PriceAsOf: "2026-10-30", PriceSource: alex.SourceImport,
			})
		}
	}
	if _, err := s.App.Store.As(alex.PersonID(v.id)).ApplyImport(t.Context(), accounts); err != nil {
		t.Fatal(err)
	}
	job := v.analyzed(t)
	if job.Status != alex.JobCompleted {
		t.Fatalf("%s: %s", job.Status, job.Error)
	}
	if r := v.report(t, job); len(r.Sections) < 7 || authors(r)[priced] == 0 {
		t.Errorf("%d sections by %v", len(r.Sections), authors(r))
	}
	longest, calls := 0, host.calls()
	for _, body := range calls {
		longest = max(longest, len(body))
	}
	if longest > longestPrompt || len(calls) > mostCalls {
		t.Errorf("%d calls, the longest of %d bytes; at most %d of %d", len(calls), longest, mostCalls, longestPrompt)
	}
	t.Attr("measured", fmt.Sprintf("positions=5000 calls=%d longest=%d bytes", len(calls), longest))
}
