package storetest

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// letterOf is a letter to the person whose token's hash is given, good for a day.
func (b *bench) letterOf(id alex.PersonID, hash, email, key string) store.NewConfirmation {
	return store.NewConfirmation{
		Person: id, PasswordHash: "hash of " + string(id), TokenHash: hash, Email: email, EmailKey: key,
		Now: b.now, Expires: b.now.Add(24 * time.Hour),
	}
}

func (b *bench) addLetter(c store.NewConfirmation) error {
	_, err := b.System().AddConfirmation(b.ctx, c)
	return err
}

func (b *bench) addReset(r store.NewReset) error {
	_, err := b.System().AddReset(b.ctx, r)
	return err
}

// wantAddress is how the person signs in, and what their record says of it.
func (b *bench) wantAddress(t testing.TB, id alex.PersonID, email, key string, verified bool) {
	t.Helper()
	login, err := b.System().LoginOf(b.ctx, id)
	must(t, err)
	person, err := b.As(id).Person(b.ctx)
	must(t, err)
	if login.Email != email || login.EmailKey != key || person.Email != email || person.EmailVerified != verified {
		t.Errorf("%s signs in by %q (%q), is written to at %q, verified %v; want %q (%q), %v",
			id, login.EmailKey, login.Email, person.Email, person.EmailVerified, key, email, verified)
	}
}

func confirmations(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	b.signUp(t, "b")
	end := b.now.Add(24 * time.Hour)
	_, err := y.Waiting(b.ctx, "a", b.now)
	wantCode(t, "nothing was sent", err, alex.CodeNotFound)
	must(t, b.addLetter(b.letterOf("a", "old", "a@Example.com", "a@example.com")))
	must(t, b.addLetter(b.letterOf("a", "new", "a@Example.com", "a@example.com")))
	waits, err := y.Waiting(b.ctx, "a", end.Add(-time.Second))
	must(t, err)
	same(t, "what waits", waits, store.Waiting{Email: "a@Example.com", EmailKey: "a@example.com", Expires: end})
	_, err = y.Waiting(b.ctx, "a", end)
	wantCode(t, "what has waited too long", err, alex.CodeNotFound)
	for name, c := range map[string]struct {
		hash string
		now  time.Time
	}{"replaced": {"old", b.now}, "unknown": {"x", b.now}, "over": {"new", end}} {
		_, err := y.Confirm(b.ctx, c.hash, c.now)
		wantCode(t, "a token that is "+name, err, alex.CodeUnauthorized)
	}
	b.wantAddress(t, "a", "a@Example.com", "a@example.com", false)
	done, err := y.Confirm(b.ctx, "new", end.Add(-time.Second))
	must(t, err)
	same(t, "what was confirmed", done, store.Confirmed{Person: "a", Old: "a@Example.com", New: "a@Example.com"})
	b.wantAddress(t, "a", "a@Example.com", "a@example.com", true)
	_, err = y.Confirm(b.ctx, "new", b.now)
	wantCode(t, "a token twice", err, alex.CodeUnauthorized)
	wantCode(t, "a letter for an older password", b.addLetter(store.NewConfirmation{
		Person: "a", PasswordHash: "of before", TokenHash: "x", Email: "x", EmailKey: "x", Now: b.now, Expires: end,
	}), alex.CodeConflict)

	must(t, b.addLetter(b.letterOf("b", "b", "b@Example.com", "b@example.com")))
	must(t, y.Disable(b.ctx, "b", b.now))
	_, err = y.Confirm(b.ctx, "b", b.now)
	wantCode(t, "who is disabled", err, alex.CodeUnauthorized)
	must(t, y.PurgeSignIn(b.ctx, end.Add(-time.Second)))
	same(t, "what still waits", b.dump(t, `SELECT token_hash FROM email_confirmations`), "b|\n")
	must(t, y.PurgeSignIn(b.ctx, end))
	same(t, "what is left", b.dump(t, `SELECT token_hash FROM email_confirmations`), "")
}

