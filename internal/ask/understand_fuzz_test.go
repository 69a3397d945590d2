package ask_test

import (
	"testing"

	"alex"
	"alex/internal/ask"
)

// FuzzUnderstand: whatever is typed is understood as a question that there is,
// with a value that can be read, or not at all.
func FuzzUnderstand(f *testing.F) {
	for _, q := range ask.Questions() {
		f.Add(q.Text)
	}
	f.Add("spend 5 million million million million million million million million million million dollars more")
	f.Add("save $1,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000 more")
	f.Add("retire at sixty thousand million hundred one")
	f.Fuzz(func(t *testing.T, text string) {
		id, value, ok := ask.Understand(text)
		takes := ask.TakesNothing
		for _, q := range ask.Questions() {
			if q.ID == id {
				takes = q.Takes
			}
		}
		if _, err := alex.ParseDecimal(value); ok && takes != ask.TakesNothing && err != nil {
			t.Errorf("%q is understood as %s %q: %v", text, id, value, err)
		}
		if !ok && id+value != "" || ok && takes == ask.TakesNothing && value != "" {
			t.Errorf("%q is understood as %q %q, %v", text, id, value, ok)
		}
		ask.StatesMore(text)
	})
}
