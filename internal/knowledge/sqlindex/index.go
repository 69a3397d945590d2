// Package sqlindex ranks passages whose vectors lie in the database. It compares
// a question with every vector, so what it answers is exact, and keeps the
// vectors in memory between questions.
package sqlindex

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/binary"
	"math"
	"slices"
	"sync"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// Index is a knowledge.Index over a store. It is safe for concurrent use.
type Index struct {
	store *store.Store
	by    store.Embedder

	mu      sync.Mutex
	tenants map[knowledge.Tenant]*shelf
	order   []knowledge.Tenant // of persons, the one who asked last at the end
}

// mostShelves is how many people's own vectors stay in memory.
const mostShelves = 50

// New is an index of vectors of one model.
func New(s *store.Store, model knowledge.Model) *Index {
	return &Index{store: s, by: store.Embedder{Model: model.Name, Dimension: model.Dimension}, tenants: map[knowledge.Tenant]*shelf{}}
}

// shelf are the vectors of a tenant.
type shelf struct {
	mu      sync.Mutex
	reading *reading // that goes on; nil: none
	contents
}

// reading is one look for what was put since the last. It goes on when whoever
// began it has gone: others wait for it too.
type reading struct {
	done chan struct{}
	got  contents
	err  error
}

// mostReading is how long a look may take: the first reads everything.
const mostReading = 5 * time.Minute

// Put writes the vectors of a document's passages.
func (x *Index) Put(ctx context.Context, _ knowledge.Tenant, document alex.ID, entries []knowledge.Entry) error {
	rows := make([]store.VectorRow, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, store.VectorRow{Document: document, Ordinal: e.Ordinal, Vector: encode(e.Vector)})
	}
	return x.store.System().PutVectors(ctx, rows, x.by)
}

// Remove does nothing: vectors go with the passages that they are of.
func (x *Index) Remove(context.Context, knowledge.Tenant, alex.ID, int) error { return nil }

// Nearest compares the question with the vectors of the person and of everybody.
func (x *Index) Nearest(ctx context.Context, person alex.PersonID, question knowledge.Vector, k int) ([]knowledge.Near, error) {
	var best []knowledge.Near
	tenants := []knowledge.Tenant{knowledge.Everybody}
	if person != "" {
		tenants = append(tenants, person)
	}
	for _, tenant := range tenants {
		near, err := x.shelf(tenant).nearest(ctx, x, tenant, question, k)
		if err != nil {
			return nil, err
		}
		best = append(best, near...)
	}
	slices.SortFunc(best, nearer)
	return best[:min(k, len(best))], nil
}

// nearer orders by score, and what is equally near by its place.
func nearer(a, b knowledge.Near) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Ordinal, b.Ordinal))
}

// shelf is that of a tenant, empty at first.
func (x *Index) shelf(tenant knowledge.Tenant) *shelf {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := x.tenants[tenant]
	if s == nil {
		s = &shelf{}
		x.tenants[tenant] = s
	}
	if tenant == knowledge.Everybody {
		return s
	}
	x.order = append(slices.DeleteFunc(x.order, func(t knowledge.Tenant) bool { return t == tenant }), tenant)
	if len(x.order) > mostShelves {
		delete(x.tenants, x.order[0])
		x.order = slices.Delete(x.order, 0, 1)
	}
	return s
}

func (s *shelf) nearest(ctx context.Context, x *Index, tenant knowledge.Tenant, question knowledge.Vector, k int) ([]knowledge.Near, error) {
	places, vectors, err := s.read(ctx, x, tenant)
	if err != nil {
		return nil, err
	}
	best := make([]knowledge.Near, 0, k+1)
	for i, at := range places {
		score := knowledge.Cosine(question, vectors[i*x.by.Dimension:][:x.by.Dimension])
		if len(best) == k && score <= best[k-1].Score {
			continue
		}
		near := knowledge.Near{Place: at, Score: score}
		place, _ := slices.BinarySearchFunc(best, near, nearer)
		best = slices.Insert(best, place, near)
		best = best[:min(k, len(best))]
	}
	return best, nil
}

// read is what the shelf holds now. What it answers stays as it is when more is
// put behind it.
func (s *shelf) read(ctx context.Context, x *Index, tenant knowledge.Tenant) ([]knowledge.Place, []float32, error) {
	first, begun := s.look(ctx, x, tenant)
	for r := first; ; r, begun = s.look(ctx, x, tenant) {
		select {
		case <-r.done:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
		// One that went on before may have missed what was put just now.
		if begun || r != first {
			return r.got.places, r.got.vectors, r.err
		}
	}
}

// look is the reading that goes on, or one that it begins.
func (s *shelf) look(ctx context.Context, x *Index, tenant knowledge.Tenant) (r *reading, begun bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reading != nil {
		return s.reading, false
	}
	r = &reading{done: make(chan struct{})}
	s.reading = r
	go func() {
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), mostReading)
		defer cancel()
		r.got, r.err = s.refreshed(within, x, tenant)
		s.mu.Lock()
		s.reading = nil
		if r.err == nil {
			s.contents = r.got
		}
		s.mu.Unlock()
		close(r.done)
	}()
	return r, true
}

// refreshed is what the shelf holds with what was put since, or all anew where
// something is gone. One reading at a time calls it.
func (s *shelf) refreshed(ctx context.Context, x *Index, tenant knowledge.Tenant) (contents, error) {
	passages, next, err := s.contents.and(ctx, x, tenant)
	if err == nil && len(next.places) != passages {
		_, next, err = contents{}.and(ctx, x, tenant)
	}
	return next, err
}

// contents are what a shelf holds.
type contents struct {
	places   []knowledge.Place
	vectors  []float32 // one behind the other
	revision int64
}

// and is these with what was put since behind them, and how many passages there
// are in all. Vectors come one at a time: there may be many.
func (c contents) and(ctx context.Context, x *Index, tenant knowledge.Tenant) (passages int, next contents, err error) {
	next.revision, err = x.store.Vectors(ctx, tenant, c.revision, func(n int) {
		passages, next = n, c
		if more := n - len(c.places); more > 0 {
			next.places = slices.Grow(c.places, more)
			next.vectors = slices.Grow(c.vectors, more*x.by.Dimension)
		}
	}, func(row store.VectorRow) (err error) {
		next.places = append(next.places, knowledge.Place{Document: row.Document, Ordinal: row.Ordinal})
		next.vectors, err = decode(next.vectors, row.Vector, x.by.Dimension)
		return err
	})
	return passages, next, err
}

// encode is base64 of little-endian 32-bit floats.
func encode(v knowledge.Vector) string {
	data := make([]byte, 0, 4*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(data)
}

func decode(into []float32, text string, dimension int) ([]float32, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != 4*dimension {
		return into, alex.Errorf(alex.CodeInternal, "a passage has a vector of another length: embed the passages anew (alex research embed)")
	}
	for ; len(data) > 0; data = data[4:] {
		into = append(into, math.Float32frombits(binary.LittleEndian.Uint32(data)))
	}
	return into, nil
}
