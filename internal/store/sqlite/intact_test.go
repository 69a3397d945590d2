package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// TestIntact finds a page that is not what it was, which opening alone does not.
func TestIntact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "alex.db")
	for range 2 {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Intact(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4096 {
		data[len(data)-2*4096+i] ^= 0xa5
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Intact(t.Context()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a page of junk: %v", err)
	}
}
