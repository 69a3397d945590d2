package storetest

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// said is an event of a person at a second of the issuer's clock.
func said(event string, second int64, name, email string) store.Heard {
	return store.Heard{Event: event, Person: "user_a", Name: name, Email: email, At: time.Unix(second, 0)}
}

const heardRows = `SELECT clerk_user_id, display_name, email, email_verified_at IS NOT NULL FROM users ORDER BY clerk_user_id`

// heard follows a person through the life of an account elsewhere.
func heard(t *testing.T, b *bench) {
	y := b.System()
	must(t, y.Hear(b.ctx, said("1", 10, "Ann", "ann@example.com")))
	got, err := b.As("user_a").Person(b.ctx)
	must(t, err)
	if got.DisplayName != "Ann" || got.Email != "ann@example.com" || !got.EmailVerified {
		t.Errorf("after created: %+v", got)
	}
	must(t, y.Hear(b.ctx, said("2", 20, "Ann Lee", "new@example.com")))
	got.DisplayName, got.Email = "Ann Lee", "new@example.com"
	again, err := b.As("user_a").Person(b.ctx)
	must(t, err)
	same(t, "after updated", again, got)

	// A name that the person gave themselves stays, and so does all else.
	mine := fullPerson("user_a")
	mine.DisplayName, mine.Email = "My own", ""
	must(t, b.As("user_a").SavePerson(b.ctx, mine, nil))
	must(t, y.Hear(b.ctx, said("3", 30, "Ann Poe", "poe@example.com")))
	got, err = b.As("user_a").Person(b.ctx)
	must(t, err)
	mine.Email, mine.EmailVerified = "poe@example.com", true
	same(t, "with a name of one's own", got, mine)
	must(t, y.Hear(b.ctx, said("4", 40, "", "")))
	if got, err = b.As("user_a").Person(b.ctx); err != nil || got.DisplayName != "My own" || got.Email != "" || got.EmailVerified {
		t.Errorf("without an address: %+v, %v", got, err)
	}

	gone := said("5", 50, "", "")
	gone.Gone = true
	must(t, y.Hear(b.ctx, gone))
	_, err = b.As("user_a").Person(b.ctx)
	wantCode(t, "after deleted", err, alex.CodeNotFound)
	for name, h := range map[string]store.Heard{
		"no event": {Person: "user_b"}, "nobody": {Event: "6"}, "a long name": {Event: "6", Person: "b", Name: string(make([]byte, 300))},
	} {
		wantCode(t, name, y.Hear(b.ctx, h), alex.CodeInvalid)
	}
	b.now = b.now.Add(time.Hour)
	n, err := y.PurgeEvents(b.ctx, b.now)
	if must(t, err); n != 5 {
		t.Errorf("%d events are forgotten, want 5", n)
	}
	must(t, y.Hear(b.ctx, said("1", 10, "Ann", "ann@example.com"))) // a replay past all memory
	same(t, "the people at the end", b.dump(t, `SELECT clerk_user_id FROM users`), "")
}

// heardInAnyOrder hears every order of a life, each event up to three times:
// the newest word holds, and who is deleted stays so.
func heardInAnyOrder(t *testing.T, b *bench) {
	seed := uint64(1)
	below := func(n int) int { // Knuth's MMIX generator: the same orders each time
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed>>33) % n
	}
	for round := range 60 {
		id := alex.PersonID("user_" + strconv.Itoa(round))
		deleted := round%2 == 0
		events := []store.Heard{
			{Event: "created", Name: "First", Email: "1@example.com", At: time.Unix(1, 0)},
			{Event: "updated", Name: "Second", Email: "2@example.com", At: time.Unix(2, 0)},
			{Event: "updated again", Name: "Third", Email: "3@example.com", At: time.Unix(3, 0)},
		}
		if deleted {
			events = append(events, store.Heard{Event: "deleted", Gone: true})
		}
		events = append(events, events...)
		events = append(events, events[:3]...)
		for i := len(events) - 1; i > 0; i-- {
			k := below(i + 1)
			events[i], events[k] = events[k], events[i]
		}
		for _, e := range events {
			e.Person, e.Event = id, string(id)+e.Event
			must(t, b.System().Hear(b.ctx, e))
		}
		p, err := b.As(id).Person(b.ctx)
		switch {
		case deleted:
			wantCode(t, fmt.Sprint(events), err, alex.CodeNotFound)
		case err != nil || p.DisplayName != "Third" || p.Email != "3@example.com":
			t.Errorf("%v leave %+v, %v", events, p, err)
		}
	}
	t.Attr("measured", "60 lives, 600 deliveries in random order and repeated")
}

