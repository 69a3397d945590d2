package storetest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"alex/internal/store"
)

// Crossing takes a database of one engine to another and back by backups: the
// rows are the same, but for how JSON is laid out.
func Crossing(t *testing.T, from, to Open) {
	home, abroad, back := newBench(t, from), newBench(t, to), newBench(t, from)
	home.everything(t)
	left := home.backup(t)
	_, err := abroad.Restore(abroad.ctx, bytes.NewReader(left))
	must(t, err)
	_, err = back.Restore(back.ctx, bytes.NewReader(abroad.backup(t)))
	must(t, err)
	same(t, "the rows that came back", lines(t, back.backup(t)), withoutAccess(lines(t, left)))
	abroad.lives(t)
}

// withoutAccess leaves out the rows that a restore drops.
func withoutAccess(lines []string) (kept []string) {
	dropped := false
	for _, line := range lines {
		if table, ok := strings.CutPrefix(line, `{"table":"`); ok {
			name, _, _ := strings.Cut(table, `"`)
			dropped = store.ForgottenByRestore(name)
			kept = append(kept, line)
		} else if !dropped {
			kept = append(kept, line)
		}
	}
	return kept
}

// lines are the tables and rows of a backup, with JSON in one layout.
func lines(t testing.TB, file []byte) (list []string) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(file))
	must(t, err)
	text, err := io.ReadAll(z)
	must(t, err)
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	for _, line := range all[1 : len(all)-1] {
		list = append(list, laidOut(t, line))
	}
	return list
}

func laidOut(t testing.TB, line string) string {
	t.Helper()
	var cells []any
	if exactly(line, &cells) != nil {
		return line
	}
	for i, cell := range cells {
		var inner any
		if text, ok := cell.(string); ok && strings.ContainsAny(text[:min(1, len(text))], "{[") && exactly(text, &inner) == nil {
			cells[i] = inner
		}
	}
	text, err := json.Marshal(cells)
	must(t, err)
	return string(text)
}

// exactly reads JSON without rounding its numbers.
func exactly(text string, to any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(to)
}
