package report

import (
	"fmt"
	"strings"
	"testing"

	"alex"
)

// manyAccounts is a sheet of so many accounts, each with a weight and a word of
// direction, and a text that names every one, in sentences of several.
func manyAccounts(t testing.TB, accounts int) (*Sheet, string) {
	t.Helper()
	var facts []alex.Fact
	var text strings.Builder
	for n := range accounts {
		id := fmt.Sprintf("account.%d.", n+1)
		facts = append(facts,
			alex.Fact{ID: id + "weight", Value: "1", Unit: alex.UnitPercent, Text: "1.0%"},
			alex.Fact{ID: id + "direction", Value: "above", Unit: alex.UnitWord, Text: "above"})
		end := ","
		if n%5 == 4 {
			end = "."
		}
		fmt.Fprintf(&text, "it holds {{%sweight}}%s ", id, end)
	}
	sheet, err := NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	return sheet, text.String()
}

func TestDirectionCostsWhatTheTextIsLong(t *testing.T) {
	t.Parallel()
	looks := func(accounts int) int {
		sheet, text := manyAccounts(t, accounts)
		v := newView(text, scanTokens(text), nil)
		if found := checkDirection(v, sheet); len(found) > 0 {
			t.Errorf("refused: %v", found[0])
		}
		for prefix, ids := range sheet.directions {
			if len(ids) != 1 {
				t.Fatalf("%d facts are compared for each token of %s", len(ids), prefix)
			}
		}
		return v.looks
	}
	few, many := looks(1000), looks(8000)
	if many < few || many > 8*few+64 { // the first and the last sentence have one neighbour
		t.Errorf("8,000 accounts take %d looks, 1,000 take %d: not eight times as many", many, few)
	}
}

// In a long text as in a short one, the word beside the token is found.
func TestDirectionAmongManyAccounts(t *testing.T) {
	t.Parallel()
	sheet, text := manyAccounts(t, 8000)
	text += "Your weight, above, is {{account.7.weight}}. Above that, {{account.8.weight}} lies {{account.8.direction}}."
	found := checkDirection(newView(text, scanTokens(text), nil), sheet)
	if len(found) != 1 || found[0].Text != "above" {
		t.Errorf("found %v, want the one word of account 7", found)
	}
}
