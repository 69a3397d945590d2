package simulation

import (
	"database/sql"
	"database/sql/driver"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

var (
	seeds  = flag.Uint64("seeds", 500, "how many worlds TestSimulatedLives leads through")
	replay = flag.Int64("seed", -1, "the one world to lead through again, with its trace")
)

// mutation is a defect of the store, to see that it is found.
type mutation struct {
	rewrite func(query string) string // of every statement
	schema  []string                  // statements before the world begins
	keyless bool                      // requests are made without their keys
	torn    bool                      // every statement is committed by itself
	sticky  bool                      // a commit is carried out, whatever it answers
}

// empty is a migrated database, to be copied.
func empty(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "empty.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// lived is what came of a world.
type lived struct {
	broken string
	trace  []string
	sums   sums
	rows   string
}

// live leads a world through, from its seed alone.
func live(t *testing.T, database []byte, seed uint64, m mutation) (l lived) {
	t.Helper()
	path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", seed))
	if err := os.WriteFile(path, database, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, path, seed, m)
		w.live()
		w.end()
		l = lived{w.broken, w.trace, w.sums, fmt.Sprint(w.book.rows)}
	})
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		_ = os.Remove(name)
	}
	return l
}

func newWorld(t *testing.T, path string, seed uint64, m mutation) *world {
	t.Helper()
	chance := rand.New(rand.NewPCG(seed, 0))
	w := &world{
		seed: seed, mutation: m, weather: newWeather(chance), chance: chance, begun: time.Now(),
		knocks: make(chan struct{}, 1), stalls: map[*process]time.Time{},
	}
	w.queue = &mail{world: w, chance: w.chanceOf("queue", 0)}
	// Nothing here need survive the machine.
	dsn := strings.Replace(sqlite.DSN(path), "synchronous%28FULL%29", "synchronous%28OFF%29", 1)
	inner, err := sqlite.Connector(dsn)
	if err != nil {
		t.Fatal(err)
	}
	raw := sql.OpenDB(inner)
	raw.SetMaxOpenConns(1)
	for _, statement := range m.schema {
		if _, err := raw.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if w.book, err = newBook(t.Context(), w, raw); err != nil {
		t.Fatal(err)
	}
	real, err := inner.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.database = &database{real, map[string]driver.Stmt{}}
	kinds := []kind{api, sweeper, scanner, hearer}
	for range chance.IntN(3) {
		kinds = append(kinds, []kind{scanner, hearer, hearer}[chance.IntN(3)])
	}
	for n, kind := range kinds {
		w.slots = append(w.slots, w.newSlot(n, kind, &connector{w}))
	}
	for n := range 2 + chance.IntN(4) {
		p := &person{world: w, id: personID(n), chance: w.chanceOf("person", n), answers: map[string]alex.ID{}}
		w.people = append(w.people, p)
		w.group.Go(p.live)
	}
	return w
}

// engine is SQLite without the store's queue of writers: here the world says
// whose turn it is.
type engine struct{ store.Engine }

func (w *world) newSlot(n int, kind kind, c *connector) *slot {
	s := &slot{world: w, name: fmt.Sprintf("%s %d", kind, n), kind: kind, db: sql.OpenDB(c), chance: w.chanceOf("slot", n)}
	s.store = store.New(s.db, engine{sqlite.Engine{}})
	s.store.Now = s.now
	s.store.NewID = func() alex.ID {
		return alex.ID(fmt.Sprintf("%08x-0000-4000-8000-%012x", s.chance.Uint32(), s.chance.Uint64()>>16))
	}
	if w.weather.skew && kind != api {
		s.skew = time.Duration(s.chance.Int64N(int64(6*time.Second))) - 3*time.Second
	}
	return s
}

// Whatever happens to workers, database, queue and work: what is promised of a
// job holds after every single step.
func TestSimulatedLives(t *testing.T) {
	t.Parallel()
	database := empty(t)
	if *replay >= 0 {
		l := live(t, database, uint64(*replay), mutation{})
		t.Log(strings.Join(l.trace, "\n"))
		if l.broken != "" {
			t.Error(l.broken)
		}
		return
	}
	var mu sync.Mutex
	var all sums
	threads := uint64(runtime.GOMAXPROCS(0))
	t.Run("seeds", func(t *testing.T) {
		for first := range threads {
			t.Run(fmt.Sprint(first), func(t *testing.T) {
				t.Parallel()
				for seed := first; seed < *seeds; seed += threads {
					l := live(t, database, seed, mutation{})
					if l.broken != "" {
						t.Fatalf("seed %d (again with -seed %d): %s\n%s", seed, seed, l.broken, strings.Join(l.trace, "\n"))
					}
					mu.Lock()
					all.add(l.sums)
					mu.Unlock()
				}
			})
		}
	})
	t.Attr("measured", fmt.Sprintf("seeds=%d lost=0 doubled=0 %s", *seeds, all))
	t.Log(all)
	for what, n := range map[string]int{
		"completed": all.completed, "failed": all.failed, "cancelled": all.cancelled, "erased": all.erased,
		"replayed": all.replayed, "lapses": all.lapses, "fenced": all.fenced, "crashes": all.crashes,
		"stalls": all.stalls, "stops": all.stops,
	} {
		if n == 0 && *seeds >= 100 && !t.Failed() {
			t.Errorf("in all these lives nothing was ever %s: they prove nothing of it", what)
		}
	}
}

func (s *sums) add(o sums) {
	for _, pair := range [][2]*int{
		{&s.steps, &o.steps},
		{&s.jobs, &o.jobs},
		{&s.completed, &o.completed},
		{&s.failed, &o.failed},
		{&s.cancelled, &o.cancelled},
		{&s.erased, &o.erased},
		{&s.replayed, &o.replayed},
		{&s.lapses, &o.lapses},
		{&s.fenced, &o.fenced},
		{&s.crashes, &o.crashes},
		{&s.deaths, &o.deaths},
		{&s.stalls, &o.stalls},
		{&s.stops, &o.stops},
	} {
		*pair[0] += *pair[1]
	}
}

func (s sums) String() string {
	return fmt.Sprintf("steps=%d jobs=%d completed=%d failed=%d cancelled=%d erased=%d replayed=%d lapses=%d fenced=%d crashes=%d stalls=%d stops=%d",
		s.steps, s.jobs, s.completed, s.failed, s.cancelled, s.erased, s.replayed, s.lapses, s.fenced, s.crashes+s.deaths, s.stalls, s.stops)
}

// A seed that fails can be looked at again.
func TestOneSeedIsOneTrace(t *testing.T) {
	t.Parallel()
	database := empty(t)
	const worlds = 20
	lines := 0
	for seed := range uint64(worlds) {
		first, again := live(t, database, seed, mutation{}), live(t, database, seed, mutation{})
		if !slices.Equal(first.trace, again.trace) || first.rows != again.rows {
			t.Errorf("seed %d: %s", seed, difference(first.trace, again.trace))
		}
		lines += len(first.trace)
	}
	t.Attr("measured", fmt.Sprintf("seeds=%d lines=%d different=0", worlds, lines))
}

// difference is where two traces part.
func difference(a, b []string) string {
	for n := range min(len(a), len(b)) {
		if a[n] != b[n] {
			return fmt.Sprintf("line %d:\n%s\n%s", n, strings.Join(a[max(0, n-5):n+1], "\n"), b[n])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(a), len(b))
}
