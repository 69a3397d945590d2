package alex_test

import (
	"strings"
	"testing"

	"alex"
)

func TestCheckSize(t *testing.T) {
	t.Parallel()
	wide := func(accounts, positions int) []alex.Account {
		list := make([]alex.Account, accounts)
		list[0].Positions = make([]alex.Position, positions)
		return list
	}
	for name, c := range map[string]struct {
		accounts []alex.Account
		want     string
	}{
		"the most of both":      {wide(alex.MaxAccounts, alex.MaxPositions), ""},
		"an account too many":   {wide(alex.MaxAccounts+1, 0), "f.csv has 201 accounts; a person keeps at most 200"},
		"a position too many":   {wide(1, alex.MaxPositions+1), "f.csv has 20001 positions; a person keeps at most 20000"},
		"positions of accounts": {append(wide(1, alex.MaxPositions), wide(1, 1)...), "f.csv has 20001 positions"},
	} {
		err := alex.CheckSize("f.csv", c.accounts)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (alex.CodeOf(err) != alex.CodeTooLarge || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := alex.CheckSize("", wide(201, 0)); err == nil || !strings.HasPrefix(err.Error(), "this has") {
		t.Errorf("without a name: %v", err)
	}
}
