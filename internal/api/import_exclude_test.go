package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/api"
)

const merged = "account,symbol,quantity,price,value,cost basis\n" +
	"IRA 11112222,VTI,10,100,1000.00,900\n" + // row-1
	"IRA 11112222,VTI,5,102,510.00,400\n" + // row-2, merged with row-1
	"IRA 11112222,BND,5,70,350.00,\n" + // row-3
	"IRA 11112222,CASH,,,25.50,\n" + // row-4
	"IRA 11112222,CASH,,,-5.25,\n" + // row-5
	"Joint 33334444,GLD,1,250,250.00,\n" + // row-6
	"Joint 33334444,XYZ,-1,10,-10.00,\n" // row-7, not held

func TestExclude(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows  []string
		total string
		held  string // symbols with quantities, in the accounts' order
	}{
		"nothing":                   {nil, "2130.25", "BND 5, VTI 15, GLD 1"},
		"a position":                {[]string{"row-3"}, "1780.25", "VTI 15, GLD 1"},
		"the first of merged rows":  {[]string{"row-1"}, "1130.25", "BND 5, VTI 5, GLD 1"},
		"the second of merged rows": {[]string{"row-2"}, "1620.25", "BND 5, VTI 10, GLD 1"},
		"both merged rows":          {[]string{"row-2", "row-1"}, "620.25", "BND 5, GLD 1"},
		"a line of cash":            {[]string{"row-5"}, "2135.50", "BND 5, VTI 15, GLD 1"},
		"all cash":                  {[]string{"row-4", "row-5"}, "2110.00", "BND 5, VTI 15, GLD 1"},
		"what is not held anyway":   {[]string{"row-7", "row-7"}, "2130.25", "BND 5, VTI 15, GLD 1"},
		"all of one account":        {[]string{"row-6"}, "1880.25", "BND 5, VTI 15"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, keyed)
			shown := w.previewed(t, "ann", "merged.csv", merged)
			w.commit(t, "ann", shown.PreviewID, c.rows...)
			p := w.portfolio(t, "ann")
			var held []string
			for _, a := range as[api.ListBody[api.AccountBody]](t, w.must(t, 200, "ann", "GET", "/api/accounts", "")).Items {
				for _, h := range a.Positions {
					held = append(held, string(h.Symbol)+" "+h.Quantity.String())
				}
			}
			if got := strings.Join(held, ", "); got != c.held || p.TotalValue.String() != c.total {
				t.Errorf("held are %s, worth %s; want %s, %s", got, p.TotalValue, c.held, c.total)
			}
		})
	}
}

func TestExcludeIsChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	shown := w.previewed(t, "ann", "merged.csv", merged)
	for name, c := range map[string]struct {
		rows  []string
		place string
	}{
		"unknown rows": {[]string{"row-1", "row-99", "1"}, "body.exclude[1]"},
		"everything":   {[]string{"row-1", "row-2", "row-3", "row-4", "row-5", "row-6"}, "body.exclude"},
	} {
		p := as[api.Problem](t, w.must(t, 422, "ann", "POST", "/api/import", commitBody(t, shown.PreviewID, c.rows...)))
		if len(p.Errors) == 0 || p.Errors[0].Location != c.place {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if got := w.portfolio(t, "ann"); !got.TotalValue.IsZero() || len(got.Accounts) != 0 {
		t.Errorf("a refused import left %s", got.TotalValue)
	}
}

// TestAnAccountLeftOutStaysAsItIs: a newer file without rows of an account
// leaves that account alone.
func TestAnAccountLeftOutStaysAsItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	w.commit(t, "ann", w.previewed(t, "ann", "merged.csv", merged).PreviewID)
	newer := w.previewed(t, "ann", "newer.csv", strings.ReplaceAll(merged, "GLD,1,250,250.00", "GLD,3,250,750.00"))
	w.commit(t, "ann", newer.PreviewID, "row-6")
	if got := w.portfolio(t, "ann").TotalValue.String(); got != "2130.25" {
		t.Errorf("the portfolio is worth %s", got)
	}
}

func TestParallelCommits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	for name, c := range map[string]struct {
		header []string
		other  int
	}{
		"without a key":   {nil, http.StatusConflict},
		"under one key":   {[]string{"Idempotency-Key: once"}, http.StatusCreated},
		"under its key 2": {[]string{"Idempotency-Key: twice"}, http.StatusCreated},
	} {
		body := commitBody(t, w.previewed(t, "ann", "merged.csv", merged).PreviewID)
		first, others, replayed := w.race(t, body, c.header)
		if c.other == http.StatusCreated && (first != 20 || replayed != 19) {
			t.Errorf("%s: %d created, %d of them replayed", name, first, replayed)
		}
		if c.other == http.StatusConflict && (first != 1 || others[http.StatusConflict] != 19) {
			t.Errorf("%s: %d created, else %v", name, first, others)
		}
	}
	if got := w.portfolio(t, "ann").TotalValue.String(); got != "2130.25" {
		t.Errorf("the portfolio is worth %s", got)
	}
	w.must(t, 422, "ann", "POST", "/api/import", commitBody(t, w.previewed(t, "ann", "merged.csv", merged).PreviewID), "Idempotency-Key: once")
}

