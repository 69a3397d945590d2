package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"alex"
	"alex/internal/app"
)

type researchCommand struct {
	About  researchRunCommand    `cmd:"" name:"run" default:"withargs" help:"Look for texts about a topic and keep them; alex research TOPIC does the same."`
	Rounds researchRoundsCommand `cmd:"" help:"The newest rounds of research, and what became of each."`
	Find   researchFindCommand   `cmd:"" help:"Show the passages nearest to a question."`
	List   researchListCommand   `cmd:"" help:"The texts that are kept for everybody, the newest first."`
	Remove researchRemoveCommand `cmd:"" help:"Forget texts of everybody's; reports that quote them stay as they are."`
	Embed  researchEmbedCommand  `cmd:"" help:"Embed passages anew, after ALEX_EMBEDDINGS or ALEX_INDEX was changed."`
}

type researchRunCommand struct {
	Topic   []string `arg:"" optional:"" help:"What to look for, 3 to 200 characters; without words it is what somebody holds that was looked for longest ago."`
	Sources string   `placeholder:"FILE" help:"Read these feeds and pages instead of those of ALEX_RESEARCH_SOURCES: one a line, as \"feed https://… Name\" or \"page https://… Name\"."`
	JSON    bool     `name:"json" help:"Print the round as one JSON document."`
}

// Run leads a round. Of one that breaks off, by Ctrl-C too, what it found stands
// and is printed.
func (cmd researchRunCommand) Run(ctx context.Context, c console) error {
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		r, err := library.Research(ctx, strings.Join(cmd.Topic, " "), cmd.Sources)
		if r.ID == "" {
			return err
		}
		if cmd.JSON {
			p.err = printJSON(c.out, r.Round)
		} else {
			printRound(p, r)
		}
		return errors.Join(p.err, brokeOff(r.Round, err))
	})
}

// brokeOff is the error of a round that did not come to its end.
func brokeOff(r app.Round, err error) error {
	switch {
	case err == nil:
		return nil
	case r.Error == "" || errors.Is(err, context.Canceled):
		return errors.New("the round was ended before its time; what was found until then stands")
	}
	return fmt.Errorf("%s; what was found until then stands: %w", r.Error, err)
}

type researchRoundsCommand struct {
	N    int  `short:"n" default:"20" help:"How many rounds, 1 to 200."`
	JSON bool `name:"json" help:"Print the rounds with their pages as one JSON document."`
}

// Run prints a line for each round.
func (cmd researchRoundsCommand) Run(ctx context.Context, c console) error {
	if err := listable(cmd.N); err != nil {
		return err
	}
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		rounds, err := library.Rounds(ctx, cmd.N)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"items": rounds})
		}
		if len(rounds) == 0 {
			p.linef("There was no round yet: alex research TOPIC begins one.")
		}
		for _, r := range rounds {
			p.linef("%s", roundLine(r))
		}
		return p.err
	})
}

// listable refuses a length that no list has.
func listable(n int) error {
	if n < 1 || n > 200 {
		return usageError{"-n is not between 1 and 200"}
	}
	return nil
}

type researchFindCommand struct {
	Query []string `arg:"" help:"A question, or what a passage should be about."`
	K     int      `short:"k" default:"5" help:"How many passages, 1 to 50."`
	JSON  bool     `name:"json" help:"Print the passages as one JSON document."`
}

// Run prints passages with their sources.
func (cmd researchFindCommand) Run(ctx context.Context, c console) error {
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		list, err := library.Find(ctx, strings.Join(cmd.Query, " "), cmd.K)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"items": list, "embedder": library.Model()})
		}
		if len(list) == 0 {
			p.linef("Nothing is kept yet: alex ingest FILE and alex research TOPIC bring texts.")
		} else {
			p.linef("Near is the cosine of a passage with the question by %s: 1 is the same, 0 has nothing to do with it.", library.Model().Name)
			p.linef("")
		}
		for _, f := range list {
			p.linef("near %.2f  %s", f.Score, f.Title)
			p.linef("           %s%s", f.Source, published(f.PublishedOn))
			p.linef("           %s", f.Text)
			p.linef("")
		}
		return p.err
	})
}

func published(day alex.Date) string {
	if day.IsZero() {
		return ""
	}
	return ", " + day.Text()
}

type researchListCommand struct {
	N    int  `short:"n" default:"20" help:"How many texts, 1 to 200."`
	JSON bool `name:"json" help:"Print the texts as one JSON document."`
}

// Run prints a line for each text, with the id by which it is removed.
func (cmd researchListCommand) Run(ctx context.Context, c console) error {
	if err := listable(cmd.N); err != nil {
		return err
	}
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		list, err := library.Documents(ctx, cmd.N)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"items": list})
		}
		if len(list) == 0 {
			p.linef("Nothing is kept yet: alex ingest FILE and alex research TOPIC bring texts.")
		}
		for _, d := range list {
			p.linef("%s  %s (%s%s)", d.ID, d.Title, d.Source, published(d.PublishedOn))
		}
		return p.err
	})
}

type researchRemoveCommand struct {
	IDs []string `arg:"" name:"id" help:"Ids of texts, as alex research list and alex ingest print them."`
}

// Run forgets each text. One that is not there keeps no other from being forgotten.
func (cmd researchRemoveCommand) Run(ctx context.Context, c console) error {
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		var failed error
		for _, id := range cmd.IDs {
			if err := library.Forget(ctx, alex.ID(id)); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", id, err))
				continue
			}
			p.linef("%s is forgotten.", id)
		}
		return errors.Join(p.err, failed)
	})
}

type researchEmbedCommand struct {
	All bool `help:"Embed also what this embedder has embedded: the vectors lie in another index now."`
}

// Run embeds passages by the configured embedder.
func (cmd researchEmbedCommand) Run(ctx context.Context, c console) error {
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		n := int64(0)
		err := library.EmbedAnew(ctx, cmd.All, func(alex.ID) { n++ })
		p.linef("%s embedded by %s.", counted(n, "document was", "documents were"), library.Model().Name)
		return errors.Join(p.err, err)
	})
}
