package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/api"
)

// TestWorksheetsSumToZero: in each account, what is bought and sold and what
// is left is the cash that there was.
func TestWorksheetsSumToZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, 201, "ann", "POST", "/api/sample-portfolio", "")
	w.must(t, 201, "ann", "POST", "/api/accounts", ira)
	w.must(t, 201, "ann", "POST", "/api/accounts", `{"accountName":"Bank","accountType":"cash","cashBalance":"812.34"}`)
	cash := map[alex.ID]alex.Money{}
	for _, a := range as[api.ListBody[api.AccountBody]](t, reply{text: w.accounts(t, "ann")}).Items {
		cash[a.ID] = a.CashBalance
	}
	rapid.Check(t, func(rt *rapid.T) {
		equity := rapid.IntRange(0, 100).Draw(rt, "equity")
		body, err := json.Marshal(map[string]any{
			"rule":        rapid.SampledFrom(alex.CashOnly.Known()).Draw(rt, "rule"),
			"instruments": rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"SPY", "BND", "VXUS", "vti", "GLD"}), 1, 5, rapid.ID[string]).Draw(rt, "picks"),
			"targets":     map[string]int{"equity": equity, "fixed_income": 100 - equity},
			"wholeShares": rapid.Bool().Draw(rt, "whole"),
		})
		if err != nil {
			rt.Fatal(err)
		}
		sheet := as[alex.Worksheet](t, w.must(t, http.StatusOK, "ann", "POST", "/api/rebalance", string(body)))
		left, sum := map[alex.ID]alex.Money{}, alex.Money{}
		for id, amount := range cash {
			left[id] = amount
		}
		for _, trade := range sheet.Trades {
			left[trade.AccountID] = left[trade.AccountID].Sub(trade.Amount)
		}
		if len(sheet.Accounts) != len(cash) {
			rt.Fatalf("%d accounts, want %d", len(sheet.Accounts), len(cash))
		}
		for _, a := range sheet.Accounts {
			sum = sum.Add(a.Residual)
			if a.Residual.Cmp(left[a.AccountID]) != 0 {
				rt.Errorf("%s: %s is left, the worksheet says %s", a.AccountName, left[a.AccountID], a.Residual)
			}
		}
		if sum.Cmp(sheet.Residual) != 0 {
			rt.Errorf("the residuals sum to %s, the worksheet says %s", sum, sheet.Residual)
		}
	})
}

func TestRebalanceStatuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, 201, "ann", "POST", "/api/sample-portfolio", "")
	w.must(t, 201, "ann", "POST", "/api/instruments", `{"symbol":"NOPRICE","name":"Without a price"}`)
	const targets = `"targets":{"equity":60,"fixed_income":40}`
	for name, c := range map[string]struct{ body, place string }{
		"no rule":               {`{"instruments":["VTI"],` + targets + `}`, "body.rule"},
		"an unknown rule":       {`{"rule":"all_in","instruments":["VTI"],` + targets + `}`, "body.rule"},
		"no instruments":        {`{"rule":"buy_only","instruments":[],` + targets + `}`, "body.instruments"},
		"an unknown instrument": {`{"rule":"buy_only","instruments":["VTI","ZZZZZ"],` + targets + `}`, "body.instruments[1]"},
		"no symbol":             {`{"rule":"buy_only","instruments":["?"],` + targets + `}`, "body.instruments[0]"},
		"an instrument twice":   {`{"rule":"buy_only","instruments":["VTI","vti"],` + targets + `}`, "body.instruments[1]"},
		"no price":              {`{"rule":"buy_only","instruments":["NOPRICE"],` + targets + `}`, "body.instruments[0]"},
		"no targets anywhere":   {`{"rule":"buy_only","instruments":["VTI"]}`, "body.targets"},
		"targets of 99":         {`{"rule":"buy_only","instruments":["VTI"],"targets":{"equity":99}}`, "body.targets"},
		"an unknown field":      {`{"rule":"buy_only","instruments":["VTI"],"accountId":"x",` + targets + `}`, "body.accountId"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := w.must(t, 422, "ann", "POST", "/api/rebalance", c.body)
			if p := as[api.Problem](t, r); len(p.Errors) == 0 || p.Errors[0].Location != c.place {
				t.Errorf("the problem is %s, want %s", r.text, c.place)
			}
		})
	}
}

func TestRebalanceToOnesOwnTargets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, 201, "ann", "POST", "/api/accounts", `{"accountName":"IRA","accountType":"tax_deferred","cashBalance":"1000.00"}`)
	w.must(t, 200, "ann", "PUT", "/api/user", `{"assetClassTargets":{"equity":50,"fixed_income":50}}`)
	for _, targets := range []string{``, `,"targets":null`, `,"targets":{}`} {
		r := w.must(t, 200, "ann", "POST", "/api/rebalance", fmt.Sprintf(`{"rule":"cash_only","instruments":["VTI","BND"]%s}`, targets))
		sheet := as[alex.Worksheet](t, r)
		if len(sheet.Trades) != 2 || sheet.After[alex.Equity].String() != "50" || sheet.Residual.String() != "0.00" {
			t.Errorf("the worksheet is %s", r.text)
		}
	}
}