// putBack: the link of before is good again where another was not sent, unless
// something was changed meanwhile.
func putBack(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	own, other := b.letterOf("a", "own", "a@Example.com", "a@example.com"), b.letterOf("a", "other", "x@example.com", "x@example.com")
	before, err := y.AddConfirmation(b.ctx, own)
	must(t, err)
	same(t, "before the first", before, (*store.NewConfirmation)(nil))
	before, err = y.AddConfirmation(b.ctx, other)
	must(t, err)
	same(t, "before the second", before, &own)
	const letters = `SELECT token_hash, email, email_key, expires_at - created_at FROM email_confirmations`
	must(t, y.PutBackConfirmation(b.ctx, own, *before))
	same(t, "what was replaced already", b.dump(t, letters), "other|x@example.com|x@example.com|86400000000|\n")
	must(t, y.PutBackConfirmation(b.ctx, other, *before))
	same(t, "what was not sent", b.dump(t, letters), "own|a@Example.com|a@example.com|86400000000|\n")
	must(t, b.addLetter(other))
	must(t, y.StopChange(b.ctx, "a"))
	must(t, y.PutBackConfirmation(b.ctx, other, own))
	same(t, "after it was withdrawn", b.dump(t, letters), "")

	end := b.now.Add(time.Hour)
	first := store.NewReset{Person: "a", EmailKey: "a@example.com", TokenHash: "first", Now: b.now, Expires: end}
	second := first
	second.TokenHash = "second"
	must(t, b.addReset(first))
	link, err := y.AddReset(b.ctx, second)
	must(t, err)
	same(t, "the link of before", link, &first)
	must(t, y.PutBackReset(b.ctx, second, first))
	_, err = y.Reset(b.ctx, "second", b.now)
	wantCode(t, "what was not sent", err, alex.CodeUnauthorized)
	_, err = y.Reset(b.ctx, "first", b.now)
	must(t, err)
	second.Now, second.Expires = end, end.Add(time.Hour)
	link, err = y.AddReset(b.ctx, second)
	must(t, err)
	same(t, "a link that is over", link, (*store.NewReset)(nil))

	must(t, b.addLetter(own))
	must(t, b.addLetter(b.letterOf("a", "late", "a@Example.com", "a@example.com")))
	must(t, y.ReplacePassword(b.ctx, "a", "hash 2", b.now))
	must(t, y.PutBackConfirmation(b.ctx, b.letterOf("a", "late", "a@Example.com", "a@example.com"), own))
	must(t, y.PutBackReset(b.ctx, second, first))
	same(t, "after another password", b.dump(t, `SELECT token_hash FROM email_confirmations UNION ALL SELECT token_hash FROM password_resets`), "late|\n")
}

func changedAddresses(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	b.signUp(t, "b")
	reset := store.NewReset{Person: "a", EmailKey: "a@example.com", TokenHash: "reset", Now: b.now, Expires: b.now.Add(time.Hour)}
	must(t, b.addReset(reset))
	must(t, b.As("a").SavePerson(b.ctx, alex.Person{ID: "a", DisplayName: "Name", MonthlyReview: true}, nil))
	b.fail(t, store.AccountSubject("a@example.com"))
	must(t, b.addLetter(b.letterOf("a", "move", "New@Example.com", "new@example.com")))
	b.wantAddress(t, "a", "a@Example.com", "a@example.com", false)
	done, err := y.Confirm(b.ctx, "move", b.now)
	must(t, err)
	same(t, "what was changed", done, store.Confirmed{Person: "a", Old: "a@Example.com", New: "New@Example.com", Changed: true})
	b.wantAddress(t, "a", "New@Example.com", "new@example.com", true)
	b.wantSessions(t, "a", 1)
	_, err = y.Login(b.ctx, "a@example.com")
	wantCode(t, "the address of before", err, alex.CodeNotFound)
	_, err = y.Reset(b.ctx, "reset", b.now)
	wantCode(t, "a link for a new password, sent to the address of before", err, alex.CodeUnauthorized)
	reset.TokenHash = "late"
	wantCode(t, "one that was on its way", b.addReset(reset), alex.CodeNotFound)
	same(t, "failures of the address of before", b.dump(t, `SELECT subject FROM throttles`), "")
	b.signUp(t, "c")
	again := loginOf("d")
	again.EmailKey = "new@example.com"
	wantCode(t, "signing up with it", y.SignUp(b.ctx, again, b.begin("d", "d")), alex.CodeConflict)
	same(t, "the log of acts", slices.Sorted(slices.Values(b.acts(t, store.AuditFilter{Person: "a"}))), []string{"email_changed self a", "sign_up self a"})
	b.takenAddresses(t)
	b.stoppedChanges(t)
}

