package store_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
)

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	_, err = z.Write([]byte(text))
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unzipped(t testing.TB, file []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// footed gives lines the footer that fits them.
func footed(t testing.TB, lines string) string {
	t.Helper()
	rows, table := map[string]int64{}, ""
	for line := range strings.Lines(lines) {
		var head struct{ Table string }
		switch {
		case strings.HasPrefix(line, "["):
			rows[table]++
		case json.Unmarshal([]byte(line), &head) == nil && head.Table != "":
			table = head.Table
			rows[table] = 0
		}
	}
	sum := sha256.Sum256([]byte(lines))
	footer, err := json.Marshal(struct {
		Rows   map[string]int64 `json:"rows"`
		SHA256 string           `json:"sha256"`
	}{rows, hex.EncodeToString(sum[:])})
	if err != nil {
		t.Fatal(err)
	}
	return lines + string(footer) + "\n"
}

// body is a backup without its footer.
func body(text string) string {
	return text[:strings.LastIndexByte(text[:len(text)-1], '\n')+1]
}

// rowsOf is a backup without header and footer.
func rowsOf(text string) string {
	_, rows, _ := strings.Cut(body(text), "\n")
	return rows
}

// small is the text of a backup of one person with an account.
func small(t testing.TB) string {
	t.Helper()
	s := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "user_a", "A", "a@example.com"); err != nil {
		t.Fatal(err)
	}
	basis := alex.MustMoney("12.30")
	if _, err := s.As("user_a").CreateAccount(t.Context(), alex.Account{
		Name: "Savings", Type: alex.Taxable, CashBalance: alex.MustMoney("1250.50"), CashInterest: alex.MustDecimal("0.045"),
		Positions: []alex.Position{{Symbol: "SPY", Quantity: alex.MustDecimal("100.5"), CostBasis: &basis}},
	}); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if _, err := s.Backup(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	text := unzipped(t, file.Bytes())
	if footed(t, body(text)) != text {
		t.Fatalf("the footer is not as documented: %s", text[len(body(text)):])
	}
	return text
}

func verifyText(t testing.TB, text string) error {
	t.Helper()
	_, err := store.VerifyBackup(t.Context(), bytes.NewReader(zipped(t, text)))
	return err
}

func TestChangedBytesAreRefused(t *testing.T) {
	t.Parallel()
	text := small(t)
	if err := verifyText(t, text); err != nil {
		t.Fatal(err)
	}
	for i := range text {
		for _, flip := range []byte{0x01, 0x20}[i%2:][:1] { // another digit, another case
			changed := []byte(text)
			changed[i] ^= flip
			if err := verifyText(t, string(changed)); alex.CodeOf(err) != alex.CodeInvalid {
				t.Fatalf("byte %d of %q was changed: %v", i, text[max(0, i-20):min(len(text), i+20)], err)
			}
		}
	}
}

// A changed byte of the compressed file either changes nothing that it holds
// (such as the unused bits at its end), or is refused.
func TestChangedFilesAreRefused(t *testing.T) {
	t.Parallel()
	text := small(t)
	file := zipped(t, text)
	for i := range file {
		changed := bytes.Clone(file)
		changed[i] ^= 0x10
		_, err := store.VerifyBackup(t.Context(), bytes.NewReader(changed))
		if err == nil && unzipped(t, changed) != text {
			t.Errorf("byte %d was changed, and so is what the file holds", i)
		}
		if err != nil && alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("byte %d was changed: %v", i, err)
		}
	}
}

func TestCutBackupsAreRefused(t *testing.T) {
	t.Parallel()
	text := small(t)
	at := 0
	for line := range strings.Lines(text) {
		for _, end := range []int{at, at + len(line)/2, at + len(line) - 1} {
			if err := verifyText(t, text[:end]); alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("cut at byte %d of %d: %v", end, len(text), err)
			}
		}
		without := text[:at] + text[at+len(line):]
		if err := verifyText(t, without); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("without the line %.40q: %v", line, err)
		}
		at += len(line)
	}
	file := zipped(t, text)
	for end := range file {
		if _, err := store.VerifyBackup(t.Context(), bytes.NewReader(file[:end])); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("the file cut at byte %d of %d: %v", end, len(file), err)
		}
	}
}

