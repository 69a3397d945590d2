package retirement

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// held checks the cache's account of itself and says what it keeps.
func (c *Cache) held(t testing.TB) (paths []string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := int64(0)
	for _, e := range c.entries {
		held := len(e.sample.kept)
		if m := e.sample.mixed.Load(); m != nil {
			held += len(m.growth) + len(m.deflators)
		}
		size := e.sample.bytes() // with room for the mix, whether or not it is there yet
		if most := int64(held) * lanes * 8; most > size || held == 0 {
			t.Errorf("a sample says it has %d bytes, it has %d", size, most)
		}
		sum += size
		paths = append(paths, fmt.Sprintf("%d×%d", e.key.paths, e.sample.years))
	}
	if sum != c.bytes || sum > c.limit {
		t.Errorf("the cache counts %d bytes of at most %d, it holds %d", c.bytes, c.limit, sum)
	}
	return paths
}

const plenty = 1 << 30

// With a cache, empty or full, the bytes are those without.
func TestCacheChangesNoResult(t *testing.T) {
	t.Parallel()
	cache := NewCache(plenty)
	for _, mode := range Modes() {
		for _, detail := range []Detail{DetailQuick, DetailFull} {
			want := inText(t, project(t, claimant(), Options{Mode: mode, Detail: detail}))
			for range 2 {
				if got := inText(t, project(t, claimant(), Options{Mode: mode, Detail: detail, Cache: cache})); got != want {
					t.Errorf("%s, %s: with a cache\n%s\nwithout\n%s", mode, detail, got, want)
				}
			}
		}
	}
	if kept := cache.held(t); len(kept) != 1 {
		t.Errorf("the cache keeps %v: want the plan's own set, not those of methods, which are walked once", kept)
	}
}

// A sample serves every plan that is as long or shorter; a longer plan takes
// its place.
func TestCacheServesShorterPlans(t *testing.T) {
	t.Parallel()
	cache := NewCache(plenty)
	for _, step := range []struct {
		years int
		want  string
		drawn bool
	}{{30, "1000×30", true}, {20, "1000×30", false}, {30, "1000×30", false}, {45, "1000×45", true}, {31, "1000×45", false}} {
		plan := retiree("1000000", "50000", step.years)
		before := cache.first()
		got := inText(t, project(t, plan, Options{Cache: cache}))
		if drawn := cache.first() != before; drawn != step.drawn {
			t.Errorf("%d years: drawn afresh: %v", step.years, drawn)
		}
		if want := inText(t, project(t, plan, Options{})); got != want {
			t.Errorf("%d years of a longer sample give\n%s\nwant\n%s", step.years, got, want)
		}
		if held := cache.held(t); len(held) != 1 || held[0] != step.want {
			t.Errorf("%d years: the cache keeps %v, want %s", step.years, held, step.want)
		}
	}
}

func (c *Cache) first() *sample {
	if len(c.entries) == 0 {
		return nil
	}
	return c.entries[0].sample
}

// Another seed, set or number of paths is another sample; the one that has not
// been used for longest goes first, and what is too large is not kept at all.
func TestCacheForgetsTheLongestUnused(t *testing.T) {
	t.Parallel()
	set := iid(t)
	one := newSample(&parametric{names: set.classNames()}, 1000, 10).bytes()
	cache := NewCache(3*one + one/2)
	use := func(seed uint64, paths, years int) {
		project(t, retiree("1000", "10", years), Options{Assumptions: set, Seed: &seed, Paths: paths, Cache: cache})
	}
	keys := func() (list []uint64) {
		cache.held(t)
		for _, e := range cache.entries {
			list = append(list, e.key.seed)
		}
		return list
	}
	steps := []struct {
		name         string
		seed         uint64
		paths, years int
		want         string
	}{
		{"first", 1, 1000, 10, "[1]"},
		{"second", 2, 1000, 10, "[1 2]"},
		{"third", 3, 1000, 10, "[1 2 3]"},
		{"first again, shorter", 1, 1000, 5, "[2 3 1]"},
		{"fourth", 4, 1000, 10, "[3 1 4]"},
		{"as second: it is gone", 2, 1000, 10, "[1 4 2]"},
		{"too large", 5, 4000, 10, "[1 4 2]"},
		{"of twice the size", 6, 2000, 10, "[2 6]"},
		{"longer than before", 2, 1000, 15, "[6 2]"},
	}
	for _, step := range steps {
		use(step.seed, step.paths, step.years)
		if got := fmt.Sprint(keys()); got != step.want {
			t.Errorf("%s: the cache keeps %s, want %s", step.name, got, step.want)
		}
	}
	for room, want := range map[int64]int{2 * one: 2, 2*one - 1: 1, one - 1: 0} {
		exact := NewCache(room)
		for seed := range uint64(3) {
			project(t, retiree("1000", "10", 10), Options{Assumptions: set, Seed: &seed, Paths: MinPaths, Cache: exact})
		}
		if got := len(exact.held(t)); got != want {
			t.Errorf("in %d bytes there are %d samples of %d, want %d", room, got, one, want)
		}
	}
	nothing := NewCache(0)
	project(t, retiree("1000", "10", 5), Options{Assumptions: set, Cache: nothing})
	if len(nothing.held(t)) != 0 {
		t.Error("a cache without room keeps something")
	}
}

