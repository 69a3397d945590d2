package local_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/mail"
)

// comes signs somebody up from a client's address.
func (o *office) comes(t testing.TB, email, ip string) local.Session {
	t.Helper()
	s, err := o.SignUp(o.ctx, local.SignUp{Email: email, Password: good, ClientIP: ip})
	must(t, err)
	return s
}

func wantWait(t testing.TB, what string, err error, want time.Duration) {
	t.Helper()
	e, _ := errors.AsType[*alex.Error](err)
	if e == nil || e.Code != alex.CodeThrottled || e.RetryAfter != want {
		t.Errorf("%s: %v; want to wait %v", what, err, want)
	}
}

// subjects counts what was sent to an address, by subject.
func subjects(sent []mail.Message, to string) map[string]int {
	count := map[string]int{}
	for _, m := range sent {
		if m.To == to {
			count[m.Subject]++
		}
	}
	return count
}

func total(count map[string]int) (sum int) {
	for _, n := range count {
		sum += n
	}
	return sum
}

// Who signs up is let in, however many do; letters go to twenty an hour of one
// network, and whoever got none asks for one.
func TestSigningUpSendsFewLetters(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	var last local.Session
	for n := range 100 {
		last = o.comes(t, fmt.Sprintf("stranger%d@example.com", n), "2001:db8:1:2::"+fmt.Sprint(n))
	}
	sent := len(p.taken(o))
	if sent != 20 {
		t.Errorf("100 who sign up from one network cause %d letters", sent)
	}
	o.comes(t, "elsewhere@example.com", "2001:db8:1:3::1")
	if sent := p.taken(o); len(sent) != 1 {
		t.Errorf("from elsewhere comes %+v", sent)
	}
	must(t, o.SendConfirmation(o.ctx, o.holder(t, last)))
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != "stranger99@example.com" {
		t.Errorf("who asks for it is sent %+v", sent)
	}
	o.wait(15 * time.Minute)
	for n := range 3 {
		o.comes(t, fmt.Sprintf("later%d@example.com", n), "2001:db8:1:2::1")
	}
	later := len(p.taken(o))
	if later != 1 {
		t.Errorf("after a quarter of an hour there are %d", later)
	}
	t.Attr("measured", fmt.Sprintf("100 sign up from one network: %d letters, then %d each quarter of an hour", sent, later))
}

// One mailbox gets three letters of strangers in an hour, by whatever tags it is
// named, whoever asks, by signing up and by asking again; and three links for a
// new password, apart from them.
func TestSubAddressesAreOneMailbox(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	refused := 0
	for n := range 10 {
		email, ip := fmt.Sprintf("Victim+%d@example.com", n), fmt.Sprintf("192.0.2.%d", n)
		who := o.holder(t, o.comes(t, email, ip))
		o.Wait()
		for range 3 {
			if alex.CodeOf(o.SendConfirmation(o.ctx, who)) == alex.CodeThrottled {
				refused++
			}
			must(t, o.AskReset(o.ctx, email, ip))
			o.Wait()
		}
	}
	sent, links := 0, 0
	for _, m := range p.taken(o) {
		if sent++; resetLink.MatchString(m.Text) {
			links++
		}
	}
	if sent != 6 || links != 3 {
		t.Errorf("the mailbox gets %d letters, %d of them links for a new password", sent, links)
	}
	t.Attr("measured", fmt.Sprintf("10 sub-addresses, 70 letters tried: %d sent, %d of them for a new password, %d asked for and refused", sent, links, refused))
}

// Strangers cause 500 letters in an hour in all; then there are others.
func TestLettersOfStrangersInAll(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	o.wait(20 * time.Minute)
	come := func(from, to int) int {
		for n := from; n < to; n++ {
			o.comes(t, fmt.Sprintf("stranger%d@example.com", n), fmt.Sprintf("10.0.%d.1", n))
		}
		return len(p.taken(o))
	}
	sent := come(0, 40)
	for n := 40; n < 520; n += 40 { // fewer than wait at most
		sent += come(n, n+40)
	}
	o.wait(40*time.Minute - time.Second)
	late := come(600, 610)
	o.wait(time.Second)
	again := come(610, 620)
	if sent != 500 || late != 0 || again != 10 {
		t.Errorf("%d letters are sent, %d at the end of the hour, %d in the next", sent, late, again)
	}
	t.Attr("measured", fmt.Sprintf("520 sign up from as many networks: %d letters in the hour, %d of 10 in the next", sent, again))
}

