package storetest

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func (b *bench) wantSessions(t testing.TB, person alex.PersonID, want int) []store.Session {
	t.Helper()
	list, err := b.As(person).Sessions(b.ctx)
	must(t, err)
	if len(list) != want {
		t.Errorf("%s has %d sessions, want %d", person, len(list), want)
	}
	return list
}

func (b *bench) rotate(id alex.ID, presented, next string) (store.Rotated, error) {
	return b.System().RotateSession(b.ctx, store.Rotation{
		Session: id, Presented: presented, Next: next, Now: b.now, Expires: b.now.Add(month), Grace: 10 * time.Second,
		Issued: true,
	})
}

func sessions(t *testing.T, b *bench) {
	first := b.signUp(t, "a")
	b.signUp(t, "b")
	b.now = b.now.Add(time.Minute)
	second := b.begin("a", "second")
	second.UserAgent = "telephone"
	must(t, b.System().StartSession(b.ctx, second))
	same(t, "the sessions", b.wantSessions(t, "a", 2), []store.Session{
		{ID: second.ID, Person: "a", UserAgent: "telephone", CreatedAt: b.now, UsedAt: b.now, ExpiresAt: second.Expires},
		{ID: first.ID, Person: "a", UserAgent: "browser", CreatedAt: first.Now, UsedAt: first.Now, ExpiresAt: first.Expires},
	})
	wantCode(t, "ending another's session", b.As("b").EndSession(b.ctx, first.ID), alex.CodeForbidden)
	wantCode(t, "ending no id", b.As("b").EndSession(b.ctx, "x"), alex.CodeInvalid)
	must(t, b.As("a").EndSession(b.ctx, first.ID))
	wantCode(t, "ending it twice", b.As("a").EndSession(b.ctx, first.ID), alex.CodeForbidden)
	same(t, "what is left", b.wantSessions(t, "a", 1)[0].ID, second.ID)

	must(t, b.System().SignOut(b.ctx, second.ID, "another token"))
	b.wantSessions(t, "a", 1)
	must(t, b.System().SignOut(b.ctx, second.ID, "second"))
	must(t, b.System().SignOut(b.ctx, second.ID, "second"))
	b.wantSessions(t, "a", 0)
	wantCode(t, "signing out of no id", b.System().SignOut(b.ctx, "x", "second"), alex.CodeInvalid)
	long := b.begin("a", "long")
	long.UserAgent = string(make([]byte, 256))
	wantCode(t, "a user agent of control characters", b.System().StartSession(b.ctx, long), alex.CodeInvalid)
}

// rotations follow one session from token to token until one is stolen.
func rotations(t *testing.T, b *bench) {
	s := b.signUp(t, "a")
	b.now = b.now.Add(time.Hour)
	done, err := b.rotate(s.ID, s.TokenHash, "t2")
	must(t, err)
	same(t, "the rotation", done, store.Rotated{Person: "a", Expires: b.now.Add(month), Replaced: true})
	b.now = b.now.Add(10 * time.Second)
	done, err = b.rotate(s.ID, s.TokenHash, "t3")
	must(t, err)
	same(t, "the same token within the grace", done, store.Rotated{Person: "a", Expires: b.now.Add(month - 10*time.Second)})
	done, err = b.rotate(s.ID, "t2", "t3")
	must(t, err)
	same(t, "the chain after that", done.Replaced, true)
	same(t, "the session", b.wantSessions(t, "a", 1)[0].UsedAt, b.now)

	_, err = b.rotate(s.ID, s.TokenHash, "t4")
	wantCode(t, "a token from two rotations ago", err, alex.CodeUnauthorized)
	if !errors.Is(err, store.ErrTokenReused) {
		t.Errorf("a reused token: %v", err)
	}
	b.wantSessions(t, "a", 0)
	_, err = b.rotate(s.ID, "t3", "t4")
	wantCode(t, "the good token after a theft", err, alex.CodeUnauthorized)
}

func rotationsRefused(t *testing.T, b *bench) {
	s := b.signUp(t, "a")
	_, err := b.System().RotateSession(b.ctx, store.Rotation{Session: s.ID, Presented: "made up", Next: "y", Now: b.now, Expires: s.Expires})
	wantCode(t, "a token that was not issued", err, alex.CodeUnauthorized)
	b.wantSessions(t, "a", 1)
	_, err = b.rotate("no id", "x", "y")
	wantCode(t, "no id", err, alex.CodeUnauthorized)
	_, err = b.rotate(b.NewID(), "x", "y")
	wantCode(t, "an unknown session", err, alex.CodeUnauthorized)

	_, err = b.rotate(s.ID, s.TokenHash, "t2")
	must(t, err)
	b.now = b.now.Add(11 * time.Second)
	_, err = b.rotate(s.ID, s.TokenHash, "t3")
	wantCode(t, "the token before after the grace", err, alex.CodeUnauthorized)
	b.wantSessions(t, "a", 0)

	s = b.begin("a", "again")
	must(t, b.System().StartSession(b.ctx, s))
	b.now = s.Expires
	_, err = b.rotate(s.ID, "again", "t2")
	wantCode(t, "a session that is over", err, alex.CodeUnauthorized)

	s = b.begin("a", "third")
	must(t, b.System().StartSession(b.ctx, s))
	must(t, b.setDisabled("a"))
	_, err = b.rotate(s.ID, "third", "t2")
	wantCode(t, "a disabled person", err, alex.CodeUnauthorized)
	must(t, b.As("a").Delete(b.ctx))
	_, err = b.rotate(s.ID, "third", "t2")
	wantCode(t, "a deleted person", err, alex.CodeUnauthorized)
}

// setDisabled leaves the sessions, as a process does that is just in between.
func (b *bench) setDisabled(id alex.PersonID) error {
	_, err := b.raw.ExecContext(b.ctx, `UPDATE users SET disabled_at = 1 WHERE clerk_user_id = $1`, id)
	return err
}

// rotationRace sends one token ten times at once: it is replaced once.
func rotationRace(t *testing.T, b *bench) {
	s := b.signUp(t, "a")
	var group sync.WaitGroup
	results := make(chan store.Rotated, 10)
	for i := range cap(results) {
		group.Go(func() {
			done, err := b.rotate(s.ID, s.TokenHash, "t"+strconv.Itoa(i))
			if err != nil {
				t.Errorf("a rotation among ten: %v", err)
			}
			results <- done
		})
	}
	group.Wait()
	close(results)
	replaced := 0
	for done := range results {
		if done.Replaced {
			replaced++
		}
	}
	if replaced != 1 {
		t.Errorf("the token was replaced %d times", replaced)
	}
	b.wantSessions(t, "a", 1)
}
