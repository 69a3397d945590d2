package eval

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/agent"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
)

// Options are what to measure.
type Options struct {
	Reports      int // by the hostile model
	Portfolios   int // by the rules writer
	Seed         uint64
	Model        agent.Models // a real one; nil measures none
	ModelReports int          // by the real one; a multiple of eight
}

// Result is the table. Rates are from 0 to 1.
type Result struct {
	Hostile HostileResult `json:"hostile"`
	Faulty  FaultyResult  `json:"faulty"`
	Writer  WriterResult  `json:"writer"`
	Model   *ModelResult  `json:"model"` // null: none was measured
}

// HostileResult is what came of a model that lies.
type HostileResult struct {
	Reports           int             `json:"reports"`
	Lies              int             `json:"lies"`
	UngroundedShown   int             `json:"ungroundedShown"`
	BannedShown       int             `json:"bannedShown"`
	PrivateSent       int             `json:"privateSent"` // prompts with a text of the person's in them
	StateChanges      int             `json:"stateChanges"`
	MutationDetection float64         `json:"mutationDetection"`
	SwapDetection     float64         `json:"swapDetection"`
	FalseRefusals     float64         `json:"falseRefusals"`
	Texts             int             `json:"texts"` // sound ones, of which some were refused
	ByKind            map[string]Rate `json:"byKind"`
	Refused           map[string]int  `json:"refused"` // sound texts, by the section that they were for
	Shown             []string        `json:"shown"`   // lies that were, with what they were made of
}

// Rate is how many of some.
type Rate struct {
	Of    int `json:"of"`
	Found int `json:"found"`
}

// WriterResult is what the rules writer made of random portfolios.
type WriterResult struct {
	Portfolios     int     `json:"portfolios"`
	EmptySections  int     `json:"emptySections"`
	UnboundFigures int     `json:"unboundFigures"`
	P99MS          float64 `json:"p99Ms"`
}

// Run measures, with two reports at work at a time.
func Run(ctx context.Context, o Options) (Result, error) {
	var r Result
	bench, err := newBench()
	if err != nil {
		return r, err
	}
	// Who breaks is mostly waited for, so the others work meanwhile.
	var group errgroup.Group
	group.Go(func() (err error) {
		r.Faulty, err = bench.faulty(ctx, o)
		return err
	})
	group.Go(func() (err error) {
		if r.Writer, err = bench.writer(ctx, o); err == nil {
			r.Hostile, err = bench.hostile(ctx, o)
		}
		return err
	})
	if err := group.Wait(); err != nil {
		return r, err
	}
	r.Model, err = bench.model(ctx, o)
	return r, err
}

// bench is what every measurement needs.
type bench struct {
	words *report.Writer
	book  []alex.Instrument
	names seed.Words
}

func newBench() (*bench, error) {
	w, err := report.NewWriter()
	if err != nil {
		return nil, err
	}
	names, err := seed.NewWords()
	if err != nil {
		return nil, err
	}
	book, err := reference()
	return &bench{w, book, names}, err
}

// atOnce is how many reports are at work at a time.
const atOnce = 2

// each runs do for n numbers, some at a time.
func each(ctx context.Context, atOnce, n int, do func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i := range n {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return do(ctx, i)
		})
	}
	return group.Wait()
}

// planner is the whole cast over a model.
func (b *bench) planner(models agent.Models) agent.Planner {
	return agent.Planner{
		Tagger:   agent.Tagger{Classify: seed.Classify, Words: b.names.Of},
		Reporter: agent.Reporter{Writer: b.words}, Specialist: agent.Specialist{Writer: b.words},
		Options: retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()},
		Now:     time.Now, Models: models,
	}
}

// household number i of a seed.
func (b *bench) household(o Options, i int) alex.Snapshot {
	return household(rand.New(rand.NewPCG(o.Seed, uint64(i))), b.book)
}

// memory is a case that lives as long as its report.
type memory struct {
	mu     sync.Mutex
	parts  map[alex.PartKind][]byte
	writes map[alex.PartKind]int
}

func newMemory() *memory {
	return &memory{parts: map[alex.PartKind][]byte{}, writes: map[alex.PartKind]int{}}
}

// LoadPart reads what was kept.
func (m *memory) LoadPart(_ context.Context, kind alex.PartKind) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	body, found := m.parts[kind]
	return body, found, nil
}

// SavePart keeps a part.
func (m *memory) SavePart(_ context.Context, kind alex.PartKind, body []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parts[kind] = body
	m.writes[kind]++
	return nil
}

// SaveSteps keeps nothing.
func (m *memory) SaveSteps(context.Context, []alex.Step) error { return nil }
