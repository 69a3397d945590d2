package retirement

import (
	"context"
	"slices"
	"sync"
)

// Cache keeps drawn futures from one plan to the next, so that a what-if only
// walks them. It is bounded by bytes; the set longest unused goes first. It is
// safe for use by several goroutines, and changes no result.
type Cache struct {
	limit int64

	mu      sync.Mutex
	entries []cached // the newest use last
	bytes   int64

	unused sync.Pool // of *[]float64: balances of a plan that has been told
}

type cached struct {
	key    cacheKey
	sample *sample
}

// cacheKey is all that decides a future.
type cacheKey struct {
	source uint64 // hash of the assumptions and the engine
	seed   uint64
	paths  int
}

// NewCache keeps at most that many bytes.
func NewCache(limit int64) *Cache { return &Cache{limit: limit} }

// sample is a kept sample of at least that many years, or a new one, which is
// kept if there is room for it at all.
func (c *Cache) sample(ctx context.Context, o Options, years int) (*sample, error) {
	source, err := defaultSeed(o.source())
	if err != nil {
		return nil, err
	}
	key := cacheKey{source, *o.Seed, o.Paths}
	if s := c.find(key, years); s != nil {
		return s, nil
	}
	from, err := newParametric(o.Assumptions, *o.Seed)
	if err != nil {
		return nil, err
	}
	s := newSample(from, o.Paths, years)
	if err := s.keep(ctx, o.Workers); err != nil {
		return nil, err
	}
	c.add(key, s)
	return s, nil
}

func (c *Cache) find(key cacheKey, years int) *sample {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, e := range c.entries {
		if e.key == key && e.sample.years >= years {
			c.entries = append(slices.Delete(c.entries, i, i+1), e)
			return e.sample
		}
	}
	return nil
}

// add keeps the sample in place of a shorter one of the same futures. Another
// worker may have kept a longer one meanwhile; that one stays.
func (c *Cache) add(key cacheKey, s *sample) {
	if s.kept == nil || s.bytes() > c.limit {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.ContainsFunc(c.entries, func(e cached) bool { return e.key == key && e.sample.years >= s.years }) {
		return
	}
	c.entries = slices.DeleteFunc(c.entries, func(e cached) bool {
		if e.key == key {
			c.bytes -= e.sample.bytes()
		}
		return e.key == key
	})
	c.entries = append(c.entries, cached{key, s})
	for c.bytes += s.bytes(); c.bytes > c.limit; c.entries = slices.Delete(c.entries, 0, 1) {
		c.bytes -= c.entries[0].sample.bytes()
	}
}

// figures has room for n figures; what it holds is not cleared. Without a cache
// it is new.
func (c *Cache) figures(n int) []float64 {
	if c != nil {
		if room, ok := c.unused.Get().(*[]float64); ok && cap(*room) >= n {
			return (*room)[:n]
		}
	}
	return make([]float64, n)
}

// reuse takes the room of figures that nobody reads any more.
func (c *Cache) reuse(figures []float64) {
	if c != nil {
		c.unused.Put(&figures)
	}
}
