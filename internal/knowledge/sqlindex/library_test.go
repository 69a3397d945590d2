package sqlindex_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
)

// TestTheSameTextIsOneDocument for one tenant, however it is spaced, and its
// first description stays.
func TestTheSameTextIsOneDocument(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		l, ann := library(s, scattered{}), person(t, s, "user_ann")
		first := added(t, l, knowledge.Everybody, "Rates rose.\n\nBonds fell.")
		again, err := l.Add(t.Context(), knowledge.Everybody, knowledge.Text{
			Source: "elsewhere", Title: "Another", Origin: alex.OriginResearch, Body: " Rates  rose.\r\n\r\n\r\nBonds fell. ",
		})
		if err != nil || again != first || first.Title != "T" || first.Own {
			t.Errorf("the same text is %+v and then %+v: %v", first, again, err)
		}
		if own := added(t, l, ann, "Rates rose.\n\nBonds fell."); own.ID == first.ID || !own.Own {
			t.Errorf("ann's own is %+v", own)
		}
		if list := found(t, l, ann, "rates bonds", 10); len(list) != 2 {
			t.Errorf("ann finds %+v", list)
		}
		if err := l.Remove(t.Context(), ann, first.ID); alex.CodeOf(err) != alex.CodeForbidden {
			t.Errorf("ann forgets everybody's: %v", err)
		}
	})
}

// TestATitleIsNoPassage where the text begins with it; what it begins with is one
// where nobody has called it the title.
func TestATitleIsNoPassage(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		l := library(s, scattered{})
		for body, want := range map[string]string{"Oil\n\nIt became cheaper.": "It became cheaper.", "Oil": "Oil", "Oils\n\nThey did.": "Oils\n\nThey did."} {
			for _, title := range []string{"Oil", ""} {
				if title == "" {
					body, want = "Untitled. "+body, "Untitled. "+body
				}
				d, err := l.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Title: title, Origin: alex.OriginIngest, Body: body})
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range found(t, l, "", body, 50) {
					if f.Document == d.ID && f.Text != want {
						t.Errorf("%q called %q has the passage %q", body, title, f.Text)
					}
				}
			}
		}
	})
}

// TestPermits: without one, nothing of a person's own is asked, kept or embedded
// later; everybody's goes on, and a permit makes found what waited.
func TestPermits(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		ann := person(t, s, "user_ann")
		said := map[alex.PersonID]bool{}
		away := library(s, &fickle{fails: true}) // so that what is added waits
		permitted := library(s, scattered{}).Within(func(_ context.Context, person alex.PersonID) error {
			if !said[person] {
				return alex.Errorf(alex.CodeConflict, "%s has not said yes", person)
			}
			return nil
		})
		for _, tenant := range []knowledge.Tenant{ann, knowledge.Everybody} {
			if d, err := away.Add(t.Context(), tenant, knowledge.Text{Source: "s", Title: "T", Origin: alex.OriginPerson, Body: "Words of " + string(tenant)}); err == nil || d.ID == "" {
				t.Fatalf("%+v, %v", d, err)
			}
		}
		refused := func(what string, err error) {
			t.Helper()
			if alex.CodeOf(err) != alex.CodeConflict {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := permitted.Find(t.Context(), ann, "words", 5)
		refused("a question", err)
		_, err = permitted.Add(t.Context(), ann, knowledge.Text{Source: "s", Title: "T", Origin: alex.OriginPerson, Body: "More words."})
		refused("a text", err)
		caught := func(want int) {
			t.Helper()
			n := 0
			if err := permitted.Catch(t.Context(), func(alex.ID) { n++ }); err != nil || n != want {
				t.Errorf("%d are embedded, want %d: %v", n, want, err)
			}
		}
		caught(1)
		if list := found(t, permitted, "", "words", 5); len(list) != 1 {
			t.Errorf("everybody's are %+v", list)
		}
		said[ann] = true
		caught(1)
		if list := found(t, permitted, ann, "words", 5); len(list) != 2 {
			t.Errorf("ann finds %+v", list)
		}
	})
}

// forgetful notes what it has to forget.
type forgetful struct {
	knowledge.Index
	forgot []string
	away   bool
}

func (f *forgetful) Remove(_ context.Context, tenant knowledge.Tenant, id alex.ID, passages int) error {
	if f.away {
		return alex.Errorf(alex.CodeUnavailable, "the index is away")
	}
	f.forgot = append(f.forgot, fmt.Sprint(tenant, "/", id, "/", passages))
	return nil
}

