package local_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/auth/local"
)

// What strangers send to an address that nobody confirmed, or to its
// sub-addresses, keeps its owner from no link for a new password; nor do links
// that others ask for, to addresses of their own.
func TestStrangersStopNoReset(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	p.signUp(t, o, ann)
	for n := range 6 {
		stranger := o.holder(t, o.comes(t, fmt.Sprintf("p%d@example.com", n), ""))
		_, _ = o.ChangeAddress(o.ctx, stranger, change(fmt.Sprintf("ann+%d@example.com", n), good, ""))
		_, _ = o.ChangeAddress(o.ctx, stranger, change(ann, good, ""))
	}
	for n := range 6 {
		email := fmt.Sprintf("Ann+own%d@example.com", n)
		o.comes(t, email, "")
		must(t, o.AskReset(o.ctx, email, ""))
		o.Wait()
	}
	for n := range 520 { // and sign up as often as sends letters
		o.comes(t, fmt.Sprintf("many%d@example.com", n), fmt.Sprintf("10.%d.%d.1", n/250, n%250))
		if n%40 == 0 {
			o.Wait()
		}
	}
	p.taken(o)
	links := 0
	for range 3 {
		if p.asked(t, o, ann, "") != "" {
			links++
		}
	}
	if links != 3 {
		t.Errorf("the owner gets %d links", links)
	}
	t.Attr("measured", fmt.Sprintf("3 links asked for after strangers have sent all they may: %d sent", links))
}

// Whether somebody has an account that nobody confirmed is not told by asking for
// links first and for the address then.
func TestResetsTellNoAddress(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	p.signUp(t, o, ann)
	who := o.confirmed(t, bob)
	for _, email := range []string{ann, "nobody@example.com"} {
		for range 4 {
			must(t, o.AskReset(o.ctx, email, ""))
			o.Wait()
		}
		_, err := o.ChangeAddress(o.ctx, who, change(email, good, ""))
		wantCode(t, email, err, "")
	}
}

// An account is sent three links at once, then one each quarter of an hour, of
// however many requests at the same moment.
func TestLinksOfAnAccount(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	o.confirmed(t, ann)
	sent := 0
	for range 60 { // minutes
		for range 20 {
			must(t, o.AskReset(o.ctx, ann, ""))
		}
		sent += len(p.taken(o))
		o.wait(time.Minute)
	}
	if sent != 6 {
		t.Errorf("in an hour of requests %d links are sent", sent)
	}
	t.Attr("measured", fmt.Sprintf("1,200 requests in an hour, 20 at once: %d links", sent))
}

// Requests for links of nobody, and links that wait for a slow mail server,
// silence no notice to who has confirmed their address.
func TestResetsDrownNothing(t *testing.T) {
	t.Parallel()
	o, _ := posted(t)
	who := o.confirmed(t, ann)
	o.confirmed(t, bob)
	for n := range 70 {
		o.comes(t, fmt.Sprintf("s%d@example.com", n), fmt.Sprintf("10.0.%d.1", n))
		o.Wait()
	}
	p := &slowbox{opened: make(chan struct{})}
	o.Mail = p
	ask := func(email string, n int) {
		t.Helper()
		must(t, o.AskReset(o.ctx, email, fmt.Sprintf("10.1.%d.1", n)))
		o.Looked()
	}
	for n := range 2 { // as many as are sent at once
		ask(fmt.Sprintf("s%d@example.com", n), n)
	}
	for n := range 200 { // nobody's, while the mail server takes nothing
		ask(fmt.Sprintf("nobody%d@example.com", n), n)
	}
	ask(bob, 0)
	for n := 2; n < 70; n++ {
		ask(fmt.Sprintf("s%d@example.com", n), n)
	}
	must(t, o.ChangePassword(o.ctx, who, good, better))
	close(p.opened)
	sent := p.taken(o)
	if subjects(sent, ann)["Your password was changed"] != 1 || subjects(sent, bob)["Choose a new password for Alex"] != 1 || len(sent) != 64+1 {
		t.Errorf("of %d letters ann gets %v, bob %v", len(sent), subjects(sent, ann), subjects(sent, bob))
	}
	t.Attr("measured", fmt.Sprintf("200 requests for nobody and 71 for people, over a mail server that takes nothing: %d sent, the notice among them", len(sent)))
}

// Of a site that has many networks come 60 requests for links in an hour.
func TestRequestsOfOneSiteAreThrottled(t *testing.T) {
	t.Parallel()
	o, _ := posted(t)
	passed := 0
	for n := range 100 {
		err := o.AskReset(o.ctx, fmt.Sprintf("p%d@example.com", n), fmt.Sprintf("2001:db8:1:%x::1", n))
		if err == nil {
			passed++
			o.Wait()
			continue
		}
		wantWait(t, "one of many", err, 15*time.Minute)
	}
	must(t, o.AskReset(o.ctx, ann, "2001:db8:2::1"))
	if passed != 60 {
		t.Errorf("%d requests of 100 passed", passed)
	}
}

