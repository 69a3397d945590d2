package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
)

const brokerSamples = "../../testdata/brokers"

const germanMapping = `{"columns":{"account":"Depot","name":"Wertpapier","symbol":"Ticker","quantity":"Stück","price":"Kurs","value":"Marktwert","date":"Stand"}}`

// keyed gives the server a key for account numbers.
func keyed(s *api.Server) { s.AccountKey = []byte("a key of thirty-two bytes for it") }

// part is a field of a form; one with a file name is a file.
type part struct{ field, file, text string }

func form(t testing.TB, parts ...part) (body, header string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		create := func() (io.Writer, error) { return w.CreateFormField(p.field) }
		if p.file != "" {
			create = func() (io.Writer, error) { return w.CreateFormFile(p.field, p.file) }
		}
		to, err := create()
		if err == nil {
			_, err = to.Write([]byte(p.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), "Content-Type: " + w.FormDataContentType()
}

// preview uploads one file, and the mapping where it is not empty.
func (w *world) preview(t testing.TB, status int, who, name, text, mapping string) reply {
	t.Helper()
	parts := []part{{"file", name, text}}
	if mapping != "" {
		parts = append(parts, part{field: "mapping", text: mapping})
	}
	body, header := form(t, parts...)
	return w.must(t, status, who, "POST", "/api/import/preview", body, header)
}

func (w *world) previewed(t testing.TB, who, name, text string) api.PreviewBody {
	t.Helper()
	return as[api.PreviewBody](t, w.preview(t, http.StatusOK, who, name, text, ""))
}

// commit imports a preview without the rows, and answers the import's id.
func (w *world) commit(t testing.TB, who string, preview alex.ID, exclude ...string) string {
	t.Helper()
	return field(t, w.must(t, http.StatusCreated, who, "POST", "/api/import", commitBody(t, preview, exclude...)), "importId")
}

func commitBody(t testing.TB, preview alex.ID, exclude ...string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"previewId": preview, "exclude": exclude, "mapping": nil})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func (w *world) portfolio(t testing.TB, who string) alex.Portfolio {
	t.Helper()
	return as[alex.Portfolio](t, w.must(t, http.StatusOK, who, "GET", "/api/portfolio", ""))
}

func (w *world) accounts(t testing.TB, who string) string {
	t.Helper()
	return w.must(t, http.StatusOK, who, "GET", "/api/accounts?limit=200", "").text
}

// TestEverySampleImports takes every sample file through its whole life.
func TestEverySampleImports(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(brokerSamples)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(brokerSamples, entry.Name()))
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, keyed)
			if slices.Contains([]string{"fidelity_history.csv", "schwab_transactions.csv", "ibkr_flex_trades.csv", "trading212.csv"}, entry.Name()) {
				p := as[api.Problem](t, w.preview(t, 422, "ann", entry.Name(), string(text), ""))
				if !strings.Contains(p.Detail, "history of transactions") && !strings.Contains(p.Detail, "positions download") {
					t.Errorf("a history is refused with %q", p.Detail)
				}
				return
			}
			w.must(t, 201, "ann", "POST", "/api/accounts", ira)
			sampleLife(t, w, entry.Name(), string(text))
		})
	}
}

