package local_test

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/mail"
	"alex/internal/store"
)

const (
	bob   = "bob@example.com"
	moved = "Ann.Moved@example.org"
)

var confirmLink = regexp.MustCompile(`(?m)^https://alex\.example/confirm#([A-Za-z0-9_-]{43})$`)

// tokenIn is the token of a letter that confirms.
func tokenIn(t testing.TB, m mail.Message) string {
	t.Helper()
	match := confirmLink.FindStringSubmatch(m.Text)
	if match == nil {
		t.Fatalf("there is no link in %+v", m)
	}
	return match[1]
}

func change(email, password, code string) auth.AddressChange {
	return auth.AddressChange{Email: email, Password: password, Code: code}
}

// address is what the person sees of theirs.
func (o *office) address(t testing.TB, who auth.Holder) auth.Address {
	t.Helper()
	a, err := o.Address(o.ctx, who.Person)
	must(t, err)
	return a
}

func (o *office) confirm(token string) (bool, error) { return o.ConfirmAddress(o.ctx, token, "") }

func (o *office) wantActs(t testing.TB, id alex.PersonID, act alex.Act, want int) {
	t.Helper()
	list, err := o.Store.System().Audit(o.ctx, store.AuditFilter{Act: act, Person: id}, store.Page{})
	if err != nil || len(list.Items) != want {
		t.Errorf("%d entries say %s, %v; want %d", len(list.Items), act, err, want)
	}
}

func TestSignUpAsksToConfirm(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	s, err := o.SignUp(o.ctx, local.SignUp{Email: "Ann@Example.com", Password: good, DisplayName: "Zebulon Quark"})
	must(t, err)
	who := o.holder(t, s)
	_, err = o.verify(s.AccessToken)
	wantCode(t, "before it is confirmed", err, "")
	if diff := cmp.Diff(auth.Address{Email: "Ann@Example.com", HasPassword: true, Letters: true}, o.address(t, who)); diff != "" {
		t.Error(diff)
	}
	sent := p.taken(o)
	if len(sent) != 1 || sent[0].To != "Ann@Example.com" || sent[0].Subject != "Confirm your e-mail address for Alex" ||
		strings.Contains(sent[0].Text, "Quark") || strings.Contains(sent[0].Text, "Ann") || !strings.Contains(sent[0].Text, "If that was not you") {
		t.Fatalf("signing up sends %+v", sent)
	}
	old := tokenIn(t, sent[0])
	must(t, o.SendConfirmation(o.ctx, who))
	token := tokenIn(t, p.taken(o)[0])
	for name, token := range map[string]string{"the one before": old, "none": "", "a made-up one": strings.Repeat("A", 43), "in part": token[:42]} {
		_, err := o.confirm(token)
		wantCode(t, name, err, alex.CodeUnauthorized)
	}
	o.wait(24*time.Hour - time.Second)
	changed, err := o.confirm(token)
	if err != nil || changed {
		t.Errorf("confirming = %v, %v", changed, err)
	}
	if a := o.address(t, who); !a.Confirmed {
		t.Errorf("then it is %+v", a)
	}
	_, err = o.confirm(token)
	if alex.CodeOf(err) != alex.CodeUnauthorized || err.Error() != "this link is used or too old: ask for another" {
		t.Errorf("the link twice: %v", err)
	}
	wantCode(t, "asking for another then", o.SendConfirmation(o.ctx, who), alex.CodeConflict)
	o.wantActs(t, who.Person, alex.ActEmailConfirmed, 1)
	if sent := p.taken(o); len(sent) > 0 {
		t.Errorf("confirming sends %+v", sent)
	}
}

func TestConfirmationsEnd(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, o.signUp(t, ann))
	token := tokenIn(t, p.taken(o)[0])
	o.wait(24 * time.Hour)
	_, err := o.confirm(token)
	wantCode(t, "after a day", err, alex.CodeUnauthorized)
	must(t, o.SendConfirmation(o.ctx, who))
	token = tokenIn(t, p.taken(o)[0])
	must(t, o.Disable(o.ctx, ann))
	_, err = o.confirm(token)
	wantCode(t, "who is disabled", err, alex.CodeUnauthorized)
	must(t, o.Enable(o.ctx, ann))
	must(t, o.Delete(o.ctx, ann))
	_, err = o.confirm(token)
	wantCode(t, "who is gone", err, alex.CodeUnauthorized)
}

