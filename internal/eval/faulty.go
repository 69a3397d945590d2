package eval

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"alex"
	"alex/internal/agent"
	"alex/internal/llm"
	"alex/internal/llm/fake"
	"alex/internal/llm/openai"
)

// FaultyResult is what came of a model that breaks in every way: each fault,
// for each of the five agents, one report. It is complete where every section
// is there and says what its facts say, and code wrote what the fault spoilt.
type FaultyResult struct {
	Runs       int      `json:"runs"`
	Complete   int      `json:"complete"`
	Incomplete []string `json:"incomplete"` // fault and agent
}

// fiveAgents are those of a report.
func fiveAgents() []alex.Agent {
	return []alex.Agent{alex.Planner, alex.Tagger, alex.Reporter, alex.Charter, alex.RetirementPlanner}
}

// patient is how many wait for a broken model at a time.
const patient = 8

// hurried is how long a broken model is waited for: what a real one gets in
// seconds, a fake gets in fractions of one.
const hurried = 400 * time.Millisecond

// faulty has every fault happen to every agent, below the real adapter.
func (b *bench) faulty(ctx context.Context, o Options) (FaultyResult, error) {
	agents, faults := fiveAgents(), fake.Faults()
	r := FaultyResult{Runs: len(agents) * len(faults), Incomplete: []string{}}
	var mu sync.Mutex
	err := each(ctx, patient, r.Runs, func(ctx context.Context, i int) error {
		fault, broken := faults[i/len(agents)], agents[i%len(agents)]
		result, err := b.broken(ctx, o, fault, broken)
		mu.Lock()
		defer mu.Unlock()
		if err == nil && b.isComplete(result) {
			r.Complete++
		} else {
			r.Incomplete = append(r.Incomplete, fault+" "+string(broken))
		}
		return ctx.Err()
	})
	return r, err
}

// broken is a report with one agent's model broken and no other.
func (b *bench) broken(ctx context.Context, o Options, fault string, broken alex.Agent) (agent.Result, error) {
	sound := NewSound(o.Seed)
	client := openai.New(openai.Options{Model: "faulty", HTTP: &http.Client{Transport: fake.NewFaulty(fault, sound.AnswerTo)}})
	client = llm.Retried(client, llm.RetryPolicy{Tries: 2, First: time.Millisecond, Most: 5 * time.Millisecond, Each: hurried / 2})
	client = llm.Shaped(client, new(llm.Form))
	p := b.planner(func(a alex.Agent, _ agent.Prompt) llm.Client {
		if a == broken {
			return client
		}
		return nil
	})
	p.Limits = agent.DefaultLimits()
	p.Limits.Call = hurried
	return p.Run(ctx, newMemory(), taking(b.unclassified(o)))
}

// unclassified is a household that every agent has work with.
func (b *bench) unclassified(o Options) alex.Snapshot {
	for i := 0; ; i++ {
		s := b.household(o, i)
		if len(s.Instruments) < 3 {
			continue
		}
		for _, ins := range s.Instruments {
			if !ins.Classified() {
				return s
			}
		}
	}
}

// isComplete reports a report with all its sections, none empty, every figure a
// fact and nothing banned.
func (b *bench) isComplete(result agent.Result) bool {
	drafts, sheet, err := b.drafts(result)
	if err != nil || len(result.Report.Sections) < 6 || len(result.Report.Charts) == 0 {
		return false
	}
	for _, s := range result.Report.Sections {
		if strings.TrimSpace(s.Markdown) == "" || ungrounded(s, drafts[s.Key], sheet) > 0 || banned(s.Template) > 0 {
			return false
		}
	}
	for _, step := range result.Steps {
		if step.Status != alex.StepDone && step.Status != alex.StepSkipped {
			return false
		}
	}
	return true
}
