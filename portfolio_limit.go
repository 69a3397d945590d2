package alex

// The most that one person may hold. An analysis looks at all of it at once,
// and so must whoever works on another's behalf beside it.
const (
	MaxAccounts  = 200
	MaxPositions = 20_000 // over all accounts

	// MaxOwnInstruments is of how many instruments one keeps something of one's
	// own, the names that files gave them among it.
	MaxOwnInstruments = 20_000
	// MaxImports is how many applied imports are kept to be undone; the oldest
	// are forgotten, and what they brought stays.
	MaxImports = 500
	// MaxGrants is how many others may have access to what is one's own.
	MaxGrants = 50
)

// CheckSize refuses accounts that one person could not hold, before anything is
// done with them: CodeTooLarge, naming where, which may be empty.
func CheckSize(where string, accounts []Account) error {
	positions := 0
	for _, a := range accounts {
		positions += len(a.Positions)
	}
	if where == "" {
		where = "this"
	}
	switch {
	case len(accounts) > MaxAccounts:
		return Errorf(CodeTooLarge, "%s has %d accounts; a person keeps at most %d", where, len(accounts), MaxAccounts)
	case positions > MaxPositions:
		return Errorf(CodeTooLarge, "%s has %d positions; a person keeps at most %d", where, positions, MaxPositions)
	}
	return nil
}
