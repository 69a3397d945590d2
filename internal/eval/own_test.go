package eval

import (
	"slices"
	"testing"

	"alex/internal/report"
)

// TestSoundIsSound holds the sentences of the sound fake to the rules: what is
// refused of it would be counted as refused wrongly.
func TestSoundIsSound(t *testing.T) {
	t.Parallel()
	w, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := report.NewSheet(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range slices.Concat(openings, closings, notes) {
		if broken := report.CheckRemark(text, report.Statements{}, w.ModelRules(sheet)); len(broken) > 0 {
			t.Errorf("%q: %v", text, broken)
		}
	}
}
