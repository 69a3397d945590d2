package api_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/store/sqlite/sqlitetest"
)

// TestReadingChangesNothing reads everything that a household may read, by every
// route that is asked with GET: no row of the database is another afterwards.
// So no picture or link of another page changes anything.
func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	s := sqlitetest.Seeded(t)
	a := newArena(t, s)
	before := a.rows(t)
	if n := len(a.view(t, a.ann)); n < 50 {
		t.Errorf("%d paths were read", n)
	}
	exported := func(row string) bool { return strings.Contains(row, `"self","exported"`) } // it is noted that somebody took all of it
	if diff := cmp.Diff(before, slices.DeleteFunc(a.rows(t), exported)); diff != "" {
		t.Errorf("reading has changed rows: %s", diff)
	}
	a.by(t, a.ann, "POST", "/api/accounts", ira)
	if cmp.Equal(before, a.rows(t)) {
		t.Error("a new account is not seen in the rows")
	}
}

// rows is every row of the database: a backup without its header and its footer,
// which say when it was made.
func (w *world) rows(t *testing.T) []string {
	t.Helper()
	var packed bytes.Buffer
	if _, err := w.store.Backup(t.Context(), &packed); err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(&packed)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[1 : len(lines)-1]
}
