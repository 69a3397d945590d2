package local_test

import (
	"testing"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/store"
)

// Who signed up with another's address leaves nothing behind for who takes the
// account over by a link for a new password: nobody who reads or edits, no second
// factor.
func TestClaimedAddressesComeClean(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, p.signUp(t, o, ann))
	friend := o.confirmed(t, bob)
	const first = "confirm your e-mail address first"
	wantFirst := func(what string, err error) {
		t.Helper()
		if alex.CodeOf(err) != alex.CodeConflict || plain(err).Message != first {
			t.Errorf("%s: %v", what, err)
		}
	}
	wantFirst("sharing", o.MayShare(o.ctx, who.Person))
	_, err := o.OfferSecondFactor(o.ctx, who, good)
	wantFirst("a second factor", err)
	o.PublicURL = "" // as it was offered once, where no letters were sent
	offer, err := o.OfferSecondFactor(o.ctx, who, good)
	must(t, err)
	o.PublicURL = site
	_, err = o.ConfirmSecondFactor(o.ctx, who, device(offer.Secret).code(t, o.now()))
	wantFirst("confirming one", err)

	// Of a time when this was not refused:
	for _, s := range []struct {
		owner, grantee alex.PersonID
		code           string
	}{{who.Person, friend.Person, "given"}, {friend.Person, who.Person, "received"}} {
		_, err := o.Store.As(s.owner).Invite(o.ctx, store.NewInvitation{Role: alex.Editor, CodeHash: s.code})
		must(t, err)
		_, err = o.Store.As(s.grantee).Accept(o.ctx, s.code)
		must(t, err)
	}
	token := p.asked(t, o, ann, "")
	must(t, o.Reset(o.ctx, auth.Reset{Token: token, Password: better}))
	for _, pair := range [][2]alex.PersonID{{who.Person, friend.Person}, {friend.Person, who.Person}} {
		if role, err := o.Store.RoleOver(o.ctx, pair[0], pair[1]); err == nil {
			t.Errorf("afterwards %s is %s over what is %s's", pair[1], role, pair[0])
		}
	}
	o.wantActs(t, who.Person, alex.ActGrantEnded, 2)
	o.wantActs(t, friend.Person, alex.ActGrantEnded, 1)
	s, err := o.signIn(ann, better)
	must(t, err)
	wantCode(t, "sharing then", o.MayShare(o.ctx, who.Person), "")
	_, err = o.OfferSecondFactor(o.ctx, o.holder(t, s), better)
	wantCode(t, "a second factor then", err, "")
}

// Who cannot confirm an address is not asked to.
func TestWhoMayShareWithoutLetters(t *testing.T) {
	t.Parallel()
	o, _ := posted(t)
	demo, err := o.Demo(o.ctx, "")
	must(t, err)
	elsewhere, err := o.SignInElsewhere(o.ctx, from("sub", ann), "")
	must(t, err)
	o.Mail = nil
	alone := o.signUp(t, bob)
	wantCode(t, "where no letters are sent", o.MayShare(o.ctx, alone.Person.ID), "")
	o.Mail = &postbox{}
	for name, s := range map[string]local.Session{"a demo": demo, "single sign-on": elsewhere} {
		wantCode(t, name, o.MayShare(o.ctx, s.Person.ID), "")
	}
}
