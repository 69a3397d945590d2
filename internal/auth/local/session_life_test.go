package local_test

import (
	"testing"
	"time"

	"alex"
)

// TestLongestSession: one that is used every day still ends half a year after
// its sign-in, and no answer promises more.
func TestLongestSession(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	end := o.clock.Add(180 * 24 * time.Hour)
	for range 179 {
		o.wait(24 * time.Hour)
		next, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
		must(t, err)
		if next.RefreshExpires.After(end) {
			t.Fatalf("a session of %v is promised until %v", end, next.RefreshExpires)
		}
		s = next
	}
	o.wait(24*time.Hour - time.Second)
	last, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
	must(t, err)
	if last.ExpiresIn > 1 {
		t.Errorf("an access token outlives its session: %d seconds", last.ExpiresIn)
	}
	o.wait(time.Second)
	_, err = o.Refresh(o.ctx, last.RefreshToken, loopback)
	wantCode(t, "a session of 180 days", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, good)
	must(t, err)
}
