package sqlitetest_test

import (
	"testing"

	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// Each test has a database of its own that is as new as one made step by step,
// whole and with the reference where it is asked for.
func TestDatabasesAreTheirOwn(t *testing.T) {
	t.Parallel()
	instruments, err := seed.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		open      func(testing.TB) *store.Store
		reference store.Reference
	}{
		"empty":  {sqlitetest.Open, store.Reference{}},
		"seeded": {sqlitetest.Seeded, store.Reference{Version: seed.Version(), Seeded: len(instruments), Rows: len(instruments)}},
	} {
		one, other := c.open(t), c.open(t)
		if _, err := one.System().EnsurePerson(t.Context(), "ann", "", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := other.As("ann").Person(t.Context()); err == nil {
			t.Errorf("%s: one test finds whom another has made", name)
		}
		for _, s := range []*store.Store{one, other} {
			applied, known, err := s.Version(t.Context())
			if err != nil || applied != known || known == 0 {
				t.Errorf("%s: the schema is at %d of %d, %v", name, applied, known, err)
			}
			if got, err := s.System().Reference(t.Context()); err != nil || got != c.reference {
				t.Errorf("%s: the reference is %+v, %v; want %+v", name, got, err, c.reference)
			}
			if err := s.Intact(t.Context()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
