package report_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

// drafts are the rewritable blocks of the rules writer's sections, over random
// portfolios, with the binding of each.
type draft struct {
	section alex.Section
	sheet   *report.Sheet
	bound   *report.Binding
}

func drafts(t *rapid.T, tb testing.TB) []draft {
	in := study(tb, drawSnapshot(t))
	sheet, err := report.Facts(in)
	if err != nil {
		t.Fatal(err)
	}
	w, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	sections, err := w.Sections(in, sheet, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	var list []draft
	for _, s := range sections {
		list = append(list, draft{s, sheet, report.NewBinding(append(report.LabelStatements(sheet), s.Template)...)})
	}
	return list
}

// TestCodesOwnWordsAreBound holds the binding to what it is made of.
func TestCodesOwnWordsAreBound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		for _, d := range drafts(r, t) {
			ctx := report.ContextOf(d.sheet)
			ctx.Bound = d.bound
			if found := report.Check(d.section.Template, ctx); len(found) > 0 {
				r.Errorf("section %s: %+v", d.section.Key, found)
			}
		}
	})
}

var anyToken = regexp.MustCompile(`\{\{[a-z0-9_.]+\}\}`)

// TestEverySwapIsFound swaps two figures of a section, one for the other or one
// for any of the sheet, with the words as they are.
func TestEverySwapIsFound(t *testing.T) {
	t.Parallel()
	swaps, found, missed := 0, 0, map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		for _, d := range drafts(r, t) {
			text := d.section.Template
			at := anyToken.FindAllStringIndex(text, -1)
			if len(at) < 2 {
				continue
			}
			for range 3 {
				i, k := chance.IntN(len(at)), chance.IntN(len(at))
				a, b := text[at[i][0]:at[i][1]], text[at[k][0]:at[k][1]]
				fa, _ := d.sheet.Fact(strings.Trim(a, "{}"))
				fb, _ := d.sheet.Fact(strings.Trim(b, "{}"))
				if fa.Text == fb.Text || fa.Unit == alex.UnitWord && fb.Unit == alex.UnitWord && isStatement(a) && isStatement(b) {
					continue // shows the same, or one whole sentence for another
				}
				swapped := text[:at[i][0]] + b + text[at[i][1]:]
				if chance.IntN(2) == 0 && i < k {
					swapped = text[:at[i][0]] + b + text[at[i][1]:at[k][0]] + a + text[at[k][1]:]
				}
				swaps++
				ctx := report.ContextOf(d.sheet)
				ctx.Bound = d.bound
				if len(report.Check(swapped, ctx)) > 0 {
					found++
				} else {
					missed[d.section.Key+" "+a+" for "+b]++
				}
			}
		}
	})
	if found < swaps {
		t.Errorf("%d of %d swaps found; missed: %v", found, swaps, slices.Sorted(keysOf(missed)))
	}
}

// isStatement reports a fact that is a sentence by itself: an assumption, a
// warning.
func isStatement(token string) bool {
	return strings.HasPrefix(token, "{{assumed.") || strings.HasPrefix(token, "{{warning.")
}

func keysOf[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}
