package sqlindex_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// choosy refuses for good, or is away for, each text with a word; a word that is
// empty stands in all.
type choosy struct {
	scattered
	refuses string
	code    alex.Code
	calls   int
}

func (c *choosy) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	c.calls++
	if c.code != "" && slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, c.refuses) }) {
		return nil, alex.Errorf(c.code, "choosy refuses the request (status 400)")
	}
	return c.scattered.Embed(ctx, texts)
}

// TestOneTextKeepsNoOtherFromBeingFound: one that is refused time and again, for
// good or as if it might pass, is told of and tried again; the others are found.
func TestOneTextKeepsNoOtherFromBeingFound(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		e := &choosy{code: alex.CodeUnavailable}
		l := library(s, e)
		kept := map[alex.ID]string{}
		for _, body := range []string{"poison one", "words two", "poison three", "words four", "words five"} {
			d, err := l.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Title: "T", Origin: alex.OriginIngest, Body: body})
			if alex.CodeOf(err) != alex.CodeUnavailable || d.ID == "" {
				t.Fatal(d, err)
			}
			kept[d.ID] = body
		}
		e.calls = 0
		if err := l.Catch(t.Context(), nil); alex.CodeOf(err) != alex.CodeUnavailable || e.calls != 2 {
			t.Errorf("while it is away it is asked %d times: %v", e.calls, err)
		}
		e.refuses = "poison"
		for _, code := range []alex.Code{alex.CodeInternal, alex.CodeUnavailable} {
			e.code = code
			var found []string
			err := l.Catch(t.Context(), func(id alex.ID) { found = append(found, kept[id]) })
			skipped, ok := errors.AsType[*knowledge.Skipped](err)
			if !ok || len(skipped.Documents) != 2 || alex.CodeOf(err) != code || !strings.Contains(err.Error(), "2 documents are still not found") {
				t.Fatalf("%s: %v", code, err)
			}
			for _, id := range skipped.Documents {
				if !strings.HasPrefix(kept[id], "poison") {
					t.Errorf("%q is skipped", kept[id])
				}
			}
			if want := map[alex.Code]int{alex.CodeInternal: 3}[code]; len(found) != want {
				t.Errorf("%s: %q are found, want %d", code, found, want)
			}
		}
		if n, err := s.System().Texts(t.Context()); err != nil || n != (store.Texts{Documents: 5, Indexed: 3, Passages: 3, Vectors: 3}) {
			t.Errorf("%+v, %v", n, err)
		}
		e.code = ""
		if err := l.Catch(t.Context(), nil); err != nil {
			t.Errorf("when it takes them: %v", err)
		}
		if list := found(t, l, "", "poison", 9); len(list) != 5 {
			t.Errorf("%d are found", len(list))
		}
	})
}

// TestAllIsEmbeddedAnewWhereVectorsLieElsewhere, by the same embedder, and a stop
// half-way is taken up.
func TestAllIsEmbeddedAnewWhereVectorsLieElsewhere(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		l := library(s, scattered{})
		for _, body := range []string{"first words", "second words", "third words"} {
			added(t, l, knowledge.Everybody, body)
		}
		count := func(embed func(context.Context, func(alex.ID)) error, stopAfter int) (n int) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			err := embed(ctx, func(alex.ID) {
				if n++; n == stopAfter {
					stop()
				}
			})
			if (err != nil) != (stopAfter > 0) {
				t.Fatal(err)
			}
			return n
		}
		if n := count(l.EmbedAnew, 0); n != 0 {
			t.Errorf("%d are embedded that were", n)
		}
		if n := count(l.EmbedAll, 1); n != 1 {
			t.Errorf("%d are embedded until the stop", n)
		}
		if n := count(l.EmbedAnew, 0); n != 2 {
			t.Errorf("%d are embedded after the stop", n)
		}
		if list := found(t, l, "", "words", 9); len(list) != 3 {
			t.Errorf("%d are found", len(list))
		}
	})
}

// TestTheFirstTextsSettleTheEmbedder: until there is one, another is no conflict.
func TestTheFirstTextsSettleTheEmbedder(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		old, other := library(s, scattered{}), library(s, scattered{"other"})
		for _, l := range []*knowledge.Library{old, other, old} {
			if err := l.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		added(t, old, knowledge.Everybody, "words")
		if err := other.Settle(t.Context()); alex.CodeOf(err) != alex.CodeConflict {
			t.Errorf("with a text: %v", err)
		}
	})
}
