package goldenfile_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"alex/internal/goldenfile"
)

// told keeps what a test would say.
type told struct {
	testing.TB
	errors string
}

func (*told) Helper() {}

func (f *told) Errorf(format string, args ...any) { f.errors += fmt.Sprintf(format, args...) }

func TestCompare(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "golden", "a.txt")
	for _, c := range []struct {
		update bool
		got    string
		fails  bool
	}{{true, "one", false}, {false, "one", false}, {false, "two", true}, {true, "two", false}, {false, "two", false}} {
		f := &told{TB: t}
		goldenfile.Compare(f, c.update, path, c.got)
		if c.fails != strings.Contains(f.errors, path+" has changed") {
			t.Errorf("%+v says %q", c, f.errors)
		}
	}
}
