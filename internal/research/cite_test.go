package research_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/lexical"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/report"
	"alex/internal/research"
	"alex/internal/store/sqlite/sqlitetest"
)

// shelf is a library with eleven texts: nine that are about something, one that
// sells, and one that is seven years old.
func shelf(t *testing.T) (*knowledge.Library, string) {
	t.Helper()
	data, err := os.ReadFile("testdata/shelf.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts []struct {
		Title, Source, Body string
		PublishedOn         alex.Date
	}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	embedder, err := lexical.New()
	if err != nil {
		t.Fatal(err)
	}
	s := sqlitetest.Seeded(t)
	library := knowledge.New(sqlindex.Keeper(s), sqlindex.New(s, embedder.Model()), embedder)
	var all strings.Builder
	for _, text := range texts {
		_, err := library.Add(t.Context(), knowledge.Everybody, knowledge.Text{
			Source: text.Source, Title: text.Title, PublishedOn: text.PublishedOn, Origin: alex.OriginIngest, Body: text.Body,
		})
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(knowledge.Clean(text.Body) + "\n\n")
	}
	return library, all.String()
}

const shelfDay alex.Date = "2026-11-29"

// everything is every interest that a portfolio can have, and a fund by name.
func everything() []research.Interest {
	return []research.Interest{
		{About: "stocks and the stock market"},
		{About: "retirement income, Social Security and inflation"},
		{About: "bonds, interest rates and inflation"},
		{About: "real estate, housing and mortgages"},
		{About: "commodities, oil, gas and gold"},
		{About: "Vanguard Total Stock Market ETF (VTI)", Names: []string{"Vanguard Total Stock Market ETF", "VTI"}},
		{About: "Vanguard Total Bond Market ETF (BND)", Names: []string{"Vanguard Total Bond Market ETF", "BND"}},
	}
}

// TestCite: each interest is answered by the text that is about it, word for word;
// what sells, what is old and what is about something else is never quoted.
func TestCite(t *testing.T) {
	t.Parallel()
	library, text := shelf(t)
	citer := research.Citer{Finder: library, Quotable: report.Quotable}
	list, err := citer.Cite(t.Context(), "somebody", everything(), shelfDay)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		got = append(got, c.About+": "+c.Title)
		if !strings.Contains(text, c.Quote) || c.KeptOn == "" || c.Document == "" || c.Own {
			t.Errorf("%+v is not what stands there", c)
		}
	}
	want := []string{
		"stocks and the stock market: Stocks end the quarter higher",
		"retirement income, Social Security and inflation: Benefits rise by 2.4 percent next year",
		"bonds, interest rates and inflation: Committee leaves the policy rate where it is",
		"real estate, housing and mortgages: Mortgage rates and home sales",
		"commodities, oil, gas and gold: Oil, gas and gold this month",
		"Vanguard Total Stock Market ETF (VTI): Vanguard Total Stock Market ETF (VTI): change of the benchmark's rules",
		"bonds, interest rates and inflation: Consumer prices in October",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	again, err := citer.Cite(t.Context(), "somebody", everything(), shelfDay)
	if diff := cmp.Diff(list, again); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
