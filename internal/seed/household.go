package seed

import (
	"embed"
	"io/fs"

	"alex"
)

// TestPersonID is the person of Household, in every database that asks for
// test data.
const TestPersonID alex.PersonID = "user_test_123"

// Fixed ids of Household's accounts and positions, so that loading it again
// changes nothing.
const (
	Account401k    alex.ID = "0d28a001-5eed-4a1e-8000-000000000001"
	AccountRothIRA alex.ID = "0d28a001-5eed-4a1e-8000-000000000002"
	AccountTaxable alex.ID = "0d28a001-5eed-4a1e-8000-000000000003"

	position401kSPY     alex.ID = "0d28b001-5eed-4a1e-8000-000000000001"
	position401kBND     alex.ID = "0d28b001-5eed-4a1e-8000-000000000002"
	positionRothIRAVXUS alex.ID = "0d28b001-5eed-4a1e-8000-000000000003"
	positionTaxableVTI  alex.ID = "0d28b001-5eed-4a1e-8000-000000000004"
)

// Household is the fixture that tests and `--with-test-data` load: a person 30
// years from retirement with three accounts of four funds and $5,000 in cash
// at 4.5 % interest. The positions have no prices of their own; Book has dated
// ones for all four.
func Household() (alex.Person, []alex.Account) {
	years := 30
	person := alex.Person{ID: TestPersonID, DisplayName: "Test User", YearsUntilRetirement: &years}
	return person, []alex.Account{
		{
			ID: Account401k, Name: "401k", Purpose: "Retirement savings at work", Type: alex.TaxDeferred,
			Positions: []alex.Position{
				position(position401kSPY, Account401k, "SPY", 100),
				position(position401kBND, Account401k, "BND", 200),
			},
		},
		{
			ID: AccountRothIRA, Name: "Roth IRA", Purpose: "Tax-free retirement savings", Type: alex.TaxFree,
			Positions: []alex.Position{position(positionRothIRAVXUS, AccountRothIRA, "VXUS", 50)},
		},
		{
			ID: AccountTaxable, Name: "Taxable", Purpose: "General investing", Type: alex.Taxable,
			CashBalance: alex.MustMoney("5000.00"), CashInterest: alex.MustDecimal("0.0450"),
			Positions: []alex.Position{position(positionTaxableVTI, AccountTaxable, "VTI", 40)},
		},
	}
}

func position(id, account alex.ID, symbol alex.Symbol, quantity int64) alex.Position {
	return alex.Position{ID: id, AccountID: account, Symbol: symbol, Quantity: alex.DecimalOf(quantity)}
}

//go:embed household/*.csv household/profile.json
var householdFiles embed.FS

// ProfileFile is the name, in HouseholdFiles, of the person as the API takes
// it; every other file there is a broker's positions file.
const ProfileFile = "profile.json"

// HouseholdFiles is the sample household that a new user may open: an invented
// couple of 58 and 56 with about $700,000 in four accounts at two brokers on
// October 30, 2026. People, quantities and prices are made up; symbols are
// real.
func HouseholdFiles() fs.FS {
	files, err := fs.Sub(householdFiles, "household")
	if err != nil {
		return householdFiles // only a misspelt name fails; a test reads the files
	}
	return files
}