func sampleLife(t *testing.T, w *world, name, text string) {
	t.Helper()
	before, portfolioBefore := w.accounts(t, "ann"), w.portfolio(t, "ann")
	mapping := ""
	if name == "german_depot.csv" {
		mapping = germanMapping
	}
	shown := as[api.PreviewBody](t, w.preview(t, 200, "ann", name, text, mapping))
	if w.accounts(t, "ann") != before {
		t.Error("the preview changed the accounts")
	}
	checkPreview(t, shown)
	id := w.commit(t, "ann", shown.PreviewID)
	held := w.portfolio(t, "ann").TotalValue.Sub(portfolioBefore.TotalValue)
	if held.Cmp(shown.ReadTotal) != 0 || shown.FileTotal.Cmp(shown.ReadTotal.Add(shown.NotHeld)) != 0 {
		t.Errorf("the portfolio holds %s of %s, which is %s and %s not held", held, shown.FileTotal, shown.ReadTotal, shown.NotHeld)
	}
	imported := w.accounts(t, "ann")
	again := as[api.PreviewBody](t, w.preview(t, 200, "ann", name, text, mapping))
	for _, change := range again.Accounts {
		if change.Matches == "" || len(change.Added)+len(change.Changed)+len(change.Gone) > 0 {
			t.Errorf("the same file again would change %+v", change)
		}
	}
	w.must(t, 200, "ann", "POST", "/api/import/"+w.commit(t, "ann", again.PreviewID)+"/undo", "")
	if got := w.accounts(t, "ann"); got != imported {
		t.Errorf("the same file twice, and its undoing (-once +twice):\n%s", cmp.Diff(imported, got))
	}
	undone := w.must(t, 200, "ann", "POST", "/api/import/"+id+"/undo", "")
	if got := w.accounts(t, "ann"); got != before || field(t, undone, "status") != "undone" {
		t.Errorf("after undoing (-before +after):\n%s", cmp.Diff(before, got))
	}
	if got := w.portfolio(t, "ann"); got.TotalValue.Cmp(portfolioBefore.TotalValue) != 0 {
		t.Errorf("after undoing the portfolio is worth %s, before %s", got.TotalValue, portfolioBefore.TotalValue)
	}
	w.must(t, http.StatusConflict, "ann", "POST", "/api/import/"+id+"/undo", "")
}

// checkPreview adds the rows up.
func checkPreview(t *testing.T, shown api.PreviewBody) {
	t.Helper()
	var held, not alex.Money
	seen := map[string]bool{}
	for _, row := range shown.Rows {
		if row.ID == "" || seen[row.ID] {
			t.Errorf("the row id %q is empty or stands twice", row.ID)
		}
		seen[row.ID] = true
		switch {
		case row.Status != "valid" && row.Reason == "":
			t.Errorf("line %d is a %s without a reason", row.Line, row.Status)
		case row.Value == nil:
		case row.Held == "not_held":
			not = not.Add(*row.Value)
		default:
			held = held.Add(*row.Value)
		}
	}
	if held.Cmp(shown.ReadTotal) != 0 || not.Cmp(shown.NotHeld) != 0 || shown.Line == "" || len(shown.Accounts) == 0 {
		t.Errorf("the rows hold %s and %s not; the preview says %s", held, not, shown.Line)
	}
}

const (
	october = "account,symbol,quantity,price,value,date\n" +
		"IRA 11112222,VTI,10,100,1000.00,2026-10-30\nIRA 11112222,BND,5,70,350.00,2026-10-30\nIRA 11112222,CASH,,,25.50,2026-10-30\n"
	november = "account,symbol,quantity,price,value,date\n" +
		"IRA 11112222,VTI,12,110,1320.00,2026-11-01\nIRA 11112222,VXUS,2,60,120.00,2026-11-01\nIRA 11112222,CASH,,,-5.00,2026-11-01\n"
)

func TestANewerFileIsASnapshot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	w.must(t, 201, "ann", "POST", "/api/accounts", ira) // of the file's name, but not the file's
	first := w.previewed(t, "ann", "october.csv", october)
	if a := first.Accounts[0]; a.Matches != "" || len(a.Added) != 2 {
		t.Errorf("the first file would %+v", a)
	}
	w.commit(t, "ann", first.PreviewID)
	second := w.previewed(t, "ann", "november.csv", november)
	a := second.Accounts[0]
	if a.Matches == "" || len(a.Added) != 1 || len(a.Changed) != 1 || len(a.Gone) != 1 || a.Gone[0].Symbol != "BND" || a.CashBefore == nil {
		t.Fatalf("the newer file would %+v", a)
	}
	id := w.commit(t, "ann", second.PreviewID)
	if got := w.portfolio(t, "ann").TotalValue.String(); got != "2685.50" { // 1250.50 + 1435
		t.Errorf("the portfolio is worth %s", got)
	}
	w.must(t, 200, "ann", "POST", "/api/import/"+id+"/undo", "")
	if got := w.portfolio(t, "ann").TotalValue.String(); got != "2626.00" {
		t.Errorf("undone, it is worth %s", got)
	}
	listed := as[api.ListBody[api.ImportBody]](t, w.must(t, 200, "ann", "GET", "/api/imports", ""))
	if len(listed.Items) != 2 || listed.Items[0].Status != "undone" || listed.Items[1].Summary.File != "october.csv" {
		t.Errorf("the imports are %+v", listed.Items)
	}
	detail := as[api.ImportDetail](t, w.must(t, 200, "ann", "GET", "/api/imports/"+id, ""))
	if len(detail.Rows) != 3 || string(detail.ImportID) != id {
		t.Errorf("the import is %+v", detail)
	}
}

func TestUndoRefusesWhatWasChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	id := w.commit(t, "ann", w.previewed(t, "ann", "october.csv", october).PreviewID)
	accounts := as[api.ListBody[api.AccountBody]](t, w.must(t, 200, "ann", "GET", "/api/accounts", ""))
	w.must(t, 201, "ann", "POST", "/api/accounts/"+string(accounts.Items[0].ID)+"/positions", `{"symbol":"GLD","quantity":"1"}`)
	w.must(t, http.StatusConflict, "ann", "POST", "/api/import/"+id+"/undo", "")
	preview := w.previewed(t, "ann", "november.csv", november).PreviewID
	w.must(t, http.StatusConflict, "ann", "POST", "/api/import/"+string(preview)+"/undo", "")
}

func TestPreviewsAreOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	preview := w.previewed(t, "ann", "october.csv", october).PreviewID
	w.must(t, 403, "bob", "POST", "/api/import", commitBody(t, preview))
	w.must(t, 403, "bob", "GET", "/api/imports/"+string(preview), "")
	id := w.commit(t, "ann", preview)
	w.must(t, 403, "bob", "POST", "/api/import/"+id+"/undo", "")
	w.must(t, 403, "bob", "POST", "/api/import", commitBody(t, alex.ID(id)))
	w.must(t, 422, "ann", "POST", "/api/import", `{"previewId":"7"}`)
	w.must(t, 403, "ann", "POST", "/api/import", commitBody(t, "00000000-0000-4000-8000-000000000000"))
	if got := w.must(t, 200, "bob", "GET", "/api/imports", "").text; strings.Contains(got, "october") {
		t.Errorf("bob sees %s", got)
	}
}

// TestAccountNumbersAreNotStored looks for the numbers in all that is
// answered.
func TestAccountNumbersAreNotStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	shown := w.preview(t, 200, "ann", "11112222-positions.csv", october, "")
	id := w.commit(t, "ann", alex.ID(field(t, shown, "previewId")))
	all := shown.text + w.accounts(t, "ann") + w.must(t, 200, "ann", "GET", "/api/imports/"+id, "").text + w.must(t, 200, "ann", "GET", "/api/user/export", "").text
	if strings.Contains(all, "11112222") {
		t.Errorf("the account's number shows in %s", all)
	}
}

func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	for name, want := range map[string]string{
		"ab\xff.csv":                     "ab.csv",
		"../../etc/passwd":               "passwd",
		strings.Repeat("ü", 300) + ".cs": strings.Repeat("ü", 255),
		"U11112222_20261030.csv":         "U…2222_20261030.csv",
	} {
		if got := w.previewed(t, "ann", name, october).File; got != want {
			t.Errorf("%q is kept as %q, want %q", name, got, want)
		}
	}
}

func TestTextsOfFilesAreTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nasty := `<script>alert(1)</script>`
	text := "account,symbol,description,quantity,price\n" + nasty + `,VTI,"=HYPERLINK(""x"") ` + nasty + `",1,100` + "\n"
	shown := w.previewed(t, "ann", nasty+".csv", text)
	if shown.Rows[0].Description != `=HYPERLINK("x") `+nasty || shown.Accounts[0].Name != nasty {
		t.Errorf("the row is %+v of %q", shown.Rows[0], shown.Accounts[0].Name)
	}
	w.commit(t, "ann", shown.PreviewID)
	if got := w.portfolio(t, "ann").TotalValue.String(); got != "100.00" {
		t.Errorf("it is worth %s", got)
	}
}

func ExamplePreviewBody() {
	day := alex.Date("2026-10-30")
	text, err := json.Marshal(api.PreviewBody{AsOf: &day, Rows: []api.ImportRow{}, Warnings: []string{}, Accounts: []alex.AccountChange{}})
	fmt.Println(string(text), err)
	// Output:
	// {"previewId":"","file":"","broker":"","asOf":"2026-10-30","accounts":[],"rows":[],"fileTotal":"0.00","readTotal":"0.00","notHeld":"0.00","line":"","warnings":[]} <nil>
}