// TestExpiry forgets what the researcher has kept before a time, however much that
// is, and nothing that somebody brought.
func TestExpiry(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		s.Now = func() time.Time { return now }
		index := &forgetful{Index: sqlindex.New(s, scattered{}.Model())}
		l := knowledge.New(sqlindex.Keeper(s), index, scattered{})
		keep := func(origin alex.Origin, body string) {
			t.Helper()
			if _, err := l.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Title: "T", Origin: origin, Body: body}); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 120 {
			keep(alex.OriginResearch, fmt.Sprintf("Old words %d.", n))
		}
		keep(alex.OriginIngest, "Old words that were brought.")
		now = now.Add(time.Hour)
		keep(alex.OriginResearch, "New words.")
		n, err := l.Expire(t.Context(), now)
		if err != nil || n != 120 || len(index.forgot) != 120 {
			t.Errorf("%d are forgotten, %d of the index: %v", n, len(index.forgot), err)
		}
		if list := found(t, l, "", "words", 50); len(list) != 2 {
			t.Errorf("what is found is %+v", list)
		}
	})
}

// TestTidy takes out of the index what went with a person who was erased, or with a
// demo that has ended, once, also where the index was away at first.
func TestTidy(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		index := &forgetful{Index: sqlindex.New(s, scattered{}.Model())}
		l, ann := knowledge.New(sqlindex.Keeper(s), index, scattered{}), person(t, s, "user_ann")
		if err := s.System().AddDemo(t.Context(), "demo", now, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		own, demo := added(t, l, ann, "Words of Ann's."), added(t, l, "demo", "Words of a demo.")
		added(t, l, knowledge.Everybody, "Words of all.")
		if err := s.System().Erase(t.Context(), ann); err != nil {
			t.Fatal(err)
		}
		if n, err := s.System().ExpireDemos(t.Context(), now.Add(2*time.Hour)); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		index.away = true
		if err := l.Tidy(t.Context()); err == nil {
			t.Error("it is tidied without the index")
		}
		index.away, index.forgot = false, nil
		for range 2 {
			if err := l.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(index.forgot)
		want := []string{fmt.Sprint("/", own.ID, "/1"), fmt.Sprint("/", demo.ID, "/1")}
		slices.Sort(want)
		if diff := cmp.Diff(want, index.forgot); diff != "" {
			t.Error(diff)
		}
		if list := found(t, l, "", "words", 5); len(list) != 1 {
			t.Errorf("what is found is %+v", list)
		}
	})
}

// TestForgetting takes a document of everybody's away, and nobody's own.
func TestForgetting(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		index := &forgetful{Index: sqlindex.New(s, scattered{}.Model())}
		l, ann := knowledge.New(sqlindex.Keeper(s), index, scattered{}), person(t, s, "user_ann")
		shared, own := added(t, l, knowledge.Everybody, strings.Repeat("Many words of all. ", 100)), added(t, l, ann, "Words of Ann's.")
		for _, id := range []alex.ID{own.ID, "00000000-0000-4000-8000-000000000000"} {
			if err := l.Forget(t.Context(), id); alex.CodeOf(err) != alex.CodeNotFound {
				t.Errorf("what is not everybody's: %v", err)
			}
		}
		if err := l.Forget(t.Context(), shared.ID); err != nil {
			t.Fatal(err)
		}
		if err := l.Forget(t.Context(), shared.ID); alex.CodeOf(err) != alex.CodeNotFound {
			t.Errorf("what is gone: %v", err)
		}
		if list := found(t, l, ann, "words", 10); len(list) != 1 || list[0].Document != own.ID {
			t.Errorf("ann finds %+v", list)
		}
		if err := l.Remove(t.Context(), ann, own.ID); err != nil {
			t.Fatal(err)
		}
		want := []string{fmt.Sprintf("/%s/%d", shared.ID, shared.Passages), fmt.Sprintf("%s/%s/1", ann, own.ID)}
		if !slices.Equal(index.forgot, want) || shared.Passages < 2 {
			t.Errorf("the index forgot %v, want %v", index.forgot, want)
		}
	})
}

// fickle fails now and then.
type fickle struct {
	scattered
	fails bool
}

func (f *fickle) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	if f.fails {
		return nil, alex.Errorf(alex.CodeUnavailable, "the embedder is away")
	}
	return f.scattered.Embed(ctx, texts)
}

