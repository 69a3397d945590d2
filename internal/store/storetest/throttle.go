package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func (b *bench) fail(t testing.TB, subject string) {
	t.Helper()
	must(t, b.System().CountFailure(b.ctx, store.Failure{
		Subject: subject, Now: b.now, Forget: time.Hour,
		Delay: func(failures int) time.Duration { return time.Duration(failures) * time.Second },
	}))
}

func (b *bench) wantBlocked(t testing.TB, account, address string, want time.Time) {
	t.Helper()
	until, err := b.System().BlockedUntil(b.ctx, account, address)
	must(t, err)
	same(t, "blocked until", until, want)
}

func throttles(t *testing.T, b *bench) {
	start := b.now
	b.wantBlocked(t, "a", "ip", time.UnixMicro(0).UTC())
	b.fail(t, "a")
	b.fail(t, "a")
	b.fail(t, "ip")
	b.wantBlocked(t, "a", "none", start.Add(2*time.Second))
	b.wantBlocked(t, "none", "ip", start.Add(time.Second))
	b.wantBlocked(t, "a", "ip", start.Add(2*time.Second))
	must(t, b.System().ForgetFailures(b.ctx, "a"))
	must(t, b.System().ForgetFailures(b.ctx, "a"))
	b.wantBlocked(t, "a", "ip", start.Add(time.Second))
	b.now = b.now.Add(time.Hour)
	b.fail(t, "ip")
	b.wantBlocked(t, "a", "ip", b.now.Add(time.Second))

	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { b.fail(t, "race") })
	}
	group.Wait()
	b.wantBlocked(t, "race", "", b.now.Add(20*time.Second))
}

// rations: each is counted, or none is; of many at once no more have one than may.
func rations(t *testing.T, b *bench) {
	ration := func(subject string, free int) store.Ration {
		return store.Ration{Subject: subject, Free: free, Pause: 15 * time.Minute, Forget: time.Hour}
	}
	take := func(list ...store.Ration) error { return b.System().Take(b.ctx, b.now, list...) }
	must(t, take(ration("b", 2), ration("a", 3), ration("", 0)))
	must(t, take(ration("a", 3), ration("b", 2)))
	for range 3 {
		err := take(ration("a", 3), ration("b", 2))
		e, _ := errors.AsType[*alex.Error](err)
		if e == nil || e.Code != alex.CodeThrottled || e.RetryAfter != 15*time.Minute {
			t.Fatalf("what is used up: %v", err)
		}
	}
	must(t, take(ration("a", 3)))
	wantCode(t, "the one that was not counted with it", take(ration("a", 3)), alex.CodeThrottled)
	b.now = b.now.Add(15*time.Minute - time.Second)
	wantCode(t, "a second before the pause is over", take(ration("a", 3)), alex.CodeThrottled)
	b.now = b.now.Add(time.Second)
	must(t, take(ration("a", 3)))
	wantCode(t, "one more", take(ration("a", 3)), alex.CodeThrottled)
	b.now = b.now.Add(time.Hour)
	for range 3 {
		must(t, take(ration("a", 3)))
	}
	wantCode(t, "after a silence", take(ration("a", 3)), alex.CodeThrottled)

	const rivals, free = 24, 5
	codes := make(chan alex.Code, rivals)
	var group sync.WaitGroup
	for n := range rivals {
		group.Go(func() {
			list := []store.Ration{ration("shared", free), ration("race", rivals)}
			if n%2 == 0 {
				list[0], list[1] = list[1], list[0]
			}
			codes <- alex.CodeOf(take(list...))
		})
	}
	group.Wait()
	close(codes)
	count := map[alex.Code]int{}
	for code := range codes {
		count[code]++
	}
	same(t, "of many at once", count, map[alex.Code]int{"": free, alex.CodeThrottled: rivals - free})
	same(t, "those that were counted", b.dump(t, `SELECT failures FROM throttles WHERE subject = 'race'`), strconv.Itoa(free)+"|\n")
	t.Attr("measured", fmt.Sprintf("%d at once for %d: %d had one", rivals, free, count[""]))
}

func signingKeys(t *testing.T, b *bench) {
	start := b.now
	key := func(id string) store.SigningKey {
		return store.SigningKey{ID: id, Private: "PEM of " + id, CreatedAt: b.now}
	}
	list := func(retiredAfter time.Time) []store.SigningKey {
		keys, err := b.System().SigningKeys(b.ctx, retiredAfter)
		must(t, err)
		return keys
	}
	same(t, "no keys", list(start), []store.SigningKey{})
	first := key("k1")
	must(t, b.System().FirstSigningKey(b.ctx, first))
	must(t, b.System().FirstSigningKey(b.ctx, key("k2")))
	same(t, "the first key", list(start), []store.SigningKey{first})

	b.now = b.now.Add(time.Minute)
	third := key("k3")
	must(t, b.System().RotateSigningKey(b.ctx, third))
	first.RetiredAt = &third.CreatedAt
	same(t, "after a rotation", list(start), []store.SigningKey{first, third})
	same(t, "once the old one is no longer needed", list(b.now), []store.SigningKey{third})
}

// purge leaves exactly what is still of use.
func purge(t *testing.T, b *bench) {
	b.signUp(t, "a")
	over := b.begin("a", "over")
	over.Expires = b.now.Add(time.Hour)
	must(t, b.System().StartSession(b.ctx, over))
	for name, length := range map[string]time.Duration{"over": time.Hour, "good": month, "used": month} {
		must(t, b.System().AddInvite(b.ctx, store.NewInvite{
			TokenHash: name, EmailKey: name + "@example.com", Now: b.now, Expires: b.now.Add(length),
		}))
	}
	used := loginOf("used")
	used.Invite = "used"
	must(t, b.System().SignUp(b.ctx, used, b.begin("used", "used")))
	b.fail(t, "old")
	must(t, b.System().FirstSigningKey(b.ctx, store.SigningKey{ID: "k1", Private: "x", CreatedAt: b.now}))
	must(t, b.System().RotateSigningKey(b.ctx, store.SigningKey{ID: "k2", Private: "x", CreatedAt: b.now}))
	b.now = b.now.Add(25 * time.Hour)
	b.fail(t, "new")
	must(t, b.System().PurgeSignIn(b.ctx, b.now))
	for query, want := range map[string]string{
		`SELECT token_hash FROM sessions ORDER BY token_hash`: "token of a|\nused|\n",
		`SELECT token_hash FROM invites`:                      "good|\n",
		`SELECT subject FROM throttles`:                       "new|\n",
		`SELECT kid FROM signing_keys ORDER BY kid`:           "k1|\nk2|\n", // it knows tokens of its time
	} {
		same(t, query, b.dump(t, query), want)
	}
	must(t, b.System().PurgeSignIn(b.ctx, b.now.Add(month)))
	same(t, "signing keys a month later", b.dump(t, `SELECT kid FROM signing_keys`), "k2|\n")
}
