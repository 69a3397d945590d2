package broker

import (
	"regexp"
	"strings"

	"alex"
)

var digitRun = regexp.MustCompile(`\d{5,}`)

// redactor takes the account numbers of a file out of text.
type redactor struct {
	replace  []string
	replacer *strings.Replacer // of replace; nil when that has grown
}

// hide adds a number as the file prints it, with and without separators, and
// each of its runs of five digits or more.
func (r *redactor) hide(number string, masked bool) {
	bare := normaliseNumber(number)
	if masked || len(bare) < 5 {
		return
	}
	mask := "…" + last4(bare, false)
	for _, text := range append([]string{number, bare}, digitRun.FindAllString(bare, -1)...) {
		for i := 0; i < len(r.replace); i += 2 {
			if r.replace[i] == text {
				text = ""
			}
		}
		if text != "" {
			r.replace, r.replacer = append(r.replace, text, mask), nil
		}
	}
}

func (r *redactor) clean(text string) string {
	if text == "" || len(r.replace) == 0 {
		return text
	}
	if r.replacer == nil {
		r.replacer = strings.NewReplacer(r.replace...)
	}
	return r.replacer.Replace(text)
}

// touches reports that text has one of the numbers in it.
func (r *redactor) touches(text string) bool { return r.clean(text) != text }

// maskRuns masks every run of five digits or more, for text from a file whose
// account numbers are not known.
func maskRuns(text string) string {
	return digitRun.ReplaceAllStringFunc(text, func(run string) string { return "…" + run[len(run)-4:] })
}

// cleanFile takes the account numbers out of every text of f.
func (r *redactor) cleanFile(f *File) {
	for i := range f.Rows {
		row := &f.Rows[i]
		row.Account, row.Symbol = r.clean(row.Account), r.clean(row.Symbol)
		row.Description, row.Reason = r.clean(row.Description), r.clean(row.Reason)
	}
	for i := range f.Accounts {
		f.Accounts[i].Name = r.clean(f.Accounts[i].Name)
	}
	names := make(map[alex.Symbol]string, len(f.Names))
	for symbol, name := range f.Names {
		names[symbol] = r.clean(name)
	}
	f.Names = names
	for i := range f.Warnings {
		f.Warnings[i] = r.clean(f.Warnings[i])
	}
}
