package simulation

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"alex"
	"alex/internal/job"
	"alex/internal/store"
)

// nature is what becomes of a job's work, whoever does it.
type nature string

const (
	sound    nature = "sound"    // it fails now and then
	slow     nature = "slow"     // a part takes longer than a lease
	stubborn nature = "stubborn" // it does not hear that it is to stop, and writes all the same, even after its end
	poison   nature = "poison"   // it fails every time
	panics   nature = "panics"   // so does this
	deadly   nature = "deadly"   // its process dies
)

// parts are what a finished job has.
func parts() []alex.PartKind {
	return []alex.PartKind{alex.PartFacts, alex.PartPlan, alex.PartReporter}
}

func body(id alex.ID, kind alex.PartKind) string {
	return fmt.Sprintf(`{"job":%q,"part":%q}`, id, kind)
}

// chanceOf is the chance of one thing, the same in every run of the seed.
func (w *world) chanceOf(what string, n int) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(what))
	_, _ = h.Write(binary.LittleEndian.AppendUint64(nil, uint64(n)))
	return rand.New(rand.NewPCG(w.seed, h.Sum64()))
}

func (w *world) nature(id alex.ID) nature {
	switch x := w.chanceOf(string(id), 0).Float64(); {
	case x < 0.07:
		return poison
	case x < 0.10:
		return panics
	case x < 0.20:
		return slow
	case x < 0.40:
		return stubborn
	case x < 0.40+w.weather.deadly:
		return deadly
	default:
		return sound
	}
}

// work is what the agents do, in short: part after part, each once.
func (w *world) work(ctx context.Context, j alex.Job, h *job.Handle) error {
	p, is, chance := processOf(ctx), w.nature(j.ID), w.chanceOf(string(j.ID), j.Attempt)
	if is == stubborn {
		ctx = context.WithoutCancel(ctx)
	}
	for n, kind := range parts() {
		_, found, err := h.LoadPart(ctx, kind)
		if err != nil {
			return err
		}
		if found {
			continue
		}
		if w.has(j.ID, kind) {
			w.fail("a part of job %d that was kept is not found: %s", w.number(j.ID), kind)
		}
		if err := p.think(ctx, w.pause(is, chance)); err != nil {
			return err
		}
		if is == stubborn && chance.Float64() < 0.2 {
			w.group.Go(func() {
				_ = p.think(ctx, time.Second)
				_ = w.noted(h.SavePart(ctx, kind, []byte(body(j.ID, kind))))
			})
			return job.ErrCheckpoint
		}
		if err := w.trouble(p, is, chance, n); err != nil {
			return err
		}
		if chance.Float64() < 0.3 {
			if err := h.SaveSteps(ctx, []alex.Step{{Agent: alex.Planner, Status: alex.StepRunning}}); err != nil {
				return w.noted(err)
			}
		}
		if err := h.SavePart(ctx, kind, []byte(body(j.ID, kind))); err != nil {
			return w.noted(err)
		}
	}
	if err := p.think(ctx, w.pause(is, chance)); err != nil { // it reads all of it once more
		return err
	}
	_, err := h.Complete(ctx, result(j.ID))
	if err != nil && !errors.Is(err, alex.ErrFenced) && chance.Float64() < 0.5 {
		_, err = h.Complete(ctx, result(j.ID)) // the answer may have been lost
	}
	return w.noted(err)
}

// noted counts the writes that were fenced off.
func (w *world) noted(err error) error {
	if errors.Is(err, alex.ErrFenced) {
		w.count(func(s *sums) { s.fenced++ })
	}
	return err
}

func (w *world) pause(is nature, chance *rand.Rand) time.Duration {
	most := 3 * time.Second
	if is == slow || is == stubborn {
		most = 3 * lease / 2
	}
	return time.Duration(chance.Int64N(int64(most)))
}

// trouble is how the work of the n-th part fails.
func (w *world) trouble(p *process, is nature, chance *rand.Rand, n int) error {
	x := chance.Float64()
	switch {
	case is == deadly && n == 1:
		w.count(func(s *sums) { s.deaths++ })
		p.die()
		return errVanished
	case is == poison && n == 1:
		return errors.New("the agent always fails here")
	case is == panics && n == 1 || is == sound && x < 0.01:
		panic("the agent went out of its mind")
	case is == sound && x < 0.03:
		return alex.Errorf(alex.CodeUnavailable, "the model is busy")
	case is == sound && x < 0.04:
		return context.DeadlineExceeded
	case x < 0.07:
		return job.ErrCheckpoint
	}
	return nil
}

func result(id alex.ID) store.Result {
	return store.Result{
		Report: alex.Report{
			AsOf: "2026-03-10", GeneratedBy: alex.AuthorRules, Hash: "h", EngineVersion: "1", Summary: string(id),
			Sections: []alex.Section{{Key: "overview", Title: "Overview", Markdown: "All is well."}},
		},
		Steps: []alex.Step{{Agent: alex.Planner, Status: alex.StepDone}},
	}
}