// takenAddresses: what another signs in with cannot be had, by a link or at once.
func (b *bench) takenAddresses(t *testing.T) {
	y := b.System()
	must(t, b.addLetter(b.letterOf("a", "taken", "B@example.com", "b@example.com")))
	_, err := y.Confirm(b.ctx, "taken", b.now)
	wantCode(t, "an address that is taken", err, alex.CodeConflict)
	b.wantAddress(t, "a", "New@Example.com", "new@example.com", true)
	login, err := y.LoginOf(b.ctx, "a")
	must(t, err)
	wantCode(t, "the same at once", y.ChangeEmail(b.ctx, login, "B@example.com", "b@example.com", b.now), alex.CodeConflict)
	must(t, b.As("b").Delete(b.ctx))
	done, err := y.Confirm(b.ctx, "taken", b.now)
	must(t, err)
	same(t, "once it is free", done.Changed, true)
	b.wantAddress(t, "a", "B@example.com", "b@example.com", true)
	login, err = y.LoginOf(b.ctx, "a")
	must(t, err)
	must(t, b.addLetter(b.letterOf("a", "waits", "x@example.com", "x@example.com")))
	must(t, y.ChangeEmail(b.ctx, login, "At@Once.example", "at@once.example", b.now))
	b.wantAddress(t, "a", "At@Once.example", "at@once.example", false)
	_, err = y.Confirm(b.ctx, "waits", b.now)
	wantCode(t, "a link from before", err, alex.CodeUnauthorized)
	stale := login
	stale.PasswordHash = "of before"
	wantCode(t, "by an older password", y.ChangeEmail(b.ctx, stale, "x@example.com", "x@example.com", b.now), alex.CodeConflict)
	fresh, err := y.LoginOf(b.ctx, "a")
	must(t, err)
	must(t, y.OfferSecondFactor(b.ctx, "a", "sealed", b.now))
	must(t, y.EnableSecondFactor(b.ctx, "a", "sealed", 1, nil, b.now))
	wantCode(t, "without the second factor of meanwhile", y.ChangeEmail(b.ctx, fresh, "x@example.com", "x@example.com", b.now), alex.CodeConflict)
	must(t, y.EndSecondFactor(b.ctx, "a"))
}

// stoppedChanges: another password stops a change that waits, and leaves alone
// what only confirms the address that is there.
func (b *bench) stoppedChanges(t *testing.T) {
	y := b.System()
	must(t, b.addLetter(b.letterOf("a", "change", "x@example.com", "x@example.com")))
	must(t, b.addLetter(b.letterOf("c", "same", "c@Example.com", "c@example.com")))
	must(t, y.ReplacePassword(b.ctx, "a", "hash 2", b.now))
	must(t, y.ReplacePassword(b.ctx, "c", "hash 2", b.now))
	_, err := y.Confirm(b.ctx, "change", b.now)
	wantCode(t, "a change from before another password", err, alex.CodeUnauthorized)
	_, err = y.Confirm(b.ctx, "same", b.now)
	wantCode(t, "the address that is there", err, "")
	b.wantAddress(t, "a", "At@Once.example", "at@once.example", false)
}

