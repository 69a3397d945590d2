package local_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"alex"
	"alex/internal/store"
)

// TestMadeUpTokensEndNothing: an access token names its session, and whoever
// has seen one can make up refresh tokens for it.
func TestMadeUpTokensEndNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(s.AccessToken, claims)
	must(t, err)
	id := uuid.MustParse(claims["sid"].(string))
	session := base64.RawURLEncoding.EncodeToString(id[:])
	if !strings.HasPrefix(s.RefreshToken, session) {
		t.Fatal("the token does not begin with the session")
	}
	end := len(s.RefreshToken)
	for name, token := range map[string]string{
		"without a tag":        session + strings.Repeat("A", 43),
		"with a tag":           session + strings.Repeat("A", 65),
		"with another's tag":   session + strings.Repeat("A", 43) + s.RefreshToken[end-22:],
		"with another's whole": session + o.signUp(t, "bob@example.com").RefreshToken[22:],
	} {
		_, err := o.Refresh(o.ctx, token, loopback)
		wantCode(t, name, err, alex.CodeUnauthorized)
		if errors.Is(err, store.ErrTokenReused) {
			t.Errorf("%s counts as a theft", name)
		}
	}
	_, err = o.Refresh(o.ctx, s.RefreshToken, loopback)
	wantCode(t, "the good token", err, "")
}

// TestTokensOutliveTheirKey: a change of the signing keys signs nobody out, and
// hides no theft.
func TestTokensOutliveTheirKey(t *testing.T) {
	t.Parallel()
	o := open(t)
	stolen := o.signUp(t, ann)
	untagged, err := o.signIn(ann, good)
	must(t, err)
	o.wait(time.Minute)
	next, err := o.Refresh(o.ctx, stolen.RefreshToken, loopback)
	must(t, err)
	o.wait(time.Minute)
	must(t, o.Rotate(o.ctx))
	o.wait(time.Hour)
	next, err = o.Refresh(o.ctx, next.RefreshToken, loopback)
	wantCode(t, "a token of the retired key", err, "")
	o.wait(25 * time.Hour)
	must(t, o.Store.System().PurgeSignIn(o.ctx, o.now()))
	_, err = o.Refresh(o.ctx, stolen.RefreshToken, loopback)
	if !errors.Is(err, store.ErrTokenReused) {
		t.Errorf("the stolen token of the retired key: %v", err)
	}
	_, err = o.Refresh(o.ctx, next.RefreshToken, loopback)
	wantCode(t, "the thief's token", err, alex.CodeUnauthorized)
	_, err = o.Refresh(o.ctx, untagged.RefreshToken[:65], loopback)
	wantCode(t, "a token of an earlier version", err, "")
}
