package store_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// FuzzVerifyBackup reads anything, with and without the footer that fits: it is
// refused, or every row of it was counted.
func FuzzVerifyBackup(f *testing.F) {
	const head = `{"format":"alex-backup","version":1,"schemaVersion":6,"engine":"","createdAt":"2026-03-10T00:00:00Z"}` + "\n"
	f.Add(head)
	f.Add(head + `{"table":"t","columns":["a","b"]}` + "\n" + `["x",null]` + "\n[1,2]\n")
	f.Add(head + "[null]\n")
	f.Add("{}")
	f.Fuzz(func(t *testing.T, lines string) {
		for _, file := range [][]byte{[]byte(lines), zipped(t, lines), zipped(t, footed(t, lines))} {
			info, err := store.VerifyBackup(t.Context(), bytes.NewReader(file))
			var rows int64
			for _, n := range info.Rows {
				rows += n
			}
			switch {
			case err != nil && alex.CodeOf(err) != alex.CodeInvalid:
				t.Errorf("%v has code %s", err, alex.CodeOf(err))
			case err == nil && rows != int64(strings.Count("\n"+lines, "\n[")):
				t.Errorf("%d rows were counted in %q", rows, lines)
			}
		}
	})
}

// FuzzRestore restores anything whose footer fits: it is refused and nothing
// of it is stored, or the database is in order.
func FuzzRestore(f *testing.F) {
	text := body(small(f))
	f.Add(text)
	f.Add(strings.Replace(text, `"100.5"`, `"1e5"`, 1))
	f.Add(strings.Replace(text, `"taxable"`, `null`, 1))
	f.Add(swapped(text))
	f.Add("{}\n")
	s := open(f)
	f.Fuzz(func(t *testing.T, lines string) {
		file := zipped(t, footed(t, lines))
		if _, err := store.VerifyBackup(t.Context(), bytes.NewReader(file)); err != nil {
			return // FuzzVerifyBackup looks at these, and Restore reads in the same way
		}
		info, err := s.Restore(t.Context(), bytes.NewReader(file))
		if err != nil {
			wantNobody(t, s)
			return
		}
		problems, err := s.Verify(t.Context(), store.Expected{})
		if err != nil || len(problems) > 0 {
			t.Errorf("%v was restored, with %v, %v", info, problems, err)
		}
		if err := s.Reset(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkBackup(b *testing.B) {
	s := open(b)
	fillMany(b, s, 10_000)
	for b.Loop() {
		if _, err := s.Backup(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRestore(b *testing.B) {
	s := open(b)
	fillMany(b, s, 10_000)
	var file bytes.Buffer
	if _, err := s.Backup(b.Context(), &file); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		other, err := sqlite.Open(b.Context(), sqlite.Memory)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := other.Restore(b.Context(), bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
		if err := other.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