// Who signs up with another's address, changes it and begins again writes to it
// three times in an hour, and three times more by asking.
func TestAddressesThatAreTakenInTurn(t *testing.T) {
	t.Parallel()
	for _, ask := range []bool{false, true} {
		o, p := posted(t)
		const victim = "victim@example.com"
		count := map[string]int{}
		add := func(sent []mail.Message) {
			for subject, n := range subjects(sent, victim) {
				count[subject] += n
			}
		}
		for n := range 10 {
			who := o.holder(t, o.comes(t, victim, fmt.Sprintf("192.0.2.%d", n)))
			add(p.taken(o))
			if ask {
				_ = o.SendConfirmation(o.ctx, who)
			}
			must(t, o.ChangePassword(o.ctx, who, good, better))
			add(p.taken(o))
			evil := fmt.Sprintf("evil%d@example.net", n)
			_, err := o.ChangeAddress(o.ctx, who, change(evil, better, ""))
			must(t, err)
			sent := p.taken(o)
			add(sent)
			_, err = o.confirm(tokenIn(t, byAddress(sent)[evil][0]))
			must(t, err)
			add(p.taken(o))
		}
		if want := map[bool]int{false: 3, true: 6}[ask]; total(count) != want {
			t.Errorf("asking %v: the address gets %v", ask, count)
		}
		t.Attr("measured", fmt.Sprintf("10 turns, asking for letters %v: %d letters", ask, total(count)))
	}
}

// What is done to an account is always told to an address that is known to be
// its owner's.
func TestNoticesToAConfirmedAddress(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, o.signUp(t, ann))
	_, err := o.confirm(tokenIn(t, p.taken(o)[0]))
	must(t, err)
	for n := range 5 { // strangers use up what they may send there
		stranger := o.holder(t, o.comes(t, fmt.Sprintf("p%d@example.com", n), ""))
		_, _ = o.ChangeAddress(o.ctx, stranger, change(ann, good, ""))
	}
	p.taken(o)
	passwords := []string{good, better}
	for n := range 6 {
		must(t, o.ChangePassword(o.ctx, who, passwords[n%2], passwords[(n+1)%2]))
	}
	_, err = o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	must(t, err)
	sent := p.taken(o)
	_, err = o.confirm(tokenIn(t, byAddress(sent)[moved][0]))
	must(t, err)
	count := subjects(append(sent, p.taken(o)...), ann)
	if count["Your password was changed"] != 6 || count["Another e-mail address was asked for"] != 1 || count["Your e-mail address was changed"] != 1 {
		t.Errorf("the owner is told %v", count)
	}
	t.Attr("measured", fmt.Sprintf("8 changes, each told, after strangers used up their letters there: %d", total(count)))
}

// What strangers send to an address takes nothing from who signs in with it.
func TestStrangersTakeNoLinkAway(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, o.signUp(t, ann))
	p.taken(o)
	links, n := 0, 0
	for range 96 { // quarters of an hour
		o.wait(15 * time.Minute)
		for range 2 {
			stranger := o.holder(t, o.comes(t, fmt.Sprintf("p%d@example.com", n), ""))
			_, _ = o.ChangeAddress(o.ctx, stranger, change(ann, good, ""))
			n++
		}
		p.taken(o)
		err := o.SendConfirmation(o.ctx, who)
		for _, m := range p.taken(o) {
			if m.To == ann && confirmLink.MatchString(m.Text) {
				links++
			}
		}
		wantCode(t, "asking for the link", err, "")
	}
	if links != 96 {
		t.Errorf("the owner gets %d links", links)
	}
	t.Attr("measured", fmt.Sprintf("96 times in a day the owner asks, after %d strangers: %d links", n, links))
}

// Who asks for more than may be sent keeps the link of before.
func TestNoLetterNoOtherLink(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, o.signUp(t, ann))
	results := make(chan error, 40)
	var group sync.WaitGroup
	for range cap(results) {
		group.Go(func() { results <- o.SendConfirmation(o.ctx, who) })
	}
	group.Wait()
	close(results)
	granted := 0
	for err := range results {
		if err == nil {
			granted++
		} else {
			wantWait(t, "one of many", err, 15*time.Minute)
		}
	}
	sent, good := p.taken(o), 0
	if granted != 2 || len(sent) != 3 {
		t.Errorf("%d were granted, %d letters sent", granted, len(sent))
	}
	for _, m := range sent {
		if _, err := o.confirm(tokenIn(t, m)); err == nil {
			good++
		}
	}
	if good != 1 {
		t.Errorf("%d links are good", good)
	}
	t.Attr("measured", fmt.Sprintf("40 ask at once: %d granted, %d letters with that of signing up, %d good link", granted, len(sent), good))
}

// slowbox is a mail server that takes nothing until it is opened.
type slowbox struct {
	postbox

	opened chan struct{}
}

