package research_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

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

// TestAttacksAreNotQuoted: whatever stands beside an order, a sale or a promise, and
// wherever that stands, is not quoted; the same text without it is.
func TestAttacksAreNotQuoted(t *testing.T) {
	t.Parallel()
	const honest = "Yields of longer bonds fell as interest rates and inflation eased over the year."
	data, err := os.ReadFile("testdata/attacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	attacks := strings.Split(strings.TrimSpace(string(data)), "\n")
	found := alex.Found{Title: "Bonds", Source: "https://a.example/", PublishedOn: "2026-11-01", Score: 1, Passage: alex.Passage{Document: "d", Text: honest}}
	interests := []research.Interest{{About: "bonds, interest rates and inflation"}}
	quoted := func(f alex.Found) string {
		list, err := research.Citer{Finder: one{f}, Quotable: report.Quotable}.Cite(t.Context(), "", interests, shelfDay)
		if err != nil || len(list) == 0 {
			return ""
		}
		return list[0].Quote
	}
	if quoted(found) != honest {
		t.Fatal("the honest text is not quoted")
	}
	for _, attack := range attacks {
		for place, f := range map[string]func(*alex.Found){
			"before it": func(f *alex.Found) { f.Text = attack + " " + honest }, "behind it": func(f *alex.Found) { f.Text = honest + " " + attack },
			"alone":        func(f *alex.Found) { f.Text = attack },
			"as the title": func(f *alex.Found) { f.Title = attack }, "as the source": func(f *alex.Found) { f.Source = attack },
		} {
			hostile := found
			f(&hostile)
			if quote := quoted(hostile); quote != "" {
				t.Errorf("%s, %q: quoted is %q", place, attack, quote)
			}
		}
	}
	if len(attacks) < 30 {
		t.Errorf("%d attacks", len(attacks))
	}
}

// TestMisleadingIsNotQuoted: a sentence that says something else alone than where
// it stands, one that is cut, one about something else, and one that leads away.
func TestMisleadingIsNotQuoted(t *testing.T) {
	t.Parallel()
	const honest = "Yields of longer bonds fell as interest rates and inflation eased over the year."
	bonds := research.Interest{About: "bonds, interest rates and inflation"}
	fund := research.Interest{About: "Total Bond Fund (TBF)", Names: []string{"Total Bond Fund", "TBF"}}
	for name, c := range map[string]struct {
		interest research.Interest
		found    alex.Found
		want     string
	}{
		"honest":            {bonds, alex.Found{Passage: alex.Passage{Text: honest}}, honest},
		"refuted after it":  {bonds, alex.Found{Passage: alex.Passage{Text: honest + " That letter was forged."}}, ""},
		"refuted before it": {bonds, alex.Found{Passage: alex.Passage{Text: "The following is not true:\n\n" + honest}}, ""},
		"cut at its begin":  {bonds, alex.Found{Passage: alex.Passage{Text: "and so bonds fell as interest rates and inflation eased over the year."}}, ""},
		"a piece of one that was too long": {
			bonds, alex.Found{Passage: alex.Passage{Ordinal: 1, Text: "Bonds fell as interest rates and inflation rose, which nobody has ever said."}}, "",
		},
		"behind one":         {bonds, alex.Found{Passage: alex.Passage{Ordinal: 1, Text: "Before it. " + honest}}, honest},
		"cut at its end":     {bonds, alex.Found{Passage: alex.Passage{Text: "Yields of longer bonds fell as interest rates and inflation eased since ..."}}, ""},
		"an address":         {bonds, alex.Found{Passage: alex.Passage{Text: "Visit rates.example/bonds to learn what inflation and interest rates do."}}, ""},
		"a telephone":        {bonds, alex.Found{Passage: alex.Passage{Text: "On bonds, inflation and interest rates our office is at 555-0199 all day."}}, ""},
		"of an address":      {bonds, alex.Found{Source: "http://127.0.0.1:1/x", Passage: alex.Passage{Text: honest}}, honest},
		"a title that leads": {bonds, alex.Found{Title: "See rates.com", Passage: alex.Passage{Text: honest}}, ""},
		"a source that does": {bonds, alex.Found{Source: "call 1-800-555-0199", Passage: alex.Passage{Text: honest}}, ""},
		"another fund": {
			fund, alex.Found{Passage: alex.Passage{Text: "The Acme Bond Fund was closed after a loss of half of its value last year. The Total Bond Fund was not."}}, "",
		},
		"the fund": {
			fund,
			alex.Found{Passage: alex.Passage{Text: "The Total Bond Fund changed its benchmark and keeps what it charges as it was."}},
			"The Total Bond Fund changed its benchmark and keeps what it charges as it was.",
		},
		"its symbol in a word": {fund, alex.Found{Passage: alex.Passage{Text: "STBF and TBFX are funds of others that fell in value as rates rose."}}, ""},
		"of long ago":          {bonds, alex.Found{PublishedOn: "2019-03-07", Passage: alex.Passage{Text: honest}}, ""},
		"kept long ago":        {bonds, alex.Found{AddedAt: time.Date(2019, 3, 7, 0, 0, 0, 0, time.UTC), Passage: alex.Passage{Text: honest}}, ""},
		"of tomorrow":          {bonds, alex.Found{PublishedOn: "2026-12-31", Passage: alex.Passage{Text: honest}}, ""},
	} {
		c.found.Score = 1
		if c.found.AddedAt.IsZero() {
			c.found.AddedAt = shelfDay.Time()
		}
		list, err := research.Citer{Finder: one{c.found}, Quotable: report.Quotable}.Cite(t.Context(), "", []research.Interest{c.interest}, shelfDay)
		quote := ""
		if len(list) > 0 {
			quote = list[0].Quote
		}
		if quote != c.want || err != nil {
			t.Errorf("%s: quoted is %q, %v", name, quote, err)
		}
	}
}

// one is a library of one passage, to which everything is near.
type one struct{ alex.Found }

func (o one) Find(context.Context, alex.PersonID, string, int) ([]alex.Found, error) {
	return []alex.Found{o.Found}, nil
}

func (one) Nearness(_ context.Context, _ string, texts []string) ([]float64, error) {
	near := make([]float64, len(texts))
	for i := range near {
		near[i] = 1 - float64(i)/100
	}
	return near, nil
}