// heardTwice delivers one event in many places at once: of all deliveries one
// has the effect, which the order of words that follow tells.
func heardTwice(t *testing.T, b *bench) {
	const rounds, deliveries = 10, 8
	for round := range rounds {
		id := alex.PersonID("user_" + strconv.Itoa(round))
		must(t, b.System().Hear(b.ctx, store.Heard{Event: "c" + string(id), Person: id, Name: "A", At: time.Unix(1, 0)}))
		var group sync.WaitGroup
		failed := make([]error, deliveries)
		for n := range deliveries {
			group.Go(func() {
				failed[n] = b.System().Hear(b.ctx, store.Heard{Event: "u" + string(id), Person: id, Name: "B", At: time.Unix(2, 0)})
			})
		}
		group.Wait()
		for _, err := range failed {
			must(t, err)
		}
		if rows := b.dump(t, `SELECT count(*) FROM webhook_events WHERE event_id = 'u`+string(id)+`'`); rows != "1|\n" {
			t.Errorf("the event is noted %s times", rows)
		}
		p, err := b.As(id).Person(b.ctx)
		if err != nil || p.DisplayName != "B" {
			t.Errorf("%+v, %v", p, err)
		}
	}
	t.Attr("measured", fmt.Sprintf("%d events, each delivered %d times at once", rounds, deliveries))
}

// departures: who was deleted by the issuer stays out for good.
func departures(t *testing.T, b *bench) {
	y := b.System()
	must(t, y.Admit(b.ctx, store.Entry{Person: "user_a", Name: "Ann", Email: "a@example.com", Issued: b.now}))
	p := b.As("user_a")
	b.account(t, p)
	_, claimed := b.claimed(t, "user_a")
	must(t, y.Hear(b.ctx, store.Heard{Event: "gone", Person: "user_a", Gone: true}))
	wantCode(t, "the job that was under way", y.Heartbeat(b.ctx, claimed, b.now.Add(time.Minute)), alex.CodeFenced)
	for _, table := range []string{"users", "accounts", "positions", "analysis_jobs"} {
		same(t, table, b.dump(t, `SELECT count(*) FROM `+table), "0|\n")
	}
	later := b.now.AddDate(1, 0, 0)
	wantCode(t, "a token of a year later", y.Admit(b.ctx, store.Entry{Person: "user_a", Issued: later}), alex.CodeUnauthorized)
	must(t, y.Hear(b.ctx, store.Heard{Event: "late", Person: "user_a", Name: "Ann", At: later}))
	must(t, y.Hear(b.ctx, store.Heard{Event: "never came", Person: "user_b", Gone: true}))
	wantCode(t, "who never came", y.Admit(b.ctx, store.Entry{Person: "user_b", Issued: later}), alex.CodeUnauthorized)
	same(t, "the people", b.dump(t, heardRows), "")
	same(t, "erasures that are noted", b.dump(t, `SELECT count(*) FROM audit_log WHERE act = 'erased'`), "1|\n") // not of who never came
	same(t, "what is remembered", b.dump(t, `SELECT count(*), min(length(person_hash)), min(closed_at) IS NULL FROM departed WHERE person_hash NOT LIKE '%user_%'`),
		b.dump(t, `SELECT 2, 64, 1 = 0`))
}

