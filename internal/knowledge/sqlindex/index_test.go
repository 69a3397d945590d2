package sqlindex_test

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite/sqlitetest"
)

// server has a database for each test.
var server *postgrestest.Server

func TestMain(m *testing.M) { postgrestest.Main(m, &server) }

// onBoth runs a test over an empty database of each engine.
func onBoth(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, sqlitetest.Open(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, server.Open(t))
	})
}

// scattered are vectors that follow from the words of a text: texts that share
// words point alike.
type scattered struct{ name string }

const dimension = 48

func (s scattered) Model() knowledge.Model {
	return knowledge.Model{Name: cmp.Or(s.name, "scattered"), Dimension: dimension}
}

func (s scattered) Embed(_ context.Context, texts []string) ([]knowledge.Vector, error) {
	var list []knowledge.Vector
	for _, text := range texts {
		v := make(knowledge.Vector, dimension)
		for word := range strings.FieldsSeq(strings.ToLower(text)) {
			h := fnv.New64a()
			_, _ = h.Write([]byte(s.name + word))
			state := h.Sum64()
			for i := range v {
				state = state*6364136223846793005 + 1442695040888963407
				v[i] += float32(int32(state>>32)) / math.MaxInt32
			}
		}
		list = append(list, v)
	}
	return list, nil
}

func library(s *store.Store, e knowledge.Embedder) *knowledge.Library {
	return knowledge.New(sqlindex.Keeper(s), sqlindex.New(s, e.Model()), e)
}

func added(t *testing.T, l *knowledge.Library, tenant knowledge.Tenant, body string) alex.Document {
	t.Helper()
	d, err := l.Add(t.Context(), tenant, knowledge.Text{Source: "https://example.org/a", Title: "T", PublishedOn: "2026-11-02", Origin: alex.OriginIngest, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func found(t *testing.T, l *knowledge.Library, person alex.PersonID, question string, k int) []alex.Found {
	t.Helper()
	list, err := l.Find(t.Context(), person, question, k)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func person(t *testing.T, s *store.Store, id alex.PersonID) alex.PersonID {
	t.Helper()
	if _, err := s.System().EnsurePerson(t.Context(), id, string(id), ""); err != nil {
		t.Fatal(err)
	}
	return id
}

// TestNobodyFindsWhatIsAnothers asks a thousand times for the very words of
// other people's texts: by the index, which leaves out before it ranks, and by
// the places themselves, where the database has the last word.
func TestNobodyFindsWhatIsAnothers(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		l := library(s, scattered{})
		const people, each = 10, 5
		var ids []alex.PersonID
		texts := map[alex.PersonID][]string{}
		places := map[alex.PersonID][]knowledge.Place{}
		for n := range people {
			id := person(t, s, alex.PersonID(fmt.Sprintf("user_%d", n)))
			ids = append(ids, id)
			for m := range each {
				text := fmt.Sprintf("secret%d%d of person%d about thing%d", n, m, n, m)
				d := added(t, l, id, text)
				texts[id] = append(texts[id], text)
				places[id] = append(places[id], knowledge.Place{Document: d.ID})
			}
			added(t, l, knowledge.Everybody, fmt.Sprintf("shared words %d for everybody about thing%d", n, n%each))
		}
		asked, own, shared := 0, 0, 0
		for _, asks := range ids {
			for _, of := range ids {
				for n, text := range texts[of] {
					for _, question := range []string{text, fmt.Sprintf("thing%d", n)} {
						asked++
						for _, f := range found(t, l, asks, question, 20) {
							switch {
							case !f.Own:
								shared++
							case slices.Contains(texts[asks], f.Text):
								own++
							default:
								t.Fatalf("%s asks %q and finds %q", asks, question, f.Text)
							}
						}
					}
				}
				if of == asks {
					continue
				}
				if list, err := sqlindex.Keeper(s).Passages(t.Context(), asks, places[of]); err != nil || len(list) > 0 {
					t.Fatalf("%s reads passages of %s: %v, %v", asks, of, list, err)
				}
			}
		}
		if asked < 1000 || own < asked || shared < asked {
			t.Errorf("%d questions found %d own and %d shared passages: that shows little", asked, own, shared)
		}
		if list := found(t, l, "user_nobody", texts[ids[0]][0], 50); len(list) != people || slices.ContainsFunc(list, func(f alex.Found) bool { return f.Own }) {
			t.Errorf("somebody without any finds %d passages", len(list))
		}
	})
}

// TestIndexIsExact compares what is found with every vector by hand, while
// documents come and go, also by another process.
func TestIndexIsExact(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		mine, other := library(s, scattered{}), library(s, scattered{})
		here := map[string]alex.ID{}
		add := func(l *knowledge.Library, n int) {
			text := fmt.Sprintf("words w%d and w%d and w%d", n, n%3, n%7)
			here[text] = added(t, l, knowledge.Everybody, text).ID
		}
		remove := func(n int) {
			text := fmt.Sprintf("words w%d and w%d and w%d", n, n%3, n%7)
			if _, err := s.System().RemoveDocument(t.Context(), here[text]); err != nil {
				t.Fatal(err)
			}
			delete(here, text)
		}
		for round := range 12 {
			add(mine, 100+round)
			add(other, 200+round)
			if round%3 == 2 { // the newest goes, and another comes at once
				remove(200 + round)
				add(other, 300+round)
			}
			for _, question := range []string{"w1 w2", fmt.Sprintf("w%d", 200+round), "and words"} {
				want := byHand(t, slices.Collect(mapKeys(here)), question)
				for name, l := range map[string]*knowledge.Library{"one process": mine, "another": other} {
					got := found(t, l, "", question, 5)
					for i, f := range got {
						if math.Abs(f.Score-want[i]) > 1e-6 || here[f.Text] != f.Document {
							t.Fatalf("round %d, %s, %q: place %d is %q (%.4f), and not of %.4f", round, name, question, i, f.Text, f.Score, want[i])
						}
					}
					if len(got) != min(5, len(here)) {
						t.Fatalf("round %d, %s: %d passages of %d are found", round, name, len(got), len(here))
					}
				}
			}
		}
	})
}

func mapKeys(m map[string]alex.ID) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// byHand are the cosines of a question with texts, the highest first.
func byHand(t *testing.T, texts []string, question string) (scores []float64) {
	t.Helper()
	for i, text := range texts {
		texts[i] = "T\n" + text
	}
	list, err := scattered{}.Embed(t.Context(), append(texts, question))
	if err != nil {
		t.Fatal(err)
	}
	norm := func(v knowledge.Vector) (n float64) {
		for _, x := range v {
			n += float64(x) * float64(x)
		}
		return math.Sqrt(n)
	}
	q := list[len(list)-1]
	for _, v := range list[:len(list)-1] {
		dot := 0.0
		for i := range v {
			dot += float64(v[i]) * float64(q[i])
		}
		scores = append(scores, dot/norm(v)/norm(q))
	}
	slices.SortFunc(scores, func(a, b float64) int { return cmp.Compare(b, a) })
	return scores
}
