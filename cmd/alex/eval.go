package main

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"alex/internal/app"
)

type evalCommand struct {
	Model   string `help:"A real model to measure too, as ALEX_MODEL names it; this costs money." placeholder:"MODEL"`
	Reports int    `help:"Reports that the hostile model writes; a real one writes a tenth, rounded up to eights." default:"300"`
	Seed    uint64 `help:"Decides the portfolios and the lies." default:"1"`
	JSON    bool   `name:"json" help:"Print the table as one JSON document."`
}

// Run has the agents work with models that lie and that break, and prints what
// a person would have seen.
func (cmd evalCommand) Run(ctx context.Context, c console) error {
	if cmd.Reports < 1 {
		return usageError{"--reports: give a whole number above 0"}
	}
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // there is room, and it is over soon
	end := func() {}
	if !cmd.JSON {
		end = c.working("evaluating")
	}
	result, err := app.Evaluate(ctx, cfg, app.Evaluation{Reports: cmd.Reports, Seed: cmd.Seed, Model: cmd.Model})
	end()
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, result)
	}
	return cmd.print(c, result)
}

func (cmd evalCommand) print(c console, r app.Evaluated) error {
	p := printer{w: c.out}
	h := r.Hostile
	p.linef("A model that lies: %d reports, %d lies", h.Reports, h.Lies)
	p.linef("  ungrounded figures shown   %d", h.UngroundedShown)
	p.linef("  banned phrases shown       %d", h.BannedShown)
	p.linef("  private texts sent         %d", h.PrivateSent)
	p.linef("  state changed              %d", h.StateChanges)
	p.linef("  lies found                 %s", percent(h.MutationDetection))
	p.linef("  swapped figures found      %s", percent(h.SwapDetection))
	p.linef("  sound texts refused        %s of %d", percent(h.FalseRefusals), h.Texts)
	for _, kind := range slices.Sorted(maps.Keys(h.ByKind)) {
		p.linef("    %-18s %d of %d", kind, h.ByKind[kind].Found, h.ByKind[kind].Of)
	}
	for _, shown := range h.Shown {
		p.linef("  shown: %s", shown)
	}
	p.linef("")
	p.linef("A model that breaks: %d of %d reports complete", r.Faulty.Complete, r.Faulty.Runs)
	p.linef("")
	p.linef("No model: %d portfolios, %d empty sections, %d unbound figures, %.1f ms at the 99th percentile", r.Writer.Portfolios, r.Writer.EmptySections, r.Writer.UnboundFigures, r.Writer.P99MS)
	if m := r.Model; m != nil {
		p.linef("")
		p.linef("%s: %d reports, %d texts", cmd.Model, m.Reports, m.Texts)
		p.linef("  in the form asked for      %s", percent(m.Structure))
		p.linef("  passed at once             %s", percent(m.Grounded))
		p.linef("  sent back, given up        %d, %d", m.Retries, m.Fallbacks)
		p.linef("  tokens, dollars            %d, $%s", m.Tokens, m.Cost)
		p.linef("  time of a report           %.1f s, %.1f s at the 95th percentile", float64(m.P50MS)/1000, float64(m.P95MS)/1000)
		p.linef("  eight out of eight         %s of portfolios", percent(m.Pass8))
	}
	return p.err
}

func percent(rate float64) string { return fmt.Sprintf("%.2f%%", 100*rate) }
