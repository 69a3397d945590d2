package knowledgetest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"testing"

	"alex"
	"alex/internal/knowledge"
)

// Model is what makes the suite's vectors.
func Model() knowledge.Model { return knowledge.Model{Name: "exercise", Dimension: 16} }

// Fixture is an empty index of vectors of Model, with what a test does beside it.
type Fixture struct {
	Index knowledge.Index

	// Document makes room for a document of so many passages.
	Document func(t *testing.T, tenant knowledge.Tenant, passages int) alex.ID

	// Remove takes a document away; nil is what the index does.
	Remove func(ctx context.Context, tenant knowledge.Tenant, document alex.ID, passages int) error
}

// Exercise holds an index to the port. Open is a fixture of its own for each
// call.
func Exercise(t *testing.T, open func(t *testing.T) Fixture) {
	t.Helper()
	for name, run := range map[string]func(*testing.T, *shelf){
		"order": order, "tenants": tenants, "replace": replace, "remove": remove, "many": many, "empty": empty,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			if f.Remove == nil {
				f.Remove = f.Index.Remove
			}
			run(t, &shelf{Fixture: f, held: map[knowledge.Place]held{}, state: 1})
		})
	}
}

// shelf is a fixture and what has to be found in it.
type shelf struct {
	Fixture
	held  map[knowledge.Place]held
	state uint64
}

type held struct {
	tenant knowledge.Tenant
	vector knowledge.Vector
}

// vector is the next of vectors that point anywhere, of length one.
func (s *shelf) vector() knowledge.Vector {
	v := make(knowledge.Vector, Model().Dimension)
	for i := range v {
		s.state = s.state*6364136223846793005 + 1442695040888963407
		v[i] = float32(int32(s.state>>32)) / math.MaxInt32
	}
	unit, _ := knowledge.Unit(v)
	return unit
}

func (s *shelf) put(t *testing.T, tenant knowledge.Tenant, id alex.ID, passages int) {
	t.Helper()
	entries := make([]knowledge.Entry, passages)
	for i := range entries {
		at := knowledge.Place{Document: id, Ordinal: i}
		entries[i] = knowledge.Entry{Place: at, Vector: s.vector()}
		s.held[at] = held{tenant, entries[i].Vector}
	}
	if err := s.Index.Put(t.Context(), tenant, id, entries); err != nil {
		t.Fatal(err)
	}
}

func (s *shelf) added(t *testing.T, tenant knowledge.Tenant, passages int) alex.ID {
	t.Helper()
	id := s.Document(t, tenant, passages)
	s.put(t, tenant, id, passages)
	return id
}

func (s *shelf) gone(t *testing.T, tenant knowledge.Tenant, id alex.ID, passages int) {
	t.Helper()
	if err := s.Remove(t.Context(), tenant, id, passages); err != nil {
		t.Fatal(err)
	}
	for i := range passages {
		delete(s.held, knowledge.Place{Document: id, Ordinal: i})
	}
}

// hold compares what is found with every vector that the person may find.
func (s *shelf) hold(t *testing.T, person alex.PersonID, k int) {
	t.Helper()
	question := s.vector()
	var want []knowledge.Near
	for at, h := range s.held {
		if h.tenant == knowledge.Everybody || h.tenant == person {
			want = append(want, knowledge.Near{Place: at, Score: knowledge.Cosine(question, h.vector)})
		}
	}
	slices.SortFunc(want, func(a, b knowledge.Near) int { return cmp.Compare(b.Score, a.Score) })
	want = want[:min(k, len(want))]
	got, err := s.Index.Nearest(t.Context(), person, question, k)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%q finds %d of %d passages: %v", person, len(got), len(want), err)
	}
	for i, n := range got {
		if n.Place != want[i].Place || math.Abs(n.Score-want[i].Score) > 1e-5 {
			t.Fatalf("%q, place %d: %+v, and not %+v", person, i, n, want[i])
		}
	}
}

func order(t *testing.T, s *shelf) {
	t.Helper()
	for range 12 {
		s.added(t, knowledge.Everybody, 5)
	}
	for k := range 50 {
		s.hold(t, "", k+1)
	}
}

// tenants find their own and everybody's. Some are called so that a careless key
// would mistake them.
func tenants(t *testing.T, s *shelf) {
	t.Helper()
	people := []knowledge.Tenant{"user_ann", "user_bob", "everybody", "person:user_ann", "user_ann/0", `"`, "null"}
	for n := range 4 {
		s.added(t, knowledge.Everybody, n+1)
		for _, p := range people {
			s.added(t, p, n+1)
		}
	}
	for _, p := range append(people, "", "user_nobody") {
		for _, k := range []int{1, 7, 50} {
			s.hold(t, p, k)
		}
	}
}

func replace(t *testing.T, s *shelf) {
	t.Helper()
	own, shared := s.added(t, "user_ann", 6), s.added(t, knowledge.Everybody, 6)
	for range 3 {
		s.put(t, "user_ann", own, 6)
		s.put(t, knowledge.Everybody, shared, 6)
		s.hold(t, "user_ann", 50)
		s.hold(t, "user_bob", 50)
	}
}

// remove takes documents away between others, and one that is not there.
func remove(t *testing.T, s *shelf) {
	t.Helper()
	var list []alex.ID
	for range 6 {
		list = append(list, s.added(t, "user_ann", 3), s.added(t, knowledge.Everybody, 3))
	}
	for i := 0; i < len(list); i += 3 {
		tenant := knowledge.Everybody
		if i%2 == 0 {
			tenant = "user_ann"
		}
		s.gone(t, tenant, list[i], 3)
		s.hold(t, "user_ann", 50)
		s.hold(t, "", 50)
	}
	if err := s.Index.Remove(t.Context(), knowledge.Everybody, list[0], 3); err != nil {
		t.Errorf("what is gone already: %v", err)
	}
}

// many are more passages than go in one call of some service.
func many(t *testing.T, s *shelf) {
	t.Helper()
	long := s.added(t, knowledge.Everybody, 1203)
	s.added(t, knowledge.Everybody, 2)
	s.hold(t, "", 50)
	s.gone(t, knowledge.Everybody, long, 1203)
	s.hold(t, "", 50)
}

// empty is no error.
func empty(t *testing.T, s *shelf) {
	t.Helper()
	s.hold(t, "user_ann", 50)
	s.gone(t, knowledge.Everybody, s.added(t, knowledge.Everybody, 1), 1)
	s.hold(t, "user_ann", 50)
}