func (s *slowbox) Send(ctx context.Context, m mail.Message) error {
	<-s.opened
	return s.postbox.Send(ctx, m)
}

// The letter of signing up, however late it goes, voids nothing that was asked
// for after it.
func TestLateLettersVoidNothing(t *testing.T) {
	t.Parallel()
	o, _ := posted(t)
	p := &slowbox{opened: make(chan struct{})}
	o.Mail = p
	for n := range 10 {
		o.signUp(t, fmt.Sprintf("busy%d@example.com", n))
	}
	who := o.holder(t, o.signUp(t, ann))
	a, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	must(t, err)
	close(p.opened)
	sent := byAddress(p.taken(o))
	if a.Waiting != moved || o.address(t, who).Waiting != moved {
		t.Errorf("first %+v waits, then %+v", a, o.address(t, who))
	}
	_, err = o.confirm(tokenIn(t, sent[moved][0]))
	wantCode(t, "the link of the change", err, "")
}

// Who erases themselves and comes again writes to an address no more often.
func TestErasingGivesNoMoreLetters(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	sent := 0
	for n := range 10 {
		who := o.holder(t, o.comes(t, ann, fmt.Sprintf("192.0.2.%d", n)))
		o.Wait()
		_ = o.SendConfirmation(o.ctx, who)
		must(t, o.AskReset(o.ctx, ann, ""))
		sent += len(p.taken(o))
		must(t, o.Delete(o.ctx, ann))
	}
	if sent != 9 {
		t.Errorf("the address gets %d letters", sent)
	}
	t.Attr("measured", fmt.Sprintf("10 times signed up with an address, asked for each letter and erased: %d letters", sent))
}

// A link dies only for one that is sent: where the mail server takes none, that of
// before is good.
func TestLinksOutliveLettersThatAreNotSent(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, o.signUp(t, ann))
	first := tokenIn(t, p.taken(o)[0])
	fails := func(ask func() error) {
		t.Helper()
		p.err = errors.New("the server is away")
		must(t, ask())
		p.taken(o)
		p.err = nil
	}
	fails(func() error { return o.SendConfirmation(o.ctx, who) })
	fails(func() error { _, err := o.ChangeAddress(o.ctx, who, change(moved, good, "")); return err })
	if a := o.address(t, who); a.Waiting != "" {
		t.Errorf("what was not sent waits: %+v", a)
	}
	_, err := o.confirm(first)
	wantCode(t, "the link that confirms", err, "")
	o.wait(15 * time.Minute)
	_, err = o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	must(t, err)
	token := tokenIn(t, byAddress(p.taken(o))[moved][0])
	o.wait(15 * time.Minute)
	fails(func() error { return o.SendConfirmation(o.ctx, who) })
	_, err = o.confirm(token)
	wantCode(t, "the link of a change", err, "")
	p.taken(o)
	link := p.asked(t, o, moved, "")
	fails(func() error { return o.AskReset(o.ctx, moved, "") })
	wantCode(t, "the link for a new password", o.Reset(o.ctx, auth.Reset{Token: link, Password: better}), "")
}

// Who asks for a letter that has no place keeps the code that they gave.
func TestNoPlaceUsesNoCode(t *testing.T) {
	t.Parallel()
	o, first := posted(t)
	who, _, codes := o.twoFactors(t, bob)
	first.taken(o)
	p := &slowbox{opened: make(chan struct{})}
	o.Mail = p
	for n := range 80 {
		o.comes(t, fmt.Sprintf("s%d@example.com", n), fmt.Sprintf("10.0.%d.1", n))
	}
	_, err := o.ChangeAddress(o.ctx, who, change(moved, good, codes[0]))
	wantWait(t, "a change without a place", err, time.Minute)
	f, err := o.SecondFactor(o.ctx, who.Person)
	if err != nil || f.RecoveryCodesLeft != 10 {
		t.Errorf("%+v, %v", f, err)
	}
	close(p.opened)
	p.taken(o)
	_, err = o.ChangeAddress(o.ctx, who, change(moved, good, "000000"))
	wantCode(t, "a wrong code", err, alex.CodeInvalid)
	_, err = o.ChangeAddress(o.ctx, who, change(moved, good, codes[0]))
	wantCode(t, "the code, once there is a place", err, "")
}

