package broker

import (
	"regexp"
	"strings"
	"time"

	"alex"
)

// dateForm is one way to write a day, and how time.Parse reads it.
type dateForm struct {
	pattern *regexp.Regexp
	layouts []string
}

var dateForms = []dateForm{
	{regexp.MustCompile(`\b(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:\b|T)`), []string{"2006-1-2"}},
	{regexp.MustCompile(`\b(\d{1,2}[-/]\d{1,2}[-/]\d{4})\b`), []string{"1-2-2006"}},
	{regexp.MustCompile(`\b(\d{1,2}\.\d{1,2}\.\d{4})\b`), []string{"2.1.2006"}},
	{regexp.MustCompile(`(?i)\b([a-z]{3,9}[- .]{1,2}\d{1,2},?[- ]{1,2}\d{4})\b`), []string{"January-2-2006", "Jan-2-2006"}},
	{regexp.MustCompile(`(?i)\b(\d{1,2}[- ][a-z]{3,9}[- ]\d{4})\b`), []string{"2-January-2006", "2-Jan-2006"}},
	{regexp.MustCompile(`\b(20\d{6})\b`), []string{"20060102"}},
}

// findDate is the last day that text names ("October 1, 2026 - October 30,
// 2026" ends on the 30th); empty where it names none.
func findDate(text string) alex.Date {
	text = strings.ReplaceAll(text, "_", " ") // a file's name
	for _, form := range dateForms {
		found := form.pattern.FindAllStringSubmatch(text, -1)
		for i := len(found) - 1; i >= 0; i-- {
			if d := form.parse(found[i][1]); d != "" {
				return d
			}
		}
	}
	return ""
}

// parse reads one day; years before 1990 and after 2100 are not dates of a
// positions file.
func (f dateForm) parse(text string) alex.Date {
	text = strings.NewReplacer("/", "-", ",", "", ". ", "-", "  ", "-", " ", "-", "--", "-").Replace(text)
	for _, layout := range f.layouts {
		t, err := time.Parse(layout, text)
		if err == nil && t.Year() >= 1990 && t.Year() <= 2100 {
			return alex.DateOf(t)
		}
	}
	return ""
}

// dateOf is the date of src: of a title or footer line, best one that says
// "as of" or "downloaded"; else of the file's name; else the option's.
func dateOf(src source, header int) alex.Date {
	var titled, footed alex.Date
	for i, rec := range src.records {
		if i >= header && rec.filled() > 2 {
			continue
		}
		text := strings.ToLower(rec.text())
		d := findDate(text)
		if d == "" {
			continue
		}
		if strings.Contains(text, "as of") {
			return d
		}
		if i < header && titled == "" {
			titled = d
		}
		if strings.Contains(text, "download") || strings.HasPrefix(text, "date") {
			footed = d
		}
	}
	return firstDate(footed, titled, findDate(src.opt.Name), src.opt.AsOf)
}

func firstDate(dates ...alex.Date) alex.Date {
	for _, d := range dates {
		if d != "" {
			return d
		}
	}
	return ""
}
