package alex

import (
	"fmt"
	"time"
)

// Date is a calendar day as "YYYY-MM-DD"; the empty string is no date. Dates
// compare as strings.
type Date string

// ParseDate reads "YYYY-MM-DD" and refuses days that do not exist.
func ParseDate(text string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fmt.Errorf("%q is not a date of the form YYYY-MM-DD", clip(text))
	}
	return Date(text), nil
}

// DateOf is the calendar day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// IsZero reports that there is no date.
func (d Date) IsZero() bool { return d == "" }

// Time is midnight UTC of the day; the zero time when there is no date.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// DaysUntil is the number of days from d to later, negative if later is
// earlier, 0 if either is missing.
func (d Date) DaysUntil(later Date) int {
	if d.IsZero() || later.IsZero() {
		return 0
	}
	return int(later.Time().Sub(d.Time()).Hours() / 24)
}

// AgeOn is the age in whole years, on day, of someone born on d.
func (d Date) AgeOn(day Date) int {
	birth, now := d.Time(), day.Time()
	age := now.Year() - birth.Year()
	if now.Month() < birth.Month() || now.Month() == birth.Month() && now.Day() < birth.Day() {
		age--
	}
	return age
}

// Text is the rendering for people: "March 10, 2026".
func (d Date) Text() string {
	if d.IsZero() {
		return "no date"
	}
	return d.Time().Format("January 2, 2006")
}

// UnmarshalText refuses what is not a date; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = ""
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