// race sends one commit twenty times at once; all that are created must be the
// same import.
func (w *world) race(t *testing.T, body string, header []string) (made int, others map[int]int, replayed int) {
	t.Helper()
	var lock sync.Mutex
	var group sync.WaitGroup
	ids := map[string]bool{}
	others = map[int]int{}
	for range 20 {
		group.Go(func() {
			r := w.call(t, "ann", "POST", "/api/import", body, header...)
			lock.Lock()
			defer lock.Unlock()
			if r.status != http.StatusCreated {
				others[r.status]++
				return
			}
			made++
			ids[r.text] = true
			if r.header.Get("Idempotency-Replayed") == "true" {
				replayed++
			}
		})
	}
	group.Wait()
	if len(ids) != 1 {
		t.Errorf("the answers are %v", ids)
	}
	return made, others, replayed
}

func TestUnknownLayout(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	const text = "Portfolio,Security,Instrument,Holdings,NAV,Worth\nMine 98765432,Apple,AAPL,10,268.15,2681.50\n"
	p := as[api.Problem](t, w.preview(t, 422, "ann", "strange.csv", text, ""))
	if p.Code != "unknown_layout" || p.Mapping == nil || p.Mapping.Columns["quantity"] != "Holdings" || len(p.Columns) != 6 || p.PreviewID == "" {
		t.Fatalf("the answer is %+v", p)
	}
	mapping := `{"columns":{"account":"Portfolio","symbol":"Instrument","quantity":"Holdings","price":"NAV","value":"Worth"}}`
	shown := as[api.PreviewBody](t, w.preview(t, 200, "ann", "strange.csv", text, mapping))
	if shown.Broker != "mapping" || shown.ReadTotal.String() != "2681.50" {
		t.Errorf("the preview is %+v", shown)
	}
	with := func(id alex.ID, mapping string) string {
		return `{"previewId":"` + string(id) + `","exclude":[],"mapping":` + mapping + `}`
	}
	w.must(t, 422, "ann", "POST", "/api/import", with(shown.PreviewID, `{"columns":{"symbol":"Security","quantity":"Holdings"}}`))
	w.must(t, 201, "ann", "POST", "/api/import", with(shown.PreviewID, mapping))

	offer := as[api.Problem](t, w.must(t, 422, "ann", "POST", "/api/import", with(p.PreviewID, "{}")))
	if offer.Code != "unknown_layout" || offer.Mapping == nil {
		t.Errorf("the sealed file without a mapping is %+v", offer)
	}
	bad := as[api.Problem](t, w.must(t, 422, "ann", "POST", "/api/import", with(p.PreviewID, `{"columns":{"symbol":"Instrument"}}`)))
	if bad.Errors[0].Location != "body.mapping.columns.quantity" {
		t.Errorf("an incomplete mapping is %+v", bad)
	}
	w.must(t, 422, "ann", "POST", "/api/import", `{"previewId":"`+string(p.PreviewID)+`","exclude":["row-9"],"mapping":`+mapping+`}`)
	w.must(t, 403, "bob", "POST", "/api/import", with(p.PreviewID, mapping))
	made := w.must(t, 201, "ann", "POST", "/api/import", with(p.PreviewID, mapping), "Idempotency-Key: k")
	if got := field(t, made, "importId"); got != string(p.PreviewID) {
		t.Errorf("the sealed file %s is imported as %s", p.PreviewID, got)
	}
	again := w.must(t, 201, "ann", "POST", "/api/import", with(p.PreviewID, mapping), "Idempotency-Key: k")
	if again.text != made.text || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("a repeat is answered %s", again.text)
	}
	w.must(t, 409, "ann", "POST", "/api/import", with(p.PreviewID, mapping))
	if got := as[api.ListBody[api.ImportBody]](t, w.must(t, 200, "ann", "GET", "/api/imports", "")); len(got.Items) != 2 {
		t.Errorf("two files left %d imports: %+v", len(got.Items), got.Items)
	}
	if got := w.portfolio(t, "ann"); got.TotalValue.String() != "2681.50" || len(got.Accounts) != 1 {
		t.Errorf("read by mapping twice, the portfolio is worth %s in %d accounts", got.TotalValue, len(got.Accounts))
	}
}

func TestUnknownLayoutWithoutAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := as[api.Problem](t, w.preview(t, 422, "ann", "strange.csv", "Instrument,Holdings,Worth\nAAPL,10,2681.50\n", ""))
	if p.PreviewID != "" || p.Mapping == nil {
		t.Errorf("what cannot be sealed is kept: %+v", p)
	}
}
