package review_test

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/goldenfile"
	"alex/internal/review"
)

var update = flag.Bool("update", false, "rewrite golden files")

var december = time.Date(2026, 12, 1, 6, 0, 0, 0, time.UTC)

func letter(changes ...string) string {
	m := review.Letter("ann@example.org", december, changes, "https://alex.example.org", "sealed-token")
	return "To: " + m.To + "\nSubject: " + m.Subject + "\nStop: " + m.Stop + "\n\n" + m.Text
}

// TestLetterIsGolden is the letter as a person reads it, and every sentence
// that one can hold.
func TestLetterIsGolden(t *testing.T) {
	t.Parallel()
	checks := alex.NewPortfolio("2026-12-01", alex.Person{}, nil, alex.Book{}).Checks
	text := letter(review.Changes(
		review.Standing{"target_drift": alex.Pass, "fees": alex.Warn, "stale_price": alex.Pass, "report_age": alex.Pass},
		review.Standing{"target_drift": alex.Fail, "fees": alex.Pass, "stale_price": alex.Warn, "report_age": alex.Warn})...)
	text += "\nEvery sentence:\n\n"
	for _, id := range append(ids(checks), "report_age") {
		for _, s := range [][2]alex.Status{{alex.Pass, alex.Warn}, {alex.Warn, alex.Pass}} {
			changes := review.Changes(review.Standing{id: s[0]}, review.Standing{id: s[1]})
			if len(changes) == 0 && (id != "report_age" || s[1] != alex.Pass) {
				t.Errorf("nothing is said of %s from %s to %s", id, s[0], s[1])
			}
			text += strings.Join(append([]string{"  " + id}, changes...), ": ") + "\n"
		}
	}
	goldenfile.Compare(t, *update, "testdata/letter.golden", text)
}

func ids(checks []alex.Check) (list []string) {
	for _, c := range checks {
		list = append(list, c.ID)
	}
	return list
}

func TestChanges(t *testing.T) {
	t.Parallel()
	one := func(before, now alex.Status) int {
		return len(review.Changes(review.Standing{"fees": before}, review.Standing{"fees": now}))
	}
	for pair, want := range map[[2]alex.Status]int{
		{alex.Pass, alex.Pass}: 0, {alex.Pass, alex.Warn}: 1, {alex.Pass, alex.Fail}: 1, {alex.Warn, alex.Warn}: 0,
		{alex.Warn, alex.Fail}: 1, {alex.Fail, alex.Fail}: 0, {alex.Fail, alex.Warn}: 0, {alex.Fail, alex.Pass}: 1, {alex.Warn, alex.Pass}: 1,
	} {
		if got := one(pair[0], pair[1]); got != want {
			t.Errorf("%v: %d changes, want %d", pair, got, want)
		}
	}
	if got := review.Changes(nil, review.Standing{"fees": alex.Fail}); len(got) != 0 {
		t.Errorf("without anything before: %v", got)
	}
	if got := review.Changes(review.Standing{"odd": alex.Pass}, review.Standing{"odd": alex.Fail}); len(got) != 0 {
		t.Errorf("of an unknown check: %v", got)
	}
}

