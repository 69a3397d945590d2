package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"alex/internal/store/sqlite"
)

// A database that everybody could read is its owner's alone once it was opened.
func TestOpenShutsTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "alex.db")
	for _, mode := range []os.FileMode{0o644, 0o666, 0o600} {
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("a file of mode %v has mode %v after it was opened (%v)", mode, info.Mode(), err)
		}
	}
}
