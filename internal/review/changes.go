package review

import (
	"slices"
	"strings"

	"alex"
)

// Standing is how a person's checks stand, by id.
type Standing = map[string]alex.Status

// mostChanges is how many a letter tells; the gravest come first.
const mostChanges = 3

// reportAge is a check of the letter's own: the last report is three months old.
const reportAge = "report_age"

const oldReport = 3 // months

// Stand is how a portfolio's checks stand on a day. Reported is the day of the
// last report, empty where there is none: that is never old.
func Stand(p alex.Portfolio, reported, today alex.Date) Standing {
	s := Standing{reportAge: alex.Pass}
	for _, c := range p.Checks {
		s[c.ID] = c.Status
	}
	if !reported.IsZero() && monthsBetween(reported, today) >= oldReport {
		s[reportAge] = alex.Warn
	}
	return s
}

// monthsBetween is the number of whole months from a day to a later one.
func monthsBetween(from, to alex.Date) int {
	a, b := from.Time(), to.Time()
	months := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		months--
	}
	return months
}

// Reported is how the checks stood in a report, by its facts.
func Reported(facts []alex.Fact) Standing {
	s := Standing{}
	for _, fact := range facts {
		id, of := strings.CutPrefix(fact.ID, "check.")
		if id, ends := strings.CutSuffix(id, ".status"); of && ends {
			s[id] = alex.Status(fact.Value)
		}
	}
	if len(s) > 0 {
		s[reportAge] = alex.Pass
	}
	return s
}

// words are what a letter says where a check is beyond its limit, and where it
// is within it again.
type words struct{ id, beyond, back string }

// vocabulary is all that a letter can say of a portfolio, by gravity.
func vocabulary() []words {
	return []words{
		{"target_drift", "What you own has moved further from your targets than the limit you set.", "What you own is within reach of your targets again."},
		{"emergency_fund", "The cash you can reach covers less of your spending than you want.", "The cash you can reach covers as much of your spending as you want."},
		{"single_stock", "A single company is a larger part of what you own than your limit.", "No single company is a larger part of what you own than your limit any more."},
		{"single_holding", "A single holding is a larger part of what you own than your limit.", "No single holding is a larger part of what you own than your limit any more."},
		{"top_five", "Your largest holdings together are a larger part of what you own than your limit.", "Your largest holdings together are within your limit again."},
		{"region_concentration", "More of your stocks are in one part of the world than your limit.", "Your stocks are spread over the world within your limit again."},
		{"fees", "The yearly fees of your funds are above your limit.", "The yearly fees of your funds are within your limit again."},
		{"cash_drag", "More cash lies idle than your limit.", "Less cash lies idle than your limit again."},
		{"unpriced", "Some of your holdings have no price, so they are not counted.", "All of your holdings have a price again."},
		{"stale_price", "Prices of some of your holdings are old.", "The prices of your holdings are fresh again."},
		{"unclassified", "Alex does not know what kind some of your holdings are.", "Alex knows the kind of your holdings again."},
		{reportAge, "Your last report is more than three months old.", ""},
	}
}

// gravity orders what has become worse before what has become better.
const (
	failed = iota
	warned
	better
)

// Changes are at most three sentences about the checks that stand otherwise
// than before, the gravest first; none where nothing changed. A check of which
// nothing was known before has not changed.
func Changes(before, now Standing) []string {
	byGravity := [better + 1][]string{}
	for _, w := range vocabulary() {
		was, known := before[w.id]
		is, there := now[w.id]
		switch {
		case !known || !there:
		case is == alex.Fail && was != alex.Fail:
			byGravity[failed] = append(byGravity[failed], w.beyond)
		case is == alex.Warn && was == alex.Pass:
			byGravity[warned] = append(byGravity[warned], w.beyond)
		case is == alex.Pass && was != alex.Pass && w.back != "":
			byGravity[better] = append(byGravity[better], w.back)
		}
	}
	all := slices.Concat(byGravity[:]...)
	return all[:min(len(all), mostChanges)]
}
