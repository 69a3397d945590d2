package review

import (
	"net/url"
	"strings"
	"time"

	"alex"
	"alex/internal/mail"
)

// StopPage and StopPath are where a person ends the letters: a page to look at,
// and a route that takes one POST (RFC 8058).
const (
	StopPage = "/mail/stop"
	StopPath = "/api/mail/stop"
)

// Letter is a month's letter to an address. Changes must not be empty; base is
// where people reach Alex; token is what ends the letters.
func Letter(to string, month time.Time, changes []string, base, token string) mail.Message {
	var text strings.Builder
	text.WriteString("Since your last review, this has changed:\n\n")
	for _, change := range changes {
		text.WriteString("  - " + change + "\n")
	}
	text.WriteString("\nLook at it here:\n\n  " + base + "/dashboard\n\n" +
		"This letter names no amounts and no accounts, because e-mail is not private.\n" +
		"It is for information, and no advice to buy or sell anything.\n\n" +
		"-- \nYou get this because you asked for a review a month. To stop it:\n\n  " + base + StopPage + "#" + url.QueryEscape(token) + "\n")
	return mail.Message{
		To: to, Subject: "Your Alex review for " + month.Format("January 2006"), Text: text.String(),
		Stop: base + StopPath + "?" + url.Values{"token": {token}}.Encode(),
	}
}

// MonthOf names the month of a letter, "2026-12".
func MonthOf(at time.Time) string { return at.UTC().Format("2006-01") }

// How long letters of a month are tried: from six o'clock UTC of its first day,
// for three days.
const (
	begins = 6 * time.Hour
	lasts  = 3 * 24 * time.Hour
)

// Due reports that letters of the month of a moment are sent now; past, that
// they are no longer.
func Due(now time.Time) (due, past bool) {
	now = now.UTC()
	since := now.Sub(time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC))
	return since >= begins && since < begins+lasts, since >= begins+lasts
}

// Baseline is what a letter compares with: how the checks stood in the last
// report or at the last letter, whichever is later; empty where there is
// neither.
func Baseline(letter Standing, written time.Time, report []alex.Fact, reported time.Time) Standing {
	if len(letter) == 0 || reported.After(written) {
		if s := Reported(report); len(s) > 0 {
			return s
		}
	}
	return letter
}
