package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
)

func typedBody(t *testing.T, preview alex.ID, types ...api.TypedAccount) string {
	t.Helper()
	body, err := json.Marshal(api.ImportInput{PreviewID: string(preview), AccountTypes: types})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestAPersonSaysHowNewAccountsAreTaxed: what the preview has read of an account's
// name is put right with the import, and a newer file leaves it so.
func TestAPersonSaysHowNewAccountsAreTaxed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	taxed := func() (types string) {
		for _, a := range as[api.ListBody[api.AccountBody]](t, w.must(t, 200, "ann", "GET", "/api/accounts", "")).Items {
			types += string(a.Type) + " "
		}
		return strings.TrimSpace(types)
	}
	shown := w.previewed(t, "ann", "merged.csv", merged)
	if got := shown.Accounts; len(got) != 2 || got[0].Type != alex.TaxDeferred || got[1].Type != alex.Taxable {
		t.Fatalf("the preview tells of %+v", got)
	}
	w.must(t, 201, "ann", "POST", "/api/import", typedBody(t, shown.PreviewID, api.TypedAccount{Account: 0, Type: alex.TaxFree}))
	if got := taxed(); got != "tax_free taxable" {
		t.Errorf("the accounts are %s", got)
	}

	newer := w.previewed(t, "ann", "merged.csv", strings.ReplaceAll(merged, "GLD,1,250,250.00", "GLD,3,250,750.00"))
	if got := newer.Accounts[0]; got.Type != alex.TaxFree {
		t.Errorf("the preview tells of a known account as %s", got.Type)
	}
	for name, c := range map[string]struct {
		typed api.TypedAccount
		said  string
	}{
		"a known account": {api.TypedAccount{Account: 0, Type: alex.Taxable}, "is known already"},
		"none at all":     {api.TypedAccount{Account: 2, Type: alex.Taxable}, "is no account of this preview, which has 2"},
	} {
		p := as[api.Problem](t, w.must(t, 422, "ann", "POST", "/api/import", typedBody(t, newer.PreviewID, c.typed)))
		if len(p.Errors) != 1 || p.Errors[0].Location != "body.accountTypes[0].account" || !strings.Contains(p.Errors[0].Message, c.said) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	twice := typedBody(t, newer.PreviewID, api.TypedAccount{Account: 1, Type: alex.Taxable}, api.TypedAccount{Account: 1, Type: alex.Taxable})
	if p := as[api.Problem](t, w.must(t, 422, "ann", "POST", "/api/import", twice)); len(p.Errors) != 1 || p.Errors[0].Message != "is named twice" {
		t.Errorf("an account that is named twice: %+v", p)
	}
	w.must(t, 201, "ann", "POST", "/api/import", typedBody(t, newer.PreviewID, api.TypedAccount{Account: 0, Type: alex.TaxFree}))
	if got := taxed(); got != "tax_free taxable" {
		t.Errorf("after a newer file the accounts are %s", got)
	}
}

// TestTypesBesideRowsThatAreLeftOut: both hold, of an account that is left out too.
func TestTypesBesideRowsThatAreLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	shown := w.previewed(t, "ann", "merged.csv", merged)
	body := `{"previewId":"` + string(shown.PreviewID) + `","exclude":["row-1","row-6"],` +
		`"accountTypes":[{"account":0,"accountType":"tax_free"},{"account":1,"accountType":"cash"}]}`
	w.must(t, 201, "ann", "POST", "/api/import", body)
	got := as[api.ListBody[api.AccountBody]](t, w.must(t, 200, "ann", "GET", "/api/accounts", "")).Items
	if len(got) != 1 || got[0].Type != alex.TaxFree || len(got[0].Positions) != 2 {
		t.Errorf("the accounts are %+v", got)
	}
}

// TestTypesOfAMappedFile: a file that is read with a person's mapping takes them too.
func TestTypesOfAMappedFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	const text = "Security,Instrument,Holdings,NAV,Worth\nApple,AAPL,10,268.15,2681.50\n"
	p := as[api.Problem](t, w.preview(t, 422, "ann", "strange.csv", text, ""))
	body := `{"previewId":"` + string(p.PreviewID) + `","mapping":{"columns":{"symbol":"Instrument","quantity":"Holdings","price":"NAV","value":"Worth"}},` +
		`"accountTypes":[{"account":0,"accountType":"tax_deferred"}]}`
	w.must(t, 201, "ann", "POST", "/api/import", body)
	got := as[api.ListBody[api.AccountBody]](t, w.must(t, 200, "ann", "GET", "/api/accounts", "")).Items
	if len(got) != 1 || got[0].Type != alex.TaxDeferred {
		t.Errorf("the accounts are %+v", got)
	}
}