// comingBack: who erased themselves begins anew with a new token alone.
func comingBack(t *testing.T, b *bench) {
	y := b.System()
	in := store.Entry{Person: "user_a", Name: "Ann", Email: "a@example.com", Issued: b.now}
	must(t, y.Admit(b.ctx, in))
	must(t, b.As("user_a").Delete(b.ctx))
	for name, issued := range map[string]time.Time{
		"the token of before": b.now.Add(-time.Second), "one of that moment": b.now, "one that does not say": {},
		"one of a clock that is ahead": b.now.Add(5 * time.Second),
	} {
		in.Issued = issued
		wantCode(t, name, y.Admit(b.ctx, in), alex.CodeUnauthorized)
	}
	must(t, y.Hear(b.ctx, said("updated elsewhere", b.now.Add(time.Hour).Unix(), "Ann", "a@example.com")))
	same(t, "the people meanwhile", b.dump(t, heardRows), "")
	in.Issued = b.now.Add(6 * time.Second)
	must(t, y.Admit(b.ctx, in))
	same(t, "what is remembered", b.dump(t, `SELECT * FROM departed`), "")
	must(t, y.Hear(b.ctx, said("updated after", b.now.Add(2*time.Hour).Unix(), "Ann", "b@example.com")))
	p, err := b.As("user_a").Person(b.ctx)
	if err != nil || p.Email != "b@example.com" {
		t.Errorf("after coming back: %+v, %v", p, err)
	}
	in.Name, in.Email = "Old", "old@example.com"
	must(t, y.Admit(b.ctx, in)) // two first requests at once
	again, err := b.As("user_a").Person(b.ctx)
	must(t, err)
	same(t, "a record that is there", again, p)
	in.Person, in.Name = "user_c", string(make([]byte, 300))
	must(t, y.Admit(b.ctx, in))

	b.signUp(t, "local") // sessions end the tokens of those
	must(t, b.As("local").Delete(b.ctx))
	same(t, "what is remembered of who signed in here", b.dump(t, `SELECT * FROM departed`), "")
	comes := func(id alex.PersonID) error { // by an issuer whose people have ids and sessions of Alex's own
		return y.SignUpAs(b.ctx, store.NewIdentity{Person: id, Issuer: "https://id.example", Subject: "sub"}, b.begin(id, "token of "+string(id)))
	}
	must(t, comes("own"))
	must(t, b.As("own").Delete(b.ctx))
	same(t, "what is remembered of who was known there", b.dump(t, `SELECT * FROM departed`), "")
	must(t, comes("another"))
	found, err := y.KnownAs(b.ctx, "https://id.example", "sub")
	must(t, err)
	same(t, "who they are from then on", found, alex.PersonID("another"))
}

// departureRace lets people in while they are deleted elsewhere, at once and in
// the same instant: none of them is there in the end.
func departureRace(t *testing.T, b *bench) {
	const rounds = 40
	for round := range rounds {
		id := alex.PersonID("user_" + strconv.Itoa(round))
		if round%2 == 0 { // one who was there before
			must(t, b.System().Admit(b.ctx, store.Entry{Person: id, Issued: b.now}))
		}
		var group sync.WaitGroup
		for _, do := range []func() error{
			func() error { return b.System().Admit(b.ctx, store.Entry{Person: id, Issued: b.now.Add(time.Hour)}) },
			func() error {
				return b.System().Hear(b.ctx, store.Heard{Event: "g" + string(id), Person: id, Gone: true})
			},
			func() error {
				return b.System().Hear(b.ctx, store.Heard{Event: "u" + string(id), Person: id, Name: "A", At: b.now})
			},
			func() error { return b.System().Erase(b.ctx, id) },
		} {
			group.Go(func() {
				if err := do(); err != nil && alex.CodeOf(err) != alex.CodeUnauthorized {
					t.Error(err)
				}
			})
		}
		group.Wait()
	}
	same(t, "the people", b.dump(t, heardRows), "")
	same(t, "those who left", b.dump(t, `SELECT count(*) FROM departed WHERE closed_at IS NOT NULL`), strconv.Itoa(rounds)+"|\n")
	t.Attr("measured", fmt.Sprintf("%d people deleted, erased, updated and let in at once; 0 are there", rounds))
}