// Who was invited has shown that the address is theirs; a demo has none.
func TestWhoNeedsNoLetter(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	o.Signup = local.SignupInvite
	invite, err := o.Invite(o.ctx, ann)
	must(t, err)
	s, err := o.SignUp(o.ctx, local.SignUp{Email: ann, Password: good, Invite: invite})
	must(t, err)
	if a := o.address(t, o.holder(t, s)); !a.Confirmed {
		t.Errorf("who was invited has %+v", a)
	}
	_, err = o.Demo(o.ctx, "")
	must(t, err)
	if sent := p.taken(o); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
}

// The new address signs in once its link is used, with the same password,
// second factor and recovery codes, and the old one no longer does.
func TestChangeOfAddress(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who, d, codes := o.twoFactors(t, ann)
	o.refusedChanges(t, who)
	session, err := o.withCode(ann, good, d.code(t, o.now()))
	must(t, err)
	o.wait(time.Minute)
	p.taken(o)
	reset := p.asked(t, o, ann, "")
	waits, err := o.ChangeAddress(o.ctx, who, change(moved, good, d.code(t, o.now())))
	must(t, err)
	if diff := cmp.Diff(auth.Address{Email: ann, Confirmed: true, Waiting: moved, HasPassword: true, Letters: true}, waits); diff != "" {
		t.Error(diff)
	}
	sent := byAddress(p.taken(o))
	if len(sent[ann]) != 1 || sent[ann][0].Subject != "Another e-mail address was asked for" || confirmLink.MatchString(sent[ann][0].Text) ||
		len(sent[moved]) != 1 || sent[moved][0].Subject != "Confirm your new e-mail address for Alex" {
		t.Fatalf("sent %+v", sent)
	}
	o.wait(time.Minute)
	_, err = o.withCode(moved, good, d.code(t, o.now()))
	wantCode(t, "the new address, before", err, alex.CodeUnauthorized)
	_, err = o.withCode(ann, good, codes[0])
	wantCode(t, "the old one, before", err, "")
	must(t, o.SendConfirmation(o.ctx, who)) // to the one that waits
	token := tokenIn(t, p.taken(o)[0])
	for range 4 {
		_, _ = o.withCode(ann, "wrong password", "")
	}
	changed, err := o.confirm(token)
	if err != nil || !changed {
		t.Fatalf("confirming = %v, %v", changed, err)
	}
	if diff := cmp.Diff(auth.Address{Email: moved, Confirmed: true, HasPassword: true, Letters: true}, o.address(t, who)); diff != "" {
		t.Error(diff)
	}
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != ann || sent[0].Subject != "Your e-mail address was changed" || strings.Contains(sent[0].Text, moved) {
		t.Errorf("then it sends %+v", sent)
	}
	_, err = o.Refresh(o.ctx, session.RefreshToken, "")
	wantCode(t, "a session from before", err, "")
	o.wait(time.Minute)
	_, err = o.withCode(ann, good, d.code(t, o.now()))
	wantCode(t, "the old address", err, alex.CodeUnauthorized)
	_, err = o.withCode(strings.ToUpper(moved), good, "")
	wantCode(t, "the new one, without a code", err, alex.CodeSecondFactorRequired)
	_, err = o.withCode(moved, good, d.code(t, o.now()))
	wantCode(t, "the new one", err, "")
	_, err = o.withCode(moved, good, codes[1])
	wantCode(t, "a recovery code", err, "")
	wantCode(t, "a link for a new password, sent to the old address",
		o.Reset(o.ctx, auth.Reset{Token: reset, Password: better, Code: codes[2]}), alex.CodeUnauthorized)
	if token := p.asked(t, o, ann, ""); token != "" {
		t.Error("the old address still gets links for a new password")
	}
	o.wantActs(t, who.Person, alex.ActEmailChanged, 1)
	o.wantActs(t, who.Person, alex.ActEmailConfirmed, 1)
	o.signUp(t, ann) // it is free
}

func byAddress(sent []mail.Message) map[string][]mail.Message {
	list := map[string][]mail.Message{}
	for _, m := range sent {
		list[m.To] = append(list[m.To], m)
	}
	return list
}

