package storetest

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// asks makes someone who wants letters.
func (b *bench) asks(t testing.TB, id alex.PersonID) *store.Personal {
	t.Helper()
	must(t, b.System().Hear(b.ctx, store.Heard{Event: "of " + string(id), Person: id, Email: string(id) + "@example.com", At: b.now}))
	p := b.As(id)
	must(t, p.SavePerson(b.ctx, alex.Person{MonthlyReview: true}, nil))
	return p
}

func reviews(t *testing.T, b *bench) {
	y := b.System()
	p := b.asks(t, "user_a")
	c, ok, err := y.ClaimReview(b.ctx, "2026-03", b.now, time.Hour)
	if err != nil || !ok || c != (store.ClaimedReview{Person: "user_a", Month: "2026-03", Try: 1}) {
		t.Fatal(c, ok, err)
	}
	if _, ok, err := y.ClaimReview(b.ctx, "2026-03", b.now.Add(time.Hour-1), time.Hour); ok || err != nil {
		t.Error("a letter that is held is claimed", err)
	}
	b.now = b.now.Add(time.Hour)
	again, ok, err := y.ClaimReview(b.ctx, "2026-03", b.now, time.Hour)
	if err != nil || !ok || again.Try != 2 {
		t.Fatal(again, ok, err)
	}
	stood := map[string]alex.Status{"fees": alex.Warn}
	wantCode(t, "who lost it", y.SendingReview(b.ctx, c, stood, b.now), alex.CodeFenced)
	must(t, y.SendingReview(b.ctx, again, stood, b.now))
	wantCode(t, "twice", y.SendingReview(b.ctx, again, stood, b.now), alex.CodeFenced)
	if _, ok, err := y.ClaimReview(b.ctx, "2026-03", b.now.AddDate(0, 0, 9), time.Hour); ok || err != nil {
		t.Error("a letter that was handed over is claimed", err)
	}
	must(t, y.RetryReview(b.ctx, again, b.now.Add(time.Minute), b.now))
	third, ok, err := y.ClaimReview(b.ctx, "2026-03", b.now.Add(time.Minute), time.Hour)
	if err != nil || !ok || third.Try != 3 {
		t.Fatal(third, ok, err)
	}
	must(t, y.SendingReview(b.ctx, third, stood, b.now))
	must(t, y.EndReview(b.ctx, third, store.ReviewSent, stood, b.now))
	wantCode(t, "after the end", y.EndReview(b.ctx, third, store.ReviewSent, stood, b.now), alex.CodeFenced)

	next, ok, err := y.ClaimReview(b.ctx, "2026-04", b.now, time.Hour)
	if err != nil || !ok {
		t.Fatal(next, ok, err)
	}
	n, err := y.GiveUpReviews(b.ctx, "2026-04", b.now)
	if must(t, err); n != 1 {
		t.Errorf("%d letters are given up", n)
	}
	list, err := p.Reviews(b.ctx)
	must(t, err)
	same(t, "the letters", list, []store.Review{
		{Month: "2026-04", Standing: store.ReviewFailed, UpdatedAt: b.now},
		{Month: "2026-03", Standing: store.ReviewSent, Checks: stood, UpdatedAt: b.now},
	})
	must(t, p.StopReviews(b.ctx))
	if who, err := p.Person(b.ctx); err != nil || who.MonthlyReview {
		t.Error("they still ask", err)
	}
	must(t, b.As("nobody").StopReviews(b.ctx))
}

// reviewsDue: only who asks, owns the address, stays and may come in.
func reviewsDue(t *testing.T, b *bench) {
	b.asks(t, "asks")
	b.asks(t, "disabled")
	must(t, b.System().Disable(b.ctx, "disabled", b.now))
	must(t, b.asks(t, "stopped").StopReviews(b.ctx))
	must(t, b.asks(t, "gone").Delete(b.ctx))
	b.asks(t, "nowhere")
	must(t, b.System().Hear(b.ctx, store.Heard{Event: "address", Person: "nowhere", At: b.now.Add(1e9)}))
	must(t, b.person(t, "unverified").SavePerson(b.ctx, alex.Person{MonthlyReview: true}, nil))
	must(t, b.System().AddDemo(b.ctx, "demo", b.now, b.now.Add(time.Hour)))
	must(t, b.As("demo").SavePerson(b.ctx, alex.Person{MonthlyReview: true}, nil))
	var claimed []alex.PersonID
	for {
		c, ok, err := b.System().ClaimReview(b.ctx, "2026-03", b.now, time.Hour)
		must(t, err)
		if !ok {
			break
		}
		claimed = append(claimed, c.Person)
	}
	same(t, "who gets a letter", claimed, []alex.PersonID{"asks"})
}

// reviewRace lets many workers claim the letters of a month.
func reviewRace(t *testing.T, b *bench) {
	const people, workers = 12, 4
	for n := range people {
		b.asks(t, alex.PersonID("user_"+strconv.Itoa(n)))
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	got := map[alex.PersonID]int{}
	for range workers {
		group.Go(func() {
			for idle := 0; idle < people; { // one that was beaten looks again
				c, ok, err := b.System().ClaimReview(b.ctx, "2026-03", b.now, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				if !ok {
					idle++
					continue
				}
				mu.Lock()
				got[c.Person]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	for id, n := range got {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
	if len(got) != people {
		t.Errorf("%d letters were claimed, want %d", len(got), people)
	}
	t.Attr("measured", "12 letters, 4 workers: each claimed once")
}
