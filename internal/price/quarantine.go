package price

import "alex"

// Reason says why a quote is not taken; the empty one is that it is.
type Reason string

// Why a quote is put into quarantine: the last good price stays, with its date.
const (
	Accepted      Reason = ""
	OtherCurrency Reason = "the price is not in US dollars"
	NoPrice       Reason = "the price is zero, negative or beyond all measure"
	NoDate        Reason = "the price has no date"
	InFuture      Reason = "the price is dated in the future"
	Older         Reason = "the price is older than the one that is kept"
	Leap          Reason = "the price is more than five times, or less than a fifth, of one at most 30 days older"
)

const (
	// leapDays is how long the last good price can tell that a new one is
	// absurd. After that the new one is taken, so that a real leap, such as a
	// split of more than five for one, is out of the report for a month at most.
	leapDays = 30
	// leapFactor lets the usual splits (two, three, four and five for one)
	// pass, and stops a price in cents or one of another instrument.
	leapFactor = 5
)

// Judge says whether q may replace last, the last good price (nil where there
// is none), on the day today.
func Judge(q Quote, last *Quote, today alex.Date) Reason {
	var problems alex.Problems
	alex.CheckPrice(&problems, "price", q.Price)
	day, err := alex.ParseDate(string(q.AsOf))
	switch {
	case q.Currency != "USD":
		return OtherCurrency
	case problems.Err() != nil:
		return NoPrice
	case err != nil:
		return NoDate
	case day > today:
		return InFuture
	case last == nil:
		return Accepted
	case day < last.AsOf:
		return Older
	case last.AsOf.DaysUntil(day) <= leapDays && leaps(last.Price, q.Price):
		return Leap
	}
	return Accepted
}

func leaps(from, to alex.Decimal) bool {
	factor := alex.DecimalOf(leapFactor)
	return to.Cmp(from.Mul(factor)) > 0 || from.Cmp(to.Mul(factor)) > 0
}