// TestAnEmbedderThatIsAwayLosesNothing: the text is kept and found later.
func TestAnEmbedderThatIsAwayLosesNothing(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		e := &fickle{fails: true}
		l := library(s, e)
		text := knowledge.Text{Source: "s", Title: "T", Origin: alex.OriginIngest, Body: strings.Repeat("Many words here. ", 100)}
		if _, err := l.Add(t.Context(), knowledge.Everybody, text); alex.CodeOf(err) != alex.CodeUnavailable {
			t.Fatalf("without an embedder: %v", err)
		}
		e.fails = false
		if list := found(t, l, "", "words", 5); len(list) != 0 {
			t.Errorf("before it is indexed %d passages are found", len(list))
		}
		if err := l.Catch(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if list := found(t, l, "", "words", 5); len(list) < 2 {
			t.Errorf("%d passages are found", len(list))
		}
	})
}

// TestAnotherEmbedderIsRefused, by what has to be done, until all is embedded
// anew; a stop half-way is taken up where it was.
func TestAnotherEmbedderIsRefused(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		old, renewed := library(s, scattered{}), library(s, scattered{"renewed"})
		for _, body := range []string{"first words", "second words", "third words"} {
			added(t, old, knowledge.Everybody, body)
		}
		_, err := renewed.Find(t.Context(), "", "words", 3)
		if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex research embed") {
			t.Fatalf("another embedder finds: %v", err)
		}
		if _, err := renewed.Add(t.Context(), "", knowledge.Text{Source: "s", Origin: alex.OriginIngest, Body: "x"}); alex.CodeOf(err) != alex.CodeConflict {
			t.Fatalf("another embedder adds: %v", err)
		}
		ctx, stop := context.WithCancel(t.Context())
		if err := renewed.EmbedAnew(ctx, func(alex.ID) { stop() }); err == nil {
			t.Fatal("it was not stopped")
		}
		if list := found(t, renewed, "", "words", 3); len(list) != 1 {
			t.Errorf("half-way %d are found", len(list))
		}
		if _, err := old.Find(t.Context(), "", "words", 3); alex.CodeOf(err) != alex.CodeConflict {
			t.Errorf("the old embedder finds: %v", err)
		}
		if err := renewed.EmbedAnew(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if list := found(t, renewed, "", "words", 3); len(list) != 3 {
			t.Errorf("%d are found", len(list))
		}
		late := sqlindex.New(s, scattered{}.Model())
		d := added(t, renewed, knowledge.Everybody, "fourth")
		if err := late.Put(t.Context(), "", d.ID, []knowledge.Entry{{Place: knowledge.Place{Document: d.ID}, Vector: make(knowledge.Vector, dimension)}}); alex.CodeOf(err) != alex.CodeConflict {
			t.Errorf("a late vector of the old embedder: %v", err)
		}
	})
}

func TestQuestionsAndTextsAreChecked(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		l := library(s, scattered{})
		for _, c := range []struct {
			question string
			k        int
			field    string
		}{{" \u200b ", 5, "query"}, {strings.Repeat("x", 1001), 5, "query"}, {"x", 0, "k"}, {"x", 51, "k"}} {
			_, err := l.Find(t.Context(), "", c.question, c.k)
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), c.field) {
				t.Errorf("%.10q, %d: %v", c.question, c.k, err)
			}
		}
		for name, text := range map[string]knowledge.Text{
			"text":            {Source: "s", Origin: alex.OriginIngest, Body: " \u202e\n"},
			"metadata.source": {Source: strings.Repeat("s", 1001), Origin: alex.OriginIngest, Body: "x"},
			"metadata.title":  {Source: "s", Title: strings.Repeat("t", 301), Origin: alex.OriginIngest, Body: "x"},
		} {
			if _, err := l.Add(t.Context(), "", text); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// apart places questions otherwise than texts.
type apart struct{ scattered }

func (a apart) Ask(ctx context.Context, question string) (knowledge.Vector, error) {
	list, err := a.Embed(ctx, []string{question + " words of answers"})
	return list[0], err
}

// TestAQuestionIsAsked by an embedder that tells it from a text.
func TestAQuestionIsAsked(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		l := library(s, apart{})
		added(t, l, knowledge.Everybody, "Why rates rose")
		answer := added(t, l, knowledge.Everybody, "Words of answers")
		if list := found(t, l, "", "why", 1); len(list) != 1 || list[0].Document != answer.ID {
			t.Errorf("%+v", list)
		}
	})
}