// Files that are whole, with a fitting hash, and yet are no backup that this
// program takes.
func TestForgedBackupsAreRefused(t *testing.T) {
	t.Parallel()
	text := body(small(t))
	edit := func(from, to string) string {
		if !strings.Contains(text, from) {
			t.Fatalf("%q is not in %s", from, text)
		}
		return strings.Replace(text, from, to, 1)
	}
	for name, c := range map[string]struct{ lines, says string }{
		"another format":          {edit(`"alex-backup"`, `"tar"`), "no backup"},
		"a later form":            {edit(`"version":1`, `"version":2`), "format 2"},
		"a newer schema":          {edit(`"schemaVersion":`, `"schemaVersion":9`), "newer release"},
		"an older schema":         {edit(`"schemaVersion":`, `"schemaVersion":0.`), "no backup"},
		"a schema of yore":        {edit(regexp.MustCompile(`"schemaVersion":\d+`).FindString(text), `"schemaVersion":1`), "a release of that schema"},
		"an unknown table":        {edit(`"table":"invites"`, `"table":"sqlite_schema"`), "tables"},
		"a table's name as SQL":   {edit(`"table":"invites"`, `"table":"invites\"; DROP TABLE users; --"`), "tables"},
		"an unknown column":       {edit(`"display_name"`, `"user_name"`), "columns of users"},
		"a column twice":          {edit(`"display_name"`, `"email"`), "columns of users"},
		"tables in another order": {swapped(text), "tables"},
		"a table too few":         {text[:strings.LastIndex(text, `{"table"`)], "tables are missing"},
		"a row before any table":  {edit("\n", "\n[1]\n"), "does not fit"},
		"a cell too many":         {edit(`["user_a",`, `["user_a",null,`), "does not fit"},
		"a cell that is true":     {edit(`"Savings"`, `true`), "does not fit"},
		"a cell that is a list":   {edit(`"Savings"`, `["Savings"]`), "does not fit"},
		"a cell with a fraction":  {edit(`"Savings"`, `1.5`), "does not fit"},
		"a cell beyond 64 bits":   {edit(`"Savings"`, `9223372036854775808`), "does not fit"},
		"two rows in a line":      {edit(`["user_a"`, `[] ["user_a"`), "does not fit"},
		"a strange line":          {edit("\n", "\n{}\n"), "neither a table nor a row"},
		"an empty line":           {edit("\n", "\n\n"), "neither a table nor a row"},
		"a table twice":           {edit("\n", "\n{\"table\":\"users\",\"columns\":[\"a\"]}\n"), ""},
		"money in words":          {edit(`"1250.50"`, `"much"`), "row 1 of accounts"},
		"parts of a cent":         {edit(`"1250.50"`, `"1250.505"`), "row 1 of accounts"},
		"a quantity of nothing":   {edit(`"100.5"`, `"0"`), "row 1 of positions"},
		"a negative quantity":     {edit(`"100.5"`, `"-1"`), "row 1 of positions"},
		"a position of nobody's":  {edit(`["SPY","SPY"`, `["SPYX","SPYX"`), "positions"},
		"a NUL":                   {edit(`"Savings"`, `"Sav\u0000ings"`), "row 1 of accounts"},
		"an account that is none": {edit(`"taxable"`, `"offshore"`), "row 1 of accounts"},
		"an income of parts":      {edit(`["user_a","A","a@example.com",null,null,null`, `["user_a","A","a@example.com",null,null,"1.999"`), "row 1 of users"},
		"nothing but a header":    {text[:strings.Index(text, "\n")+1], "tables are missing"},
		"a line without end":      {text + "[\"" + strings.Repeat("x", 49<<20), "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			lines := c.lines
			if name != "a line without end" {
				lines = footed(t, lines)
			}
			_, err := s.Restore(t.Context(), bytes.NewReader(zipped(t, lines)))
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Errorf("Restore() = %v, want %q", err, c.says)
			}
			wantNobody(t, s)
		})
	}
}

// swapped exchanges the first two tables.
func swapped(text string) string {
	header, rest, _ := strings.Cut(text, "\n")
	tables := strings.SplitAfter(strings.ReplaceAll(rest, "\n{", "\n\x00{"), "\x00")
	tables[0], tables[1] = tables[1], tables[0]
	return header + "\n" + strings.ReplaceAll(strings.Join(tables, ""), "\x00", "")
}

func wantNobody(t testing.TB, s *store.Store) {
	t.Helper()
	var file bytes.Buffer
	info, err := s.Backup(t.Context(), &file)
	if err != nil {
		t.Fatal(err)
	}
	for table, n := range info.Rows {
		if n > 0 {
			t.Errorf("%d rows of %s were stored", n, table)
		}
	}
}

// Engines with exact decimals pad them with zeros, and lay JSON out in their
// own way; SQLite takes canonical text alone.
func TestRestoreOfAnotherEngine(t *testing.T) {
	t.Parallel()
	text := small(t)
	s := open(t)
	elsewhere := strings.NewReplacer(`"engine":"sqlite"`, `"engine":"postgres"`, `"100.5"`, `"100.50000000"`, `"0.045"`, `"0.0450"`).Replace(body(text))
	if elsewhere == body(text) {
		t.Fatal("nothing was padded")
	}
	info, err := s.Restore(t.Context(), bytes.NewReader(zipped(t, footed(t, elsewhere))))
	if err != nil || info.Engine != "postgres" {
		t.Fatal(info, err)
	}
	var again bytes.Buffer
	if _, err := s.Backup(t.Context(), &again); err != nil {
		t.Fatal(err)
	}
	if got, want := rowsOf(unzipped(t, again.Bytes())), rowsOf(text); got != want {
		t.Errorf("restored:\n%s\nwant:\n%s", got, want)
	}
}

