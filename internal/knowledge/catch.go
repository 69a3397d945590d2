package knowledge

import (
	"cmp"
	"context"
	"fmt"

	"alex"
)

// EmbedAnew makes this library's embedder the one that embeds, and indexes every
// document that it has not indexed; told is called after each, and may be nil.
// Stopped half-way, it goes on where it was when it is called again. Its errors
// are those of Catch.
func (l *Library) EmbedAnew(ctx context.Context, told func(alex.ID)) error {
	stands, err := l.keeper.Settle(ctx, l.embedder.Model())
	if err == nil && stands != l.embedder.Model() {
		err = l.keeper.Replace(ctx, l.embedder.Model())
	}
	if err != nil {
		return err
	}
	return l.Catch(ctx, told)
}

// EmbedAll is EmbedAnew of every document, whoever embedded it: the vectors lie
// in another index now. Stopped half-way, EmbedAnew goes on.
func (l *Library) EmbedAll(ctx context.Context, told func(alex.ID)) error {
	if err := l.keeper.Replace(ctx, l.embedder.Model()); err != nil {
		return err
	}
	return l.Catch(ctx, told)
}

// Skipped are documents that an embedder did not take while it took another
// text: they stay as they are, and are tried again the next time.
type Skipped struct {
	Documents []alex.ID
	Err       error // of the first
}

func (s *Skipped) Error() string {
	what := "a document is"
	if n := len(s.Documents); n > 1 {
		what = fmt.Sprintf("%d documents are", n)
	}
	return fmt.Sprintf("%s still not found, the first %s: %s", what, s.Documents[0], s.Err)
}

func (s *Skipped) Unwrap() error { return s.Err }

// Catch indexes what was kept and not indexed, because somebody crashed or an
// embedder was away; what there is no permit for stays as it is. A document that the embedder does not take while it takes
// another text keeps no other from being found: it is part of a *Skipped, which
// is the error when all others are indexed. Any other error ends it.
func (l *Library) Catch(ctx context.Context, told func(alex.ID)) error {
	if err := l.Settle(ctx); err != nil {
		return err
	}
	var skipped Skipped
	for behind := alex.ID(""); ; {
		u, ok, err := l.keeper.Next(ctx, "", behind)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		behind = u.ID
		if err := l.permits(ctx, u.Tenant); alex.CodeOf(err) == alex.CodeConflict {
			continue
		} else if err != nil {
			return err
		}
		entries, err := l.entries(ctx, u)
		switch {
		case err != nil && !l.embeds(ctx):
			return err
		case err != nil:
			skipped.Documents, skipped.Err = append(skipped.Documents, u.ID), cmp.Or(skipped.Err, err)
			continue
		}
		if err := l.put(ctx, u, entries); err != nil {
			return err
		}
		if told != nil {
			told(u.ID)
		}
	}
	if len(skipped.Documents) > 0 {
		return &skipped
	}
	return nil
}

// embeds tries the embedder on a text that none refuses.
func (l *Library) embeds(ctx context.Context) bool {
	_, err := l.embed(ctx, []string{"interest rates"})
	return err == nil
}