// Who is signed in and has not confirmed their own address is a stranger: from one
// site of IPv6 they cause 60 letters in an hour to others and 60 to themselves,
// and from everywhere 500 in all.
func TestLettersOfSessionsInAll(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	trouble := func(from, to int, ip func(int) string) (sent int) {
		for n := from; n < to; n++ {
			s := o.comes(t, fmt.Sprintf("evil%d@example.net", n), ip(n))
			who := o.holder(t, s)
			who.ClientIP = ip(n)
			_, _ = o.ChangeAddress(o.ctx, who, change(fmt.Sprintf("victim%d@example.com", n), good, ""))
			_ = o.SendConfirmation(o.ctx, who)
			sent += len(p.taken(o))
			must(t, o.ChangePassword(o.ctx, who, good, better))
			sent += len(p.taken(o))
		}
		return sent
	}
	site := trouble(0, 100, func(n int) string { return fmt.Sprintf("2001:db8:1:%x::1", n) })
	// Sixty to others and to themselves, and what is told of a hundred passwords
	// and of changes that were asked for.
	if site > 60+60+200 {
		t.Errorf("one site causes %d letters", site)
	}
	all := site + trouble(100, 500, func(n int) string { return fmt.Sprintf("10.%d.%d.1", n/250, n%250) })
	if all != 500 {
		t.Errorf("in all they cause %d letters", all)
	}
	t.Attr("measured", fmt.Sprintf("100 sessions from one /48: %d letters; 500 from everywhere: %d", site, all))
}

// Who has confirmed their address asks for another, however much strangers have
// sent.
func TestKnownPeopleAreNoStrangers(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.confirmed(t, ann)
	stranger := o.holder(t, o.signUp(t, bob))
	for n := range 520 {
		o.comes(t, fmt.Sprintf("many%d@example.com", n), fmt.Sprintf("10.%d.%d.1", n/250, n%250))
		if n%40 == 0 {
			o.Wait()
		}
	}
	p.taken(o)
	_, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	wantCode(t, "who is known", err, "")
	err = o.SendConfirmation(o.ctx, stranger)
	if e, _ := errors.AsType[*alex.Error](err); e == nil || e.Code != alex.CodeThrottled || e.RetryAfter != time.Hour {
		t.Errorf("who is not: %v", err)
	}
}

// Gmail has one mailbox for a name with dots and without, under two domains.
func TestDotsOfGmailAreOneMailbox(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	name := strings.Split("victimname", "")
	sent := 0
	for n := 1; n < len(name); n++ {
		domain := []string{"gmail.com", "googlemail.com"}[n%2]
		email := strings.Join(name[:n], "") + "." + strings.Join(name[n:], "") + "@" + domain
		ip := fmt.Sprintf("10.0.%d.1", n)
		who := o.holder(t, o.comes(t, email, ip))
		who.ClientIP = ip
		o.Wait()
		_ = o.SendConfirmation(o.ctx, who)
		must(t, o.AskReset(o.ctx, email, ip))
		sent += len(p.taken(o))
	}
	if sent != 9 { // of strangers, of who signs in with it, and links for a new password
		t.Errorf("the mailbox gets %d letters", sent)
	}
	o.comes(t, "victim.name@example.com", "") // dots are part of a name elsewhere
	if len(p.taken(o)) != 1 {
		t.Error("elsewhere a dot makes no other address")
	}
	t.Attr("measured", fmt.Sprintf("9 ways of setting a dot, 27 letters tried: %d sent", sent))
}

// Addresses that are compared in another form than they are written.
func TestKeysOfAddresses(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, email := range map[string]string{
		"a dotted I of Turkish": "ann@gmaİl.com", "one before the @": "İnn@example.com", "a sign of Kelvin": "an\u212a@example.com",
		"a domain that cannot be": "ann@bü..example", "a hyphen first": "ann@-bü.example",
	} {
		_, err := o.SignUp(o.ctx, local.SignUp{Email: email, Password: good})
		if wantCode(t, name, err, alex.CodeInvalid); fmt.Sprint(fields(err)) != "[email]" {
			t.Errorf("%s: %v", name, err)
		}
	}
	o.signUp(t, "ann@Bücher.example")
	for _, same := range []string{"ann@bücher.example", "ANN@XN--bcher-kva.example", "ann@BÜCHER.example"} {
		_, err := o.signIn(same, good)
		wantCode(t, same, err, "")
		_, err = o.SignUp(o.ctx, local.SignUp{Email: same, Password: good})
		wantCode(t, "signing up as "+same, err, alex.CodeConflict)
	}
	o.signUp(t, "bob_b@a_b.example") // what is ASCII is as it was
	must(t, o.Disable(o.ctx, "Ann@bücher.example"))

	// A key as it was kept before, which nobody takes from its owner.
	login, err := o.Store.System().LoginOf(o.ctx, o.signUp(t, ann).Person.ID)
	must(t, err)
	must(t, o.Store.System().ChangeEmail(o.ctx, login, "old@bücher.example", "old@bücher.example", o.now()))
	_, err = o.SignUp(o.ctx, local.SignUp{Email: "old@bücher.example", Password: better})
	must(t, err)
	_, err = o.signIn("old@bücher.example", good)
	wantCode(t, "a key of before", err, "")
	must(t, o.Disable(o.ctx, "old@bücher.example"))
	_, err = o.signIn("old@bücher.example", good)
	wantCode(t, "a key of before, shut out", err, alex.CodeUnauthorized)
}