// Two sets with the same name are not taken for each other.
func TestCacheKeepsSetsApart(t *testing.T) {
	t.Parallel()
	cache, seed := NewCache(plenty), uint64(1)
	plan := retiree("1000000", "50000", 20)
	poor, rich := of(t, "10"), of(t, "20")
	for range 2 {
		for _, set := range []Assumptions{poor, rich} {
			opt := Options{Assumptions: set, Seed: &seed}
			want := inText(t, project(t, plan, opt))
			opt.Cache = cache
			if got := inText(t, project(t, plan, opt)); got != want {
				t.Errorf("cached:\n%s\nwant\n%s", got, want)
			}
		}
	}
}

// Many at once share a cache that is too small for all of them.
func TestCacheAtOnce(t *testing.T) {
	t.Parallel()
	set := iid(t)
	cache := NewCache(newSample(&parametric{names: set.classNames()}, 1000, 40).bytes())
	var want [6]string
	options := func(i int) (plan int, opt Options) {
		seed := uint64(i % 3)
		return 10 + 5*i, Options{Assumptions: set, Seed: &seed, Paths: MinPaths}
	}
	for i := range want {
		years, opt := options(i)
		want[i] = inText(t, project(t, retiree("1000000", "60000", years), opt))
	}
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			for i := range 2 * len(want) {
				at := (i + worker) % len(want)
				years, opt := options(at)
				opt.Cache = cache
				p, err := Project(context.Background(), retiree("1000000", "60000", years), opt)
				if err != nil {
					t.Error(err)
					return
				}
				data, _ := json.Marshal(p) // as above, where it was without error
				if string(data) != want[at] {
					t.Errorf("worker %d: plan %d differs", worker, at)
				}
				cache.held(t)
			}
		})
	}
	group.Wait()
}

// Whoever draws fewer years at the same time does not take the place of more.
func TestCacheKeepsTheLonger(t *testing.T) {
	t.Parallel()
	cache, key := NewCache(plenty), cacheKey{paths: MinPaths}
	for _, years := range []int{20, 30, 10} {
		from, err := newParametric(iid(t), 1)
		if err != nil {
			t.Fatal(err)
		}
		s := newSample(from, MinPaths, years)
		if err := s.keep(context.Background(), 1); err != nil {
			t.Fatal(err)
		}
		cache.add(key, s)
	}
	if held := cache.held(t); len(held) != 1 || held[0] != "1000×30" {
		t.Errorf("the cache keeps %v, want 30 years", held)
	}
}

// Futures that are too many to keep are drawn again each time, to the same.
func TestFuturesThatAreNotKeptAreTheSame(t *testing.T) {
	t.Parallel()
	plan, set := claimant(), DefaultAssumptions()
	from, err := newParametric(set, 8)
	if err != nil {
		t.Fatal(err)
	}
	loose := newSample(from, 1003, 70) // longer than the plan, and a last group that is not full
	all, err := newRun(plan, loose, Options{Timing: TimingStart}).outcomes(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := futuresOf(t, plan, set, 1003, 8)
	if diff := cmp.Diff(want.affordable, all.affordable); diff != "" {
		t.Errorf("affordable (-kept +drawn again):\n%s", diff)
	}
	if diff := cmp.Diff(want.balances, all.balances); diff != "" {
		t.Errorf("balances (-kept +drawn again):\n%s", diff)
	}
}

// Plans that hold, cost or last something else share drawn futures, but not
// what their mixes make of them.
func TestCacheKeepsMixesApart(t *testing.T) {
	t.Parallel()
	bolder, dearer, shorter, gliding := claimant(), claimant(), claimant(), claimant()
	bolder.Allocation = mix("equity", 85, "fixed_income", 15)
	dearer.Fee = alex.PercentOf100(1)
	shorter.HorizonAge -= 7
	gliding.GlidePath = []alex.GlideStep{{Age: 80, Allocation: mix("fixed_income", 100)}}
	plans := map[string]alex.Plan{"as it is": claimant(), "bolder": bolder, "dearer": dearer, "shorter": shorter, "gliding": gliding}
	cache, want := NewCache(plenty), map[string]string{}
	for range 2 {
		for name, plan := range plans {
			if want[name] == "" {
				want[name] = inText(t, project(t, plan, Options{Detail: DetailStandard}))
			}
			if got := inText(t, project(t, plan, Options{Detail: DetailStandard, Cache: cache})); got != want[name] {
				t.Errorf("%s: with a cache\n%s\nwithout\n%s", name, got, want[name])
			}
		}
	}
}
