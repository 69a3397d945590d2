package store

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"alex"
)

func TestPiecesJoinToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		size := rapid.IntRange(utf8.UTFMax, 40).Draw(t, "size")
		list := pieces(text, size)
		if strings.Join(list, "") != text {
			t.Fatalf("pieces %q do not join to %q", list, text)
		}
		for _, p := range list {
			if len(p) > size || !utf8.ValidString(p) {
				t.Fatalf("piece %q is cut inside a character or above %d bytes", p, size)
			}
		}
	})
}

func TestEscapedNUL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		``: false, `"a"`: false, `"\u0000"`: true, `"\\u0000"`: false, `"\\\u0000"`: true, `"\\u0000\u0000"`: true, `"\u0001"`: false,
	} {
		if got := hasEscapedNUL(text); got != want {
			t.Errorf("hasEscapedNUL(%s) = %v", text, got)
		}
	}
}

func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "x", "e30", mark{Number: -1, Text: "SPY"}.cursor(), newest().cursor(), "bnVsbA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		m, err := readMark(cursor)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("readMark(%q) = %v", cursor, err)
			}
			return
		}
		if again, err := readMark(m.cursor()); err != nil || again != m {
			t.Errorf("%q reads as %v, its own cursor as %v (%v)", cursor, m, again, err)
		}
	})
}

func TestMigrationFilesAreRefused(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"without a version": {"first.sql": "--"},
		"of one version":    {"00001_people.sql": "--", "00001_other.sql": "--"},
	} {
		all := fstest.MapFS{}
		for file, text := range files {
			all[file] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, err := fileNames(all); err == nil {
			t.Errorf("migrations %s are taken", name)
		}
	}
	for name, text := range map[string]string{"unknown word": "{{.Nothing}}", "open brace": "{{"} {
		source := fstest.MapFS{"00001_x.sql": {Data: []byte(text)}}
		if err := renderInto(fstest.MapFS{}, source, Words{}); err == nil {
			t.Errorf("a migration with an %s is taken", name)
		}
	}
}

func TestOverlayStandsBeforeTheCommonFile(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for _, text := range []string{"common {{.UUID}}", "own {{.UUID}}"} {
		source := fstest.MapFS{"00001_x.sql": {Data: []byte(text)}}
		if err := renderInto(files, source, Words{UUID: "TEXT"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := string(files["00001_x.sql"].Data); got != "own TEXT" {
		t.Errorf("the rendered file is %q", got)
	}
}
