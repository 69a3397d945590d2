package sqlindex

import (
	"context"
	"sync"
	"testing"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store/sqlite/sqlitetest"
)

// TestAReadingOutlivesWhoBeganIt: it goes on without them, others wait for it, and
// who came while it went on sees what was put before they came.
func TestAReadingOutlivesWhoBeganIt(t *testing.T) {
	t.Parallel()
	s := sqlitetest.Seeded(t)
	model := knowledge.Model{Name: "m", Dimension: 2}
	keeper, x := Keeper(s), New(s, model)
	if _, err := keeper.Settle(t.Context(), model); err != nil {
		t.Fatal(err)
	}
	put := func(hash string) {
		t.Helper()
		d, err := keeper.Add(t.Context(), knowledge.NewDocument{Source: "s", Title: "T", Origin: alex.OriginIngest, ContentHash: hash, Passages: []string{"x"}})
		if err == nil {
			err = x.Put(t.Context(), knowledge.Everybody, d.ID, []knowledge.Entry{{Place: knowledge.Place{Document: d.ID}, Vector: knowledge.Vector{1, 0}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("a")
	ctx, gone := context.WithCancel(t.Context())
	shelf := x.shelf(knowledge.Everybody)
	r, begun := shelf.look(ctx, x, knowledge.Everybody)
	gone()
	if !begun {
		t.Fatal("another reading goes on")
	}
	if _, _, err := shelf.read(ctx, x, knowledge.Everybody); err == nil {
		t.Log("it was over before anybody could leave") // who has gone may still be answered
	}
	<-r.done
	if r.err != nil || len(r.got.places) != 1 {
		t.Errorf("it came to %+v, %v", r.got, r.err)
	}
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			if n == 4 {
				put("b")
			}
			if places, _, err := shelf.read(t.Context(), x, knowledge.Everybody); err != nil || n == 4 && len(places) != 2 {
				t.Errorf("%d passages: %v", len(places), err)
			}
		})
	}
	all.Wait()
}
