package local_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/store"
)

// TestStrangersLockNobodyOut: who guesses at an account from elsewhere is kept
// out, and its owner is not; guesses from everywhere are counted together.
func TestStrangersLockNobodyOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ stranger, near, owner string }{
		"IPv4":        {"192.0.2.1", "192.0.2.200", "198.51.100.7"},
		"mapped":      {"::ffff:192.0.2.1", "192.0.2.200", "::ffff:198.51.100.7"},
		"IPv6":        {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"},
		"without one": {"192.0.2.1", "192.0.2.2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.signUp(t, ann)
			for range 5 {
				_, err := o.SignIn(o.ctx, ann, "wrong password", c.stranger, "")
				wantCode(t, "a guess", err, alex.CodeUnauthorized)
			}
			_, err := o.SignIn(o.ctx, ann, good, c.stranger, "")
			wantCode(t, "the stranger", err, alex.CodeThrottled)
			_, err = o.SignIn(o.ctx, ann, good, c.near, "")
			wantCode(t, "the stranger's neighbour", err, alex.CodeThrottled)
			_, err = o.SignIn(o.ctx, ann, good, c.owner, "")
			wantCode(t, "the owner", err, "")
		})
	}
}

func TestGuessesFromEverywhere(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.signUp(t, ann)
	for n := range 50 {
		_, err := o.SignIn(o.ctx, ann, "wrong password", fmt.Sprintf("192.0.%d.1", n), "")
		wantCode(t, "a guess from a new place", err, alex.CodeUnauthorized)
	}
	_, err := o.SignIn(o.ctx, ann, good, "198.51.100.7", "")
	wantCode(t, "after fifty guesses", err, alex.CodeThrottled)
}

// TestCoarse: what is kept of an address names no household.
func TestCoarse(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]string{
		"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.77": "192.0.2.0/24", "2001:db8:1:2:3::4": "2001:db8:1::/48",
		"fe80::1%eth0": "fe80::/48", "": "", "no address": "",
	} {
		if got := local.Coarse(ip); got != want {
			t.Errorf("%q is kept as %q, want %q", ip, got, want)
		}
	}
}

// TestStrangersFillNoLog: whoever guesses at an account from a new place each
// time, as soon as it is let, leaves fewer entries in a day than are kept.
func TestStrangersFillNoLog(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.signUp(t, ann)
	o.wait(12 * time.Hour) // midnight
	end := o.clock.Add(24 * time.Hour)
	guesses := 0
	for o.clock.Before(end) {
		_, err := o.Issuer.SignIn(o.ctx, auth.SignIn{Email: ann, Password: "wrong password", ClientIP: fmt.Sprintf("10.%d.%d.1", guesses/250, guesses%250)})
		if e, ok := errors.AsType[*alex.Error](err); ok && e.Code == alex.CodeThrottled {
			o.wait(e.RetryAfter)
			continue
		}
		wantCode(t, "a guess", err, alex.CodeUnauthorized)
		guesses++
	}
	log, err := o.Store.System().Audit(o.ctx, store.AuditFilter{Act: alex.ActSignInFailed}, store.Page{Limit: store.MaxLimit})
	must(t, err)
	if guesses != len(log.Items) || guesses >= alex.MostActs {
		t.Errorf("%d guesses left %d entries", guesses, len(log.Items))
	}
	t.Attr("measured", fmt.Sprintf("%d guesses in a day from ever new places, each an entry; %d are kept", guesses, alex.MostActs))
}