// refusedChanges are asked for by who has a second factor.
func (o *office) refusedChanges(t testing.TB, who auth.Holder) {
	t.Helper()
	for name, c := range map[string]struct {
		change auth.AddressChange
		field  string
	}{
		"no address":         {change("ann", good, "x"), "email"},
		"a disguised one":    {change("an\u200bn@example.com", good, "x"), "email"},
		"the same address":   {change(ann, good, "x"), "email"},
		"a wrong password":   {change(moved, "wrong password", "x"), "password"},
		"no password":        {change(moved, "", "x"), "password"},
		"no code":            {change(moved, good, ""), "code"},
		"a wrong code":       {change(moved, good, "000000"), "code"},
		"a code that is odd": {change(moved, good, "x"), "code"},
	} {
		_, err := o.ChangeAddress(o.ctx, who, c.change)
		wantCode(t, name, err, alex.CodeInvalid)
		if diff := cmp.Diff([]string{c.field}, fields(err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		o.forget(t)
	}
	if a := o.address(t, who); a.Waiting != "" {
		t.Errorf("what was refused waits: %+v", a)
	}
}

// Who asks for an address that another has is answered as for any; the other is
// written to, and nothing changes.
func TestTakenAddressesAreNotTold(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, p.signUp(t, o, ann))
	p.signUp(t, o, bob)
	answers := map[string]auth.Address{}
	for _, email := range []string{bob, "free@example.com"} {
		a, err := o.ChangeAddress(o.ctx, who, change(email, good, ""))
		must(t, err)
		again := o.address(t, who)
		if again != a || a.Waiting != email {
			t.Errorf("%s waits as %+v, then %+v", email, a, again)
		}
		a.Waiting = ""
		answers[email] = a
		sent := byAddress(p.taken(o))
		if len(sent[ann]) != 1 || len(sent[email]) != 1 {
			t.Fatalf("%s: sent %+v", email, sent)
		}
		taken := email == bob
		if m := sent[email][0]; confirmLink.MatchString(m.Text) == taken || strings.Contains(m.Text, "There is one with it already") != taken {
			t.Errorf("%s is written %+v", email, m)
		}
	}
	if diff := cmp.Diff(answers[bob], answers["free@example.com"]); diff != "" {
		t.Error("the answers differ:\n", diff)
	}
	_, err := o.signIn(bob, good)
	wantCode(t, "the other", err, "")
	_, err = o.signIn(ann, good)
	wantCode(t, "the one who asked", err, "")
}

// Of many who confirm one address at once, one has it, and the others are told.
func TestOneOfManyHasTheAddress(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	const rivals = 3 // an address gets no more letters in an hour
	tokens := make([]string, rivals)
	for n := range tokens {
		who := o.holder(t, p.signUp(t, o, fmt.Sprintf("p%d@example.com", n)))
		_, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
		must(t, err)
		tokens[n] = tokenIn(t, byAddress(p.taken(o))[moved][0])
	}
	results := make(chan error, rivals)
	var group sync.WaitGroup
	for _, token := range tokens {
		group.Go(func() {
			_, err := o.confirm(token)
			results <- err
		})
	}
	group.Wait()
	close(results)
	won := 0
	for err := range results {
		if err == nil {
			won++
		} else if wantCode(t, "another", err, alex.CodeConflict); plain(err).Message != "this e-mail address has an account already" {
			t.Errorf("they are told: %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d have it", won, rivals)
	}
	t.Attr("measured", fmt.Sprintf("%d confirm one address at once: %d has it", rivals, won))
}

// What makes a login safer stops a change that somebody else asked for, and so
// does its owner.
func TestWhatStopsAChange(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	for name, stop := range map[string]func(auth.Holder, string) error{
		"changed":       func(who auth.Holder, _ string) error { return o.ChangePassword(o.ctx, who, good, better) },
		"by the office": func(_ auth.Holder, email string) error { _, err := o.ResetPassword(o.ctx, email); return err },
		"a second factor": func(who auth.Holder, _ string) error {
			offer, err := o.OfferSecondFactor(o.ctx, who, good)
			must(t, err)
			_, err = o.ConfirmSecondFactor(o.ctx, who, device(offer.Secret).code(t, o.now()))
			return err
		},
		"signed out":           func(who auth.Holder, _ string) error { return o.Store.System().EndSessions(o.ctx, who.Person) },
		"signed out elsewhere": func(who auth.Holder, _ string) error { return o.EndOtherSessions(o.ctx, who) },
		"disabled": func(_ auth.Holder, email string) error {
			must(t, o.Disable(o.ctx, email))
			return o.Enable(o.ctx, email)
		},
		"withdrawn":    func(who auth.Holder, _ string) error { return o.KeepAddress(o.ctx, who) },
		"factor reset": func(_ auth.Holder, email string) error { return o.ResetSecondFactor(o.ctx, email) },
	} {
		email := strings.ReplaceAll(name, " ", "") + "@example.com"
		who := o.confirmed(t, email)
		o.forget(t)
		_, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
		must(t, err)
		token := tokenIn(t, byAddress(p.taken(o))[moved][0])
		must(t, stop(who, email))
		_, err = o.confirm(token)
		wantCode(t, name, err, alex.CodeUnauthorized)
		if a := o.address(t, who); a.Waiting != "" || a.Email != email {
			t.Errorf("%s: %+v", name, a)
		}
		p.taken(o)
	}
}

// A link that is sent again is good no longer than the password was asked for.
func TestLettersSentAgainEndWhenTheFirstDoes(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, p.signUp(t, o, ann))
	_, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	must(t, err)
	p.taken(o)
	o.wait(21*time.Hour + 30*time.Minute)
	must(t, o.SendConfirmation(o.ctx, who))
	sent := p.taken(o)
	if len(sent) != 1 || sent[0].To != moved || !strings.Contains(sent[0].Text, "within 2 hours,") {
		t.Fatalf("sent %+v", sent)
	}
	o.wait(time.Hour + 59*time.Minute)
	must(t, o.SendConfirmation(o.ctx, who))
	if sent := p.taken(o); len(sent) != 1 || !strings.Contains(sent[0].Text, "within 31 minutes,") {
		t.Fatalf("sent %+v", sent)
	} else {
		o.wait(31 * time.Minute)
		_, err = o.confirm(tokenIn(t, sent[0]))
		wantCode(t, "a day after it was asked for", err, alex.CodeUnauthorized)
	}
	must(t, o.SendConfirmation(o.ctx, who)) // of the address that there is
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != ann {
		t.Errorf("then it sends %+v", sent)
	}
}

// Where no letters are sent an address changes at once, and nobody has
// confirmed it.
func TestChangeWithoutLetters(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	o.PublicURL = "" // an old address is still told
	who := o.holder(t, o.signUp(t, ann))
	o.signUp(t, bob)
	wantCode(t, "a letter", o.SendConfirmation(o.ctx, who), alex.CodeConflict)
	_, err := o.ChangeAddress(o.ctx, who, change("BOB@example.com", good, ""))
	wantCode(t, "a taken address", err, alex.CodeConflict)
	a, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	must(t, err)
	if diff := cmp.Diff(auth.Address{Email: moved, HasPassword: true}, a); diff != "" {
		t.Error(diff)
	}
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != ann || sent[0].Subject != "Your e-mail address was changed" {
		t.Errorf("sent %+v", sent)
	}
	_, err = o.signIn(moved, good)
	wantCode(t, "the new address", err, "")
	_, err = o.signIn(ann, good)
	wantCode(t, "the old one", err, alex.CodeUnauthorized)
	for range 60 {
		_, err = o.ChangeAddress(o.ctx, who, change(bob, good, ""))
	}
	wantCode(t, "asking who is known", err, alex.CodeThrottled)
}

// Who has no password here has their address elsewhere.
func TestAddressesOfElsewhere(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	s, err := o.SignInElsewhere(o.ctx, from("sub", ann), "")
	must(t, err)
	demo, err := o.Demo(o.ctx, "")
	must(t, err)
	for name, s := range map[string]local.Session{"single sign-on": s, "a demo": demo} {
		who := o.holder(t, s)
		_, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
		wantCode(t, name, err, alex.CodeConflict)
		wantCode(t, name+" and a letter", o.SendConfirmation(o.ctx, who), alex.CodeConflict)
		if a := o.address(t, who); a.HasPassword || a.Confirmed != (name == "single sign-on") {
			t.Errorf("%s has %+v", name, a)
		}
	}
	if sent := p.taken(o); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
}
