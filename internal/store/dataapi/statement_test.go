package dataapi

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a query is, its parts with its placeholders are the query again, where
// it has no comment.
func FuzzStatement(f *testing.F) {
	for _, query := range []string{
		`SELECT $1, '$2', "$3", $$ $4 $$, $t$ $5 $t$, a$6, E'\'$7' FROM t WHERE id = $12::uuid`,
		"-- $1\nSELECT /* $2 /* $3 */ */ $1", `'`, `"`, `$`, `$$`, `$a`, `/*`, `E'\`, `$1$2`, `$99999999999999999999`, `$01`,
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		s := parseStatement(query)
		if len(s.parts) != len(s.refs)+1 {
			t.Fatalf("%d parts for %d placeholders", len(s.parts), len(s.refs))
		}
		if strings.Contains(query, "--") || strings.Contains(query, "/*") || strings.Contains(query, "$0") {
			return
		}
		again := s.parts[0]
		for i, ref := range s.refs {
			again += "$" + strconv.Itoa(ref) + s.parts[i+1]
		}
		if again != query {
			t.Errorf("%q became %q", query, again)
		}
	})
}

// The pieces of a text are the text, none is cut within a character, and none
// takes more of a request than it may.
func FuzzCut(f *testing.F) {
	f.Add("é\x01\"\u2028<&>\U0001F642", 24)
	f.Add("", 0)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 24 || most > 1<<20 || !utf8.ValidString(text) {
			return
		}
		pieces := cut(text, most)
		if strings.Join(pieces, "") != text {
			t.Errorf("%q became %q", text, pieces)
		}
		for _, piece := range pieces {
			written, err := json.Marshal(piece)
			if err != nil || !utf8.ValidString(piece) || len(written)-2 > most || len(written)-2 > escapedSize(piece) {
				t.Errorf("the piece %q takes %d of %d, and is taken for %d: %v", piece, len(written)-2, most, escapedSize(piece), err)
			}
		}
	})
}
