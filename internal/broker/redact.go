package broker

import (
	"regexp"
	"strings"

	"alex"
)

var (
	digitRun = regexp.MustCompile(`\d{5,}`)
	// longMask is a mask whose four digits run on into those that followed the
	// number, and so may spell a part of it again.
	longMask = regexp.MustCompile(`…\d{5,}`)
)

// redactor takes the account numbers of a file out of text.
type redactor struct {
	pairs []string // text to take out, what to put there, …
	seen  map[string]bool
}

// hide adds a number as the file prints it, with and without separators, and
// each of its runs of five digits or more.
func (r *redactor) hide(number string, masked bool) {
	if masked {
		return
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	mask := "…" + last4(normaliseNumber(number), false)
	for _, text := range spellings(number) {
		if !r.seen[text] {
			r.seen[text] = true
			r.pairs = append(r.pairs, text, mask)
		}
	}
}

// spellings are the texts that give a number away; none for one too short to
// be an account's.
func spellings(number string) []string {
	bare := normaliseNumber(number)
	if len(bare) < 5 {
		return nil
	}
	return append([]string{number, bare}, digitRun.FindAllString(bare, -1)...)
}

// text takes every number out of a text at once. Building it costs more than
// using it, so build it when all numbers are known.
func (r *redactor) text() func(string) string {
	numbers := strings.NewReplacer(r.pairs...)
	return func(text string) string { return longMask.ReplaceAllStringFunc(numbers.Replace(text), shortMask) }
}

// without is text without one number.
func without(text, number string) string {
	for _, spelling := range spellings(number) {
		text = strings.ReplaceAll(text, spelling, "")
	}
	return strings.TrimSpace(text)
}

// maskRuns masks every run of five digits or more, for text from a file whose
// account numbers are not known.
func maskRuns(text string) string {
	return digitRun.ReplaceAllStringFunc(text, func(run string) string { return shortMask(run) })
}

// shortMask keeps the last four digits of a mask.
func shortMask(mask string) string { return "…" + mask[len(mask)-4:] }

// cleanFile takes the account numbers out of every text of f.
func (r *redactor) cleanFile(f *File) {
	hide := r.text()
	for i := range f.Rows {
		row := &f.Rows[i]
		row.Account, row.Symbol = hide(row.Account), hide(row.Symbol)
		row.Description, row.Reason = hide(row.Description), hide(row.Reason)
	}
	for i := range f.Accounts {
		f.Accounts[i].Name = hide(f.Accounts[i].Name)
	}
	names := make(map[alex.Symbol]string, len(f.Names))
	for symbol, name := range f.Names {
		names[symbol] = hide(name)
	}
	f.Names = names
	for i := range f.Warnings {
		f.Warnings[i] = hide(f.Warnings[i])
	}
}
