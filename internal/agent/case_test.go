package agent_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/agent"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
)

// memory is a case in memory that counts what is saved.
type memory struct {
	mu    sync.Mutex
	parts map[alex.PartKind][]byte
	saved map[alex.PartKind]int
	steps []alex.Step

	onLoad  func(alex.PartKind) error
	onSave  func(alex.PartKind) error
	onSteps func([]alex.Step) error
}

func newMemory() *memory {
	return &memory{parts: map[alex.PartKind][]byte{}, saved: map[alex.PartKind]int{}}
}

func (m *memory) LoadPart(ctx context.Context, kind alex.PartKind) ([]byte, bool, error) {
	if m.onLoad != nil {
		if err := m.onLoad(kind); err != nil {
			return nil, false, err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	body, ok := m.parts[kind]
	return body, ok, ctx.Err()
}

func (m *memory) SavePart(ctx context.Context, kind alex.PartKind, body []byte) error {
	if m.onSave != nil {
		if err := m.onSave(kind); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.parts[kind] = slices.Clone(body)
	m.saved[kind]++
	return nil
}

func (m *memory) SaveSteps(_ context.Context, steps []alex.Step) error {
	if m.onSteps != nil {
		if err := m.onSteps(steps); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.steps = slices.Clone(steps)
	return nil
}

func (m *memory) kinds() []alex.PartKind { return slices.Sorted(maps.Keys(m.parts)) }

func (m *memory) step(t *testing.T, a alex.Agent) alex.Step {
	t.Helper()
	i := slices.IndexFunc(m.steps, func(s alex.Step) bool { return s.Agent == a })
	if i < 0 {
		t.Fatalf("no step of the %s", a)
	}
	return m.steps[i]
}

// clock ticks a second at each look.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)} }

func (c *clock) tick() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

func planner(t testing.TB) agent.Planner {
	t.Helper()
	w, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	return agent.Planner{
		Tagger: agent.Tagger{Classify: seed.Classify}, Reporter: agent.Reporter{Writer: w}, Specialist: agent.Specialist{Writer: w},
		Options: retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()},
		Now:     newClock().tick,
	}
}

// snapshot holds VTI, known to the reference, and the given instruments of
// unknown kind.
func snapshot(t testing.TB, unknown ...alex.Instrument) alex.Snapshot {
	t.Helper()
	book, err := seed.Book()
	if err != nil {
		t.Fatal(err)
	}
	income := alex.MustMoney("48000")
	s := alex.Snapshot{
		AsOf: "2026-10-30", Assumptions: "default", Instruments: []alex.Instrument{book["VTI"]},
		Person:   alex.Person{ID: "someone", BirthDate: "1970-01-31", TargetRetirementIncome: &income},
		Versions: alex.Versions{Engine: retirement.EngineVersion, Facts: report.FactsVersion, Reference: seed.Version()},
		Accounts: []alex.Account{{
			Name: "Brokerage", Type: alex.Taxable, CashBalance: alex.MustMoney("12000.50"), Positions: []alex.Position{position("VTI", 2000)},
		}},
	}
	for _, ins := range unknown {
		s.Instruments = append(s.Instruments, ins)
		s.Accounts[0].Positions = append(s.Accounts[0].Positions, position(ins.Symbol, 50))
	}
	return s
}

func position(symbol alex.Symbol, quantity int64) alex.Position {
	price := alex.MustDecimal("301.25")
	return alex.Position{Symbol: symbol, Quantity: alex.DecimalOf(quantity), Price: &price, PriceAsOf: "2026-10-30"}
}

func unknown(symbol alex.Symbol, name string) alex.Instrument {
	return alex.Instrument{Symbol: symbol, Name: name, Currency: "USD"}
}

// taking counts how often the snapshot is taken.
func taking(s alex.Snapshot, times *int) func(context.Context) (alex.Snapshot, error) {
	return func(context.Context) (alex.Snapshot, error) {
		*times++
		return s, nil
	}
}

func take(s alex.Snapshot) func(context.Context) (alex.Snapshot, error) {
	return taking(s, new(int))
}

// golden compares with a file of testdata/golden, or rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Errorf("%s has changed; refresh it with -update:\n%s", name, got)
	}
}