// However many letters to strangers wait for a slow mail server, those that
// people need go; who asks for a letter that has no place is told.
func TestStrangersLettersDrownNothing(t *testing.T) {
	t.Parallel()
	o, first := posted(t)
	who := o.holder(t, o.signUp(t, ann))
	_, err := o.confirm(tokenIn(t, first.taken(o)[0]))
	must(t, err)
	waits := o.holder(t, o.signUp(t, bob))
	token := tokenIn(t, first.taken(o)[0])
	p := &slowbox{opened: make(chan struct{})}
	o.Mail = p
	for n := range 80 {
		o.comes(t, fmt.Sprintf("s%d@example.com", n), fmt.Sprintf("10.0.%d.1", n))
	}
	must(t, o.AskReset(o.ctx, ann, "198.51.100.1"))
	must(t, o.ChangePassword(o.ctx, who, good, better))
	wantWait(t, "a letter without a place", o.SendConfirmation(o.ctx, waits), time.Minute)
	_, err = o.confirm(token)
	wantCode(t, "the link of before", err, "")
	close(p.opened)
	sent := p.taken(o)
	if count := subjects(sent, ann); count["Choose a new password for Alex"] != 1 || count["Your password was changed"] != 1 || len(sent) != 64+2 {
		t.Errorf("of %d letters the owner gets %v", len(sent), count)
	}
	t.Attr("measured", fmt.Sprintf("80 letters to strangers before a reset and a notice: %d sent, both among them", len(sent)))
}

// A person has three letters in an hour, then one each quarter of an hour, and
// is told how long to wait.
func TestLettersOfAPersonAreFew(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who := o.holder(t, o.signUp(t, ann)) // the first of them
	other := o.holder(t, o.signUp(t, bob))
	p.taken(o)
	sent, refused := 1, 0
	for range 10 {
		err := o.SendConfirmation(o.ctx, who)
		if err == nil {
			sent++
			continue
		}
		refused++
		e, _ := errors.AsType[*alex.Error](err)
		if e == nil || e.Code != alex.CodeThrottled || e.RetryAfter != 15*time.Minute || !strings.Contains(e.Message, "15 minutes") {
			t.Fatalf("one of many: %v", err)
		}
	}
	_, err := o.ChangeAddress(o.ctx, who, change(moved, good, ""))
	wantCode(t, "another address meanwhile", err, alex.CodeThrottled)
	if took := p.taken(o); sent != 3 || len(took) != 2 {
		t.Errorf("%d letters were granted, %d sent after the first", sent, len(took))
	}
	wantCode(t, "another person", o.SendConfirmation(o.ctx, other), "")
	o.wait(15 * time.Minute)
	wantCode(t, "after a quarter of an hour", o.SendConfirmation(o.ctx, who), "")
	wantCode(t, "and one more", o.SendConfirmation(o.ctx, who), alex.CodeThrottled)
	if took := p.taken(o); len(took) != 2 {
		t.Errorf("then %d are sent", len(took))
	}
	_, err = o.signIn(ann, good)
	wantCode(t, "signing in meanwhile", err, "")
	t.Attr("measured", fmt.Sprintf("11 letters asked for at once: %d sent, %d refused with the time to wait", sent, refused))
}

// However many people name an address, it gets three letters in an hour; who asks
// for a fourth is told, and keeps the link of before.
func TestLettersToAnAddressAreFew(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	sent, refused := 0, 0
	for n := range 8 {
		who := o.holder(t, o.signUp(t, fmt.Sprintf("p%d@example.com", n)))
		token := tokenIn(t, p.taken(o)[0])
		_, err := o.ChangeAddress(o.ctx, who, change(fmt.Sprintf("Victim+%d@example.com", n%4), good, ""))
		if n < 3 {
			must(t, err)
			sent++
		} else {
			wantWait(t, "one more", err, 15*time.Minute)
			if a := o.address(t, who); a.Waiting != "" {
				t.Errorf("what gets no letter waits: %+v", a)
			}
			_, err = o.confirm(token)
			wantCode(t, "the link of before", err, "")
			refused++
		}
		letters := 0
		for _, m := range p.taken(o) {
			if strings.HasPrefix(m.To, "Victim") {
				letters++
			}
		}
		if want := map[bool]int{true: 1, false: 0}[err == nil && n < 3]; letters != want {
			t.Errorf("the address gets %d letters of person %d, want %d", letters, n, want)
		}
	}
	t.Attr("measured", fmt.Sprintf("8 people name 4 addresses of one mailbox: %d letters, %d refused with the time to wait", sent, refused))
}

func TestConfirmingIsThrottled(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	o.signUp(t, ann)
	token := tokenIn(t, p.taken(o)[0])
	for range 50 {
		_, err := o.ConfirmAddress(o.ctx, "guess", "192.0.2.3")
		wantCode(t, "a guess", err, alex.CodeUnauthorized)
	}
	_, err := o.ConfirmAddress(o.ctx, token, "192.0.2.3")
	wantCode(t, "the 51st, from there", err, alex.CodeThrottled)
	_, err = o.ConfirmAddress(o.ctx, token, "192.0.2.4")
	wantCode(t, "from elsewhere", err, "")
}