func TestReportsAge(t *testing.T) {
	t.Parallel()
	for reported, old := range map[alex.Date]bool{"": false, "2026-11-30": false, "2026-09-02": false, "2026-09-01": true, "2025-12-01": true, "2027-01-01": false} {
		s := review.Stand(alex.Portfolio{}, reported, "2026-12-01")
		if got := s["report_age"] == alex.Warn; got != old {
			t.Errorf("a report of %q is old: %v", reported, got)
		}
	}
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	facts := []alex.Fact{{ID: "check.fees.status", Value: "warn"}, {ID: "check.fees.limit", Value: "1"}, {ID: "portfolio.value", Value: "5"}}
	letter := review.Standing{"fees": alex.Fail}
	early, late := december.AddDate(0, -1, 0), december
	for name, c := range map[string]struct {
		got  review.Standing
		want alex.Status
	}{
		"neither":                {review.Baseline(nil, time.Time{}, nil, time.Time{}), ""},
		"a report":               {review.Baseline(nil, time.Time{}, facts, early), alex.Warn},
		"a letter":               {review.Baseline(letter, early, nil, time.Time{}), alex.Fail},
		"a later report":         {review.Baseline(letter, early, facts, late), alex.Warn},
		"a later letter":         {review.Baseline(letter, late, facts, early), alex.Fail},
		"a report without facts": {review.Baseline(letter, early, nil, late), alex.Fail},
	} {
		if c.got["fees"] != c.want {
			t.Errorf("%s: %v", name, c.got)
		}
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{
		"2026-12-01T05:59:59Z": "", "2026-12-01T06:00:00Z": "due", "2026-12-04T05:59:59Z": "due", "2026-12-04T06:00:00Z": "past",
		"2026-12-31T23:59:59Z": "past", "2027-01-01T00:00:00Z": "", "2026-12-01T02:00:00-05:00": "due", "2028-03-01T06:00:00Z": "due",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		due, past := review.Due(now)
		if got := strings.TrimSpace(map[bool]string{true: "due"}[due] + map[bool]string{true: "past"}[past]); got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
	if got := review.MonthOf(time.Date(2026, 12, 31, 23, 0, 0, 0, time.FixedZone("", -3600*5))); got != "2027-01" {
		t.Error(got)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	key, other := []byte(strings.Repeat("k", 32)), []byte(strings.Repeat("o", 32))
	seen := map[string]bool{}
	for n := range 200 {
		id := alex.PersonID(fmt.Sprintf("user_%d", n))
		token, err := review.Seal(key, id)
		if err != nil || seen[token] || strings.Contains(token, "user_") {
			t.Fatal(token, err)
		}
		seen[token] = true
		if again, _ := review.Seal(key, id); again != token {
			t.Error("it is another each time")
		}
		if got, err := review.Open(key, token); got != id || err != nil {
			t.Error(got, err)
		}
		if _, err := review.Open(other, token); alex.CodeOf(err) != alex.CodeInvalid {
			t.Error("another key opens it", err)
		}
		for at := range token {
			flipped := []byte(token)
			if flipped[at]++; flipped[at] == token[at] {
				continue
			}
			if got, err := review.Open(key, string(flipped)); err == nil {
				t.Errorf("a changed token is %s's", got)
			}
		}
	}
	for _, bad := range []string{"", "x", "!", strings.Repeat("A", 15), strings.Repeat("A", 1000)} {
		if _, err := review.Open(key, bad); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("Open(%q) = %v", bad, err)
		}
	}
}

// TestLettersArePrivate writes the letters of many households drawn by chance:
// no digit but the year of the subject, no name and no symbol is in any.
func TestLettersArePrivate(t *testing.T) {
	t.Parallel()
	households, letters := 0, 0
	digits := regexp.MustCompile(`[0-9]`)
	rapid.Check(t, func(t *rapid.T) {
		person, accounts, book := draw(t, "a")
		_, before, _ := draw(t, "b")
		today := alex.Date("2026-12-01")
		reported := rapid.SampledFrom([]alex.Date{"", "2026-11-20", "2026-06-01"}).Draw(t, "reported")
		old := review.Stand(alex.NewPortfolio("2026-11-01", person, before, book), "2026-10-31", "2026-11-01")
		changes := review.Changes(old, review.Stand(alex.NewPortfolio(today, person, accounts, book), reported, today))
		households++
		if len(changes) == 0 {
			return
		}
		letters++
		if len(changes) > 3 || len(slices.Compact(slices.Sorted(slices.Values(changes)))) != len(changes) {
			t.Fatalf("the changes are %q", changes)
		}
		m := review.Letter("to@example.org", december, changes, "https://alex.example.org", "token")
		text := strings.Replace(m.Subject, "December 2026", "", 1) + "\n" + m.Text
		if found := digits.FindString(text); found != "" {
			t.Fatalf("it says %s: %s", found, text)
		}
		for _, secret := range secrets(person, accounts) {
			if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Fatalf("it says %q: %s", secret, text)
			}
		}
	})
	if letters == 0 {
		t.Error("no letter was written")
	}
	t.Attr("measured", fmt.Sprintf("%d pairs of households, %d letters: 0 digits, names or symbols", households, letters))
}

// secrets are the texts of a household.
func secrets(p alex.Person, accounts []alex.Account) []string {
	list := []string{p.DisplayName, p.Email}
	for _, a := range accounts {
		list = append(list, a.Name, a.Purpose, a.Last4)
		for _, pos := range a.Positions {
			list = append(list, string(pos.Symbol))
		}
	}
	return list
}

// draw is a household whose every text stands nowhere in a letter.
func draw(t *rapid.T, label string) (alex.Person, []alex.Account, alex.Book) {
	spending := alex.Dollars(alex.DecimalOf(int64(rapid.IntRange(0, 200_000).Draw(t, label+"spending"))))
	person := alex.Person{
		DisplayName: "Zqann Zqcanary", Email: "zqann@canary.example", CurrentAnnualSpending: &spending,
		AssetClassTargets: alex.ClassAllocation{alex.Equity: alex.PercentOf100(60), alex.FixedIncome: alex.PercentOf100(40)},
	}
	instruments := []alex.Instrument{}
	for n, symbol := range []alex.Symbol{"ZQA", "ZQB", "ZQC", "ZQD", "ZQE", "ZQF"} {
		price := alex.DecimalOf(int64(rapid.IntRange(1, 900).Draw(t, label+"price")))
		i := alex.Instrument{Symbol: symbol, Name: "Zqname " + string(symbol), Currency: "USD", Type: alex.Stock, Price: &price, PriceAsOf: rapid.SampledFrom([]alex.Date{"2026-11-30", "2026-01-01"}).Draw(t, label+"day")}
		if n%2 == 0 {
			i.Type, i.AssetClasses = alex.ETF, alex.ClassAllocation{alex.FixedIncome: alex.PercentOf100(100)}
		}
		if n == 5 && rapid.Bool().Draw(t, label+"unpriced") {
			i.Price = nil
		}
		instruments = append(instruments, i)
	}
	var accounts []alex.Account
	for n := range rapid.IntRange(0, 3).Draw(t, label+"accounts") {
		a := alex.Account{
			ID: alex.ID(fmt.Sprint(n)), Name: fmt.Sprintf("Zqaccount %d", n), Purpose: "zqpurpose", Last4: "9876", Type: alex.Taxable,
			CashBalance: alex.Dollars(alex.DecimalOf(int64(rapid.IntRange(0, 100_000).Draw(t, label+"cash")))),
		}
		for _, i := range instruments {
			if rapid.Bool().Draw(t, label+"holds") {
				a.Positions = append(a.Positions, alex.Position{Symbol: i.Symbol, Quantity: alex.DecimalOf(int64(rapid.IntRange(1, 5000).Draw(t, label+"quantity")))})
			}
		}
		accounts = append(accounts, a)
	}
	return person, accounts, alex.Snapshot{Instruments: instruments}.Book()
}
