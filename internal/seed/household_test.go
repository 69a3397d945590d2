package seed

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
)

const golden = "../../testdata/households"

func TestHousehold(t *testing.T) {
	t.Parallel()
	person, accounts := Household()
	if person.ID != "user_test_123" || person.DisplayName != "Test User" || *person.YearsUntilRetirement != 30 {
		t.Errorf("the person is %+v", person)
	}
	held := map[string]string{}
	for _, a := range accounts {
		for _, p := range a.Positions {
			held[a.Name+" "+string(p.Symbol)] = p.Quantity.String()
		}
		if !a.CashBalance.IsZero() {
			held[a.Name+" cash"] = a.CashBalance.String() + " at " + a.CashInterest.String()
		}
	}
	want := map[string]string{
		"401k SPY": "100", "401k BND": "200", "Roth IRA VXUS": "50", "Taxable VTI": "40", "Taxable cash": "5000.00 at 0.045",
	}
	if diff := cmp.Diff(want, held); diff != "" {
		t.Error(diff)
	}
}

func TestHouseholdIsStorable(t *testing.T) {
	t.Parallel()
	person, accounts := Household()
	if err := person.Validate(); err != nil {
		t.Error(err)
	}
	isUUID := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[alex.ID]bool{}
	unique := func(id alex.ID) {
		if seen[id] || !isUUID.MatchString(string(id)) {
			t.Errorf("id %q stands twice or is no UUID", id)
		}
		seen[id] = true
	}
	table := book(t)
	for _, a := range accounts {
		unique(a.ID)
		if err := a.Validate(); err != nil {
			t.Error(err)
		}
		for _, p := range a.Positions {
			unique(p.ID)
			if err := p.Validate(); err != nil || p.AccountID != a.ID {
				t.Errorf("%s in %s: %v", p.Symbol, p.AccountID, err)
			}
			if i := table.Find(p.Symbol); i.Price == nil || !i.Classified() {
				t.Errorf("%s has no price or no weights", p.Symbol)
			}
		}
	}
}

func TestHouseholdIsACopy(t *testing.T) {
	t.Parallel()
	person, accounts := Household()
	*person.YearsUntilRetirement, accounts[0].Positions[0].Symbol = 1, "GONE"
	again, more := Household()
	if *again.YearsUntilRetirement != 30 || more[0].Positions[0].Symbol != "SPY" {
		t.Error("a change of one copy shows in the next")
	}
}

func TestSampleHouseholdFiles(t *testing.T) {
	t.Parallel()
	person, total := household{files: HouseholdFiles(), table: book(t)}.check(t)
	if ages := person.AgesOn("2026-10-30"); ages.Current != 58 || ages.Retirement != 66 || person.Partner == nil {
		t.Errorf("ages %+v, partner %v", ages, person.Partner)
	}
	if person.CurrentAnnualSpending == nil || len(person.Incomes) == 0 || len(person.AssetClassTargets) == 0 {
		t.Errorf("the profile lacks spending, income or targets: %+v", person)
	}
	if total.all.String() != "701216.65" || !total.unknown.IsZero() {
		t.Errorf("the files hold %s, of which unclassified %s", total.all, total.unknown)
	}
}

// TestGoldenHouseholds reads each household's files by the columns they share,
// compares the sum with the README's table, and asks for 95 % of the dollars
// of all of them by asset class.
func TestGoldenHouseholds(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(golden + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(golden)
	if err != nil {
		t.Fatal(err)
	}
	var all totals
	count := 0
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		count++
		_, total := household{files: os.DirFS(golden + "/" + folder.Name()), table: book(t)}.check(t)
		all.all, all.unknown = all.all.Add(total.all), all.unknown.Add(total.unknown)
		if row := tableRow(string(readme), folder.Name()); !strings.Contains(row, total.all.Cents()) {
			t.Errorf("%s holds %s, the README says %q", folder.Name(), total.all.Cents(), row)
		}
		if total.unknown.IsZero() == (folder.Name() == "unknown-tickers") {
			t.Errorf("%s: unclassified %s", folder.Name(), total.unknown)
		}
	}
	if share := all.unknown.PercentOf(all.all); count < 7 || share.Cmp(alex.DecimalOf(5)) > 0 {
		t.Errorf("%d households; %s of %s unclassified", count, all.unknown.Cents(), all.all.Cents())
	}
}

func tableRow(markdown, name string) string {
	for line := range strings.SplitSeq(markdown, "\n") {
		if strings.HasPrefix(line, "| "+name+" |") {
			return line
		}
	}
	return ""
}

// household is a folder of positions files with a profile.
type household struct {
	files fs.FS
	table alex.Book
}

type totals struct{ all, unknown alex.Money }

// check reads everything and answers the person and the sums.
func (h household) check(t *testing.T) (alex.Person, totals) {
	t.Helper()
	person := h.profile(t)
	names, err := fs.Glob(h.files, "*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no positions files: %v", err)
	}
	var sum totals
	for _, name := range names {
		var file totals
		for _, row := range readPositions(t, h.files, name) {
			if row.isTotal {
				if row.value.Cmp(file.all) != 0 {
					t.Errorf("%s: the rows sum to %s, the file says %s", name, file.all, row.value)
				}
				continue
			}
			file.all = file.all.Add(row.value)
			if !row.isCash && !h.classified(row) {
				file.unknown = file.unknown.Add(row.value)
			}
		}
		sum.all, sum.unknown = sum.all.Add(file.all), sum.unknown.Add(file.unknown)
	}
	return person, sum
}

func (h household) classified(row positionRow) bool {
	if h.table.Find(row.symbol).Classified() {
		return true
	}
	_, ok := Classify(row.symbol, row.name, "2026-10-30")
	return ok
}

// profile refuses unknown fields, so that a misspelt one is not lost.
func (h household) profile(t *testing.T) alex.Person {
	t.Helper()
	file, err := h.files.Open(ProfileFile)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	var person alex.Person
	if err := decoder.Decode(&person); err != nil {
		t.Fatal(err)
	}
	if err := person.Validate(); err != nil {
		t.Error(err)
	}
	return person
}
