package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"alex"
)

// TestRebalanceJSON works out the sample household's worksheet: within each
// account the trades and what is left make up its cash, and no class stands
// farther from its target than before.
func TestRebalanceJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var before struct{ Portfolio alex.Portfolio }
	if err := json.Unmarshal([]byte(done(t, dir, "analyze", "--sample", "--json")), &before); err != nil {
		t.Fatal(err)
	}
	cash := map[string]alex.Money{}
	for _, account := range before.Portfolio.Accounts {
		cash[account.Name] = account.CashBalance
	}
	for _, rule := range []string{"buy_only", "buy_and_sell", "cash_only"} {
		var sheet alex.Worksheet
		out := done(t, dir, "rebalance", "--sample", "--instruments", "FXAIX,FXNAX", "--instruments", "BND", "--rule", rule, "--json")
		if err := json.Unmarshal([]byte(out), &sheet); err != nil {
			t.Fatal(err)
		}
		if len(sheet.Trades) == 0 || len(sheet.Accounts) != len(cash) {
			t.Errorf("%s: %d trades over %d accounts", rule, len(sheet.Trades), len(sheet.Accounts))
		}
		for _, account := range sheet.Accounts {
			sum := account.Residual
			for _, trade := range sheet.Trades {
				if trade.AccountName == account.AccountName {
					sum = sum.Add(trade.Amount)
				}
			}
			if sum.Cmp(cash[account.AccountName]) != 0 {
				t.Errorf("%s: %s comes to %s, its cash is %s", rule, account.AccountName, sum, cash[account.AccountName])
			}
		}
	}
}

// TestRebalanceOfTheDocument runs the command of docs/commands.md with the profile that
// stands there.
func TestRebalanceOfTheDocument(t *testing.T) {
	t.Parallel()
	text := textOf(t, "docs/commands.md")
	const command = "`alex rebalance --positions FILE --profile me.json --instruments VTI,BND`"
	if !strings.Contains(text, command) {
		t.Fatalf("%s does not stand there", command)
	}
	blocks, _ := readBlocks(text)
	i := slices.IndexFunc(blocks, func(b block) bool { return b.lang == "json" && strings.Contains(b.text, "assetClassTargets") })
	if i < 0 {
		t.Fatal("there is no profile with targets")
	}
	dir := lay(t, map[string]string{"me.json": blocks[i].text})
	said := done(t, dir, "rebalance", "--positions", brokerFiles+"fidelity_positions.csv", "--profile", "$DIR/me.json", "--instruments", "VTI,BND")
	if !strings.Contains(said, "  target\n") || !strings.Contains(said, "60.0%\n") {
		t.Errorf("the worksheet reads %q", said)
	}
}

func TestRebalanceRefused(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"p.csv": "account,symbol,quantity,price\nA,VTI,10,300\n"})
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"rebalance", "--sample"}, exitUsage, "--instruments"},
		{[]string{"rebalance", "--sample", "--instruments", "no ticker"}, exitUsage, "ticker"},
		{[]string{"rebalance", "--sample", "--instruments", "VTI", "--rule", "gamble"}, exitUsage, "--rule"},
		{[]string{"rebalance", "--sample", "--instruments", "VTIAX"}, exitFailed, "no price in US dollars is known of VTIAX"},
		{[]string{"rebalance", "--positions", "$DIR/p.csv", "--instruments", "VTI"}, exitFailed, "assetClassTargets"},
	} {
		got := invoke(t, dir, "", c.args...)
		if got.code != c.code || !strings.Contains(got.err, c.want) {
			t.Errorf("%v: exit code %d, %q; want %d and %q", c.args, got.code, got.err, c.code, c.want)
		}
	}
	if out := done(t, dir, "rebalance", "--sample", "--instruments", "BND"); !strings.Contains(out, "buy") || !strings.Contains(out, "target") {
		t.Errorf("the worksheet reads %q", out)
	}
}