// withdrawnChanges: what makes a login safer stops a change that waits; what is
// sent again waits no longer for that.
func withdrawnChanges(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	b.signUp(t, "b")
	again := func(hash string) store.NewConfirmation {
		c := b.letterOf("a", hash, "x@example.com", "x@example.com")
		c.Again, c.Expires = true, time.Time{}
		return c
	}
	wantCode(t, "sending again what nobody asked for", b.addLetter(again("none")), alex.CodeConflict)
	must(t, b.addLetter(b.letterOf("b", "other", "y@example.com", "y@example.com")))
	must(t, y.OfferSecondFactor(b.ctx, "a", "sealed", b.now))
	for _, c := range []struct {
		name string
		stop func() error
	}{
		{"withdrawn", func() error { return y.StopChange(b.ctx, "a") }},
		{"sessions ended by an operator", func() error { return y.EndSessions(b.ctx, "a") }},
		{"disabled", func() error { return y.Disable(b.ctx, "a", b.now) }},
		{"a second factor turned on", func() error { return y.EnableSecondFactor(b.ctx, "a", "sealed", 1, nil, b.now) }},
	} {
		must(t, b.addLetter(b.letterOf("a", c.name, "x@example.com", "x@example.com")))
		must(t, b.addLetter(again("again, "+c.name)))
		must(t, c.stop())
		same(t, c.name, b.dump(t, `SELECT token_hash FROM email_confirmations`), "other|\n")
		wantCode(t, c.name+", and sent again", b.addLetter(again("late")), alex.CodeConflict)
	}
	with := b.letterOf("a", "with", "x@example.com", "x@example.com")
	wantCode(t, "what was asked for without a code", b.addLetter(with), alex.CodeConflict)
	with.SecondFactor = true
	must(t, b.addLetter(with))
	must(t, y.ResetSecondFactor(b.ctx, "a"))
	same(t, "a second factor taken away by an operator", b.dump(t, `SELECT token_hash FROM email_confirmations`), "other|\n")

	must(t, b.addLetter(b.letterOf("a", "first", "x@example.com", "x@example.com")))
	b.now = b.now.Add(23 * time.Hour)
	must(t, b.addLetter(again("second")))
	waits, err := y.Waiting(b.ctx, "a", b.now)
	must(t, err)
	same(t, "how long it waits", waits.Expires, b.now.Add(time.Hour))
	_, err = y.Confirm(b.ctx, "first", b.now)
	wantCode(t, "the link of before", err, alex.CodeUnauthorized)
	b.now = b.now.Add(time.Hour)
	wantCode(t, "sending again what is over", b.addLetter(again("third")), alex.CodeConflict)
	must(t, y.Enable(b.ctx, "a"))
	must(t, b.addLetter(b.letterOf("a", "own", "a@Example.com", "a@example.com")))
	must(t, y.StopChange(b.ctx, "a"))
	_, err = y.Confirm(b.ctx, "own", b.now)
	wantCode(t, "what confirms the address that is there", err, "")
}

// addressRace: of many who confirm one address at once, one has it; and a token
// is used once, however many bring it at once.
func addressRace(t *testing.T, b *bench) {
	y := b.System()
	const rivals, rounds = 6, 3
	for n := range rivals {
		b.signUp(t, alex.PersonID(fmt.Sprintf("p%d", n)))
	}
	for round := range rounds {
		address := fmt.Sprintf("shared%d@example.com", round)
		for n := range rivals {
			id := alex.PersonID(fmt.Sprintf("p%d", n))
			must(t, b.addLetter(b.letterOf(id, fmt.Sprintf("token %d of round %d", n, round), address, address)))
		}
		codes := make(chan alex.Code, 2*rivals)
		var group sync.WaitGroup
		for n := range 2 * rivals { // each token twice
			group.Go(func() {
				_, err := y.Confirm(b.ctx, fmt.Sprintf("token %d of round %d", n%rivals, round), b.now)
				codes <- alex.CodeOf(err)
			})
		}
		group.Wait()
		close(codes)
		count := map[alex.Code]int{}
		for code := range codes {
			count[code]++
		}
		if count[""] != 1 || count[""]+count[alex.CodeConflict]+count[alex.CodeUnauthorized] != 2*rivals {
			t.Errorf("round %d: %v", round, count)
		}
		same(t, "who has it", b.dump(t, `SELECT count(*) FROM credentials WHERE email_key = '`+address+`'`), "1|\n")
	}
	t.Attr("measured", strconv.Itoa(rounds*2*rivals)+" confirmations of "+strconv.Itoa(rounds)+" addresses at once, "+strconv.Itoa(rounds)+" had")
}