// TestBackupOfManyPositions takes ten thousand positions there and back.
func TestBackupOfManyPositions(t *testing.T) {
	t.Parallel()
	s := open(t)
	fillMany(t, s, 10_000)
	var file bytes.Buffer
	info, err := s.Backup(t.Context(), &file)
	if err != nil || info.Rows["positions"] != 10_000 {
		t.Fatal(info, err)
	}
	other := open(t)
	if _, err := other.Restore(t.Context(), bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if _, err := other.Backup(t.Context(), &again); err != nil {
		t.Fatal(err)
	}
	if rowsOf(unzipped(t, again.Bytes())) != rowsOf(unzipped(t, file.Bytes())) {
		t.Error("the restored rows differ")
	}
}

func fillMany(t testing.TB, s *store.Store, positions int) {
	t.Helper()
	if _, err := s.System().EnsurePerson(t.Context(), "user_a", "A", "a@example.com"); err != nil {
		t.Fatal(err)
	}
	a := alex.Account{Name: "Savings", Type: alex.Taxable}
	for n := range positions {
		a.Positions = append(a.Positions, alex.Position{Symbol: alex.Symbol(fmt.Sprintf("S%d", n)), Quantity: alex.MustDecimal("1.5")})
	}
	if _, err := s.As("user_a").CreateAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
}

// TestVerifyNeedsLittleMemory reads a backup of 60 MB that never exists as a
// whole. It runs while no other test does.
func TestVerifyNeedsLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the heap
	r, w := io.Pipe()
	const rows, most = 30_000, 32 << 20
	var largest uint64
	go func() {
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		sum := sha256.New()
		out := bufio.NewWriter(io.MultiWriter(z, sum))
		put := func(text string) { _, _ = out.WriteString(text) }
		put(`{"format":"alex-backup","version":1,"schemaVersion":10,"engine":"x","createdAt":"2026-03-10T00:00:00Z"}` + "\n")
		put(`{"table":"t","columns":["a","b"]}` + "\n")
		row := `["` + strings.Repeat("x", 2000) + `",null]` + "\n"
		for n := range rows {
			put(row)
			if n%10_000 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				largest = max(largest, m.HeapAlloc)
			}
		}
		_ = out.Flush()
		_, _ = fmt.Fprintf(z, `{"rows":{"t":%d},"sha256":"%x"}`+"\n", rows, sum.Sum(nil))
		_ = w.CloseWithError(z.Close())
	}()
	info, err := store.VerifyBackup(context.Background(), r)
	if err != nil || info.Rows["t"] != rows {
		t.Fatal(info, err)
	}
	if largest > most {
		t.Errorf("%d MB were in use", largest>>20)
	}
}

// Every kind of exact number of the migrations is found, and no other column.
func TestExactColumnsAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	schema, err := open(t).Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]bool{}
	for _, table := range schema.Tables {
		for _, c := range table.Columns {
			columns[c.Name] = true
		}
	}
	exact, err := store.ExactColumns()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"cash", "cash_balance", "cash_interest", "cost_basis", "current_price", "estimated_income", "expense_ratio", "price",
		"printed_value", "quantity", "success_rate", "target_retirement_income", "total_value",
	}
	if got := slices.Sorted(maps.Keys(exact)); !slices.Equal(got, want) {
		t.Errorf("exact numbers: %v, want %v", got, want)
	}
	for column := range exact {
		if !columns[column] {
			t.Errorf("%s is in no table", column)
		}
	}
}

func TestTablesFollowTheirForeignKeys(t *testing.T) {
	t.Parallel()
	table := func(name string, to ...string) store.Table {
		made := store.Table{Name: name}
		for _, target := range to {
			made.ForeignKeys = append(made.ForeignKeys, store.ForeignKey{Table: target})
		}
		return made
	}
	ordered, err := store.ByForeignKeys([]store.Table{table("a", "c", "a"), table("d"), table("c", "z"), table("b", "a", "d"), table("z")})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, o := range ordered {
		got += o.Name
	}
	if got != "dzcab" {
		t.Errorf("the order is %s, want dzcab", got)
	}
	if _, err := store.ByForeignKeys([]store.Table{table("a", "b"), table("b", "a")}); err == nil {
		t.Error("a circle has an order")
	}
}
