package local_test

import (
	"context"
	"errors"
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
)

// postbox stands in for a mail server: it keeps what is sent.
type postbox struct {
	mu   sync.Mutex
	sent []mail.Message
	err  error
}

func (p *postbox) Send(_ context.Context, m mail.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, m)
	return p.err
}

// taken are the e-mails so far, once they are sent.
func (p *postbox) taken(o *office) []mail.Message {
	o.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := p.sent
	p.sent = nil
	return sent
}

func posted(t testing.TB) (*office, *postbox) {
	t.Helper()
	o, p := secured(t), &postbox{}
	o.Mail, o.PublicURL = p, site
	return o, p
}

// signUp is that of the office, without the letter that comes of it.
func (p *postbox) signUp(t testing.TB, o *office, email string) local.Session {
	t.Helper()
	s := o.signUp(t, email)
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != email || !confirmLink.MatchString(sent[0].Text) {
		t.Fatalf("signing up sends %+v", sent)
	}
	return s
}

const better = "another horse battery"

func TestChangePassword(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	first := p.signUp(t, o, ann)
	other, err := o.signIn(ann, good)
	must(t, err)
	who := o.holder(t, first)
	for name, c := range map[string]struct{ current, password, field string }{
		"a wrong one":           {"wrong password", better, "currentPassword"},
		"none":                  {"", better, "currentPassword"},
		"one that is too long":  {strings.Repeat("x", 1025), better, "currentPassword"},
		"a short new one":       {good, "short", "password"},
		"a common new one":      {good, "password123", "password"},
		"the address":           {good, ann, "password"},
		"a new one of no UTF-8": {good, "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8", "password"},
	} {
		err := o.ChangePassword(o.ctx, who, c.current, c.password)
		wantCode(t, name, err, alex.CodeInvalid)
		if diff := cmp.Diff([]string{c.field}, fields(err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	must(t, o.ChangePassword(o.ctx, who, good, better))
	_, err = o.verify(first.AccessToken)
	wantCode(t, "this session", err, "")
	_, err = o.verify(other.AccessToken)
	wantCode(t, "the other session", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, good)
	wantCode(t, "the old password", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, better)
	wantCode(t, "the new one", err, "")
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != ann || !strings.Contains(sent[0].Text, "was changed") {
		t.Errorf("the person is written %+v", sent)
	}
	demo, err := o.Demo(o.ctx, "")
	must(t, err)
	wantCode(t, "who has no password", o.ChangePassword(o.ctx, o.holder(t, demo), good, better), alex.CodeConflict)
}

// Whoever has a token and not the password guesses it no faster than elsewhere.
func TestChangesOfPasswordsAreThrottled(t *testing.T) {
	t.Parallel()
	o := secured(t)
	who := o.holder(t, o.signUp(t, ann))
	tried, throttled := 0, 0
	for range 100 {
		switch err := o.ChangePassword(o.ctx, who, "wrong password", better); alex.CodeOf(err) {
		case alex.CodeInvalid:
			tried++
		case alex.CodeThrottled:
			throttled++
		default:
			t.Fatal(err)
		}
	}
	_, err := o.signIn(ann, good)
	wantCode(t, "signing in from there", err, alex.CodeThrottled)
	if tried != 5 {
		t.Errorf("%d guesses were tried", tried)
	}
	t.Attr("measured", fmt.Sprintf("100 guesses at the current password: %d tried, %d throttled", tried, throttled))
}

func TestEndOtherSessions(t *testing.T) {
	t.Parallel()
	o := secured(t)
	first := o.signUp(t, ann)
	bob := o.signUp(t, "bob@example.com")
	for range 5 {
		_, err := o.signIn(ann, good)
		must(t, err)
	}
	must(t, o.EndOtherSessions(o.ctx, o.holder(t, first)))
	list, err := o.Store.As(first.Person.ID).Sessions(o.ctx)
	if err != nil || len(list) != 1 {
		t.Errorf("%d sessions are left, %v", len(list), err)
	}
	for _, token := range []string{first.AccessToken, bob.AccessToken} {
		_, err := o.verify(token)
		wantCode(t, "a session that stays", err, "")
	}
}

func TestNoticesOfASecondFactor(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	who, _, codes := o.twoFactors(t, ann)
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != ann || sent[0].Subject != "A second factor is on" {
		t.Errorf("turning it on writes %+v", sent)
	}
	p.err = errors.New("the server is away")
	must(t, o.EndSecondFactor(o.ctx, who, good, codes[0]))
	if sent := p.taken(o); len(sent) != 1 || sent[0].Subject != "The second factor is off" || strings.Contains(sent[0].Text, codes[0]) {
		t.Errorf("turning it off writes %+v", sent)
	}
}

var resetLink = regexp.MustCompile(`(?m)^https://alex\.example/reset#([A-Za-z0-9_-]{43})$`)

// asked asks for a link, and answers its token; empty where none was sent.
func (p *postbox) asked(t testing.TB, o *office, email, ip string) string {
	t.Helper()
	must(t, o.AskReset(o.ctx, email, ip))
	sent := p.taken(o)
	if len(sent) == 0 {
		return ""
	}
	match := resetLink.FindStringSubmatch(sent[0].Text)
	if len(sent) != 1 || match == nil {
		t.Fatalf("what is sent is %+v", sent)
	}
	return match[1]
}

func TestReset(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	s := p.signUp(t, o, ann)
	if token := p.asked(t, o, "nobody@example.com", ""); token != "" {
		t.Error("nobody is written to")
	}
	old := p.asked(t, o, " ANN@example.com", "")
	token := p.asked(t, o, ann, "")
	reset := func(token, password string) error {
		return o.Reset(o.ctx, auth.Reset{Token: token, Password: password})
	}
	for name, token := range map[string]string{"the one before": old, "none": "", "a made-up one": strings.Repeat("A", 43), "in part": token[:42]} {
		wantCode(t, name, reset(token, better), alex.CodeUnauthorized)
	}
	wantCode(t, "a weak password", reset(token, "short"), alex.CodeInvalid)
	_, err := o.verify(s.AccessToken)
	wantCode(t, "the session, so far", err, "")
	must(t, reset(token, better))
	wantCode(t, "the token twice", reset(token, good), alex.CodeUnauthorized)
	_, err = o.verify(s.AccessToken)
	wantCode(t, "the session", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, better)
	wantCode(t, "the new password", err, "")
	_, err = o.signIn(ann, good)
	wantCode(t, "the old password", err, alex.CodeUnauthorized)
	if sent := p.taken(o); len(sent) != 1 || sent[0].To != ann {
		t.Errorf("the person is written %+v", sent)
	}
	o.wait(time.Hour)
	late := p.asked(t, o, ann, "")
	o.wait(30 * time.Minute)
	wantCode(t, "after half an hour", reset(late, good), alex.CodeUnauthorized)
	o.wait(time.Hour)
	before := p.asked(t, o, ann, "")
	must(t, o.Disable(o.ctx, ann))
	wantCode(t, "who is disabled since", reset(before, good), alex.CodeUnauthorized)
	o.wait(time.Hour)
	if token := p.asked(t, o, ann, ""); token != "" {
		t.Error("the disabled are written to")
	}
}

// One of many who bring a token at once has chosen the password.
func TestResetsAtOnce(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	p.signUp(t, o, ann)
	token := p.asked(t, o, ann, "")
	results := make(chan error, 20)
	var group sync.WaitGroup
	for range cap(results) {
		group.Go(func() { results <- o.Reset(o.ctx, auth.Reset{Token: token, Password: better}) })
	}
	group.Wait()
	close(results)
	done := 0
	for err := range results {
		if err == nil {
			done++
		} else {
			wantCode(t, "another", err, alex.CodeUnauthorized)
		}
	}
	if done != 1 {
		t.Errorf("%d of 20 have used the token", done)
	}
}

// A second factor is asked for, and does not use the token up.
func TestResetAsksForTheSecondFactor(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	_, d, codes := o.twoFactors(t, ann)
	p.taken(o)
	token := p.asked(t, o, ann, "")
	reset := func(code string) error {
		return o.Reset(o.ctx, auth.Reset{Token: token, Password: better, Code: code})
	}
	wantCode(t, "no code", reset(""), alex.CodeSecondFactorRequired)
	wantCode(t, "a wrong code", reset("000000"), alex.CodeSecondFactorWrong)
	wantCode(t, "the code of the device", reset(d.code(t, o.now())), "")
	_, err := o.withCode(ann, better, "")
	wantCode(t, "it stays on", err, alex.CodeSecondFactorRequired)
	p.taken(o)
	token = p.asked(t, o, ann, "")
	wantCode(t, "a recovery code", reset(codes[0]), "")
	p.taken(o)
	token = p.asked(t, o, ann, "")
	for range 20 {
		err = reset("000000")
	}
	wantCode(t, "many guesses", err, alex.CodeThrottled)
}

// The answer, and the work before it, are the same for whoever is asked about:
// what differs happens after it.
func TestAskingForAResetTellsNothing(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	o.signUp(t, ann)
	_, err := o.confirm(tokenIn(t, p.taken(o)[0]))
	must(t, err)
	asked := 0
	for range 10 {
		for _, email := range []string{ann, "nobody@example.com"} {
			must(t, o.AskReset(o.ctx, email, ""))
			asked++
		}
		o.Wait()
	}
	if sent := p.taken(o); len(sent) != 3 {
		t.Errorf("%d e-mails were sent, want 3", len(sent))
	}
	o.wait(15 * time.Minute)
	if p.asked(t, o, ann, "") == "" {
		t.Error("after the pause nothing is sent")
	}
	_, err = o.signIn(ann, good)
	wantCode(t, "signing in meanwhile", err, "")
	wantCode(t, "what is no address", o.AskReset(o.ctx, "ann", ""), alex.CodeInvalid)
	t.Attr("measured", fmt.Sprintf("%d requests answered alike, 3 e-mails sent to the one who is known", asked))
}

func TestRequestsOfOneClientAreThrottled(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	p.signUp(t, o, ann)
	passed := 0
	for n := range 50 {
		err := o.AskReset(o.ctx, fmt.Sprintf("p%d@example.com", n), "192.0.2.1")
		if err == nil {
			passed++
			continue
		}
		wantCode(t, "one of many", err, alex.CodeThrottled)
	}
	if passed != 20 {
		t.Errorf("%d requests of 50 passed", passed)
	}
	must(t, o.AskReset(o.ctx, ann, "192.0.2.2"))
	_, err := o.SignIn(o.ctx, ann, good, "192.0.2.1", "")
	wantCode(t, "signing in from there", err, "")
	for range 60 {
		_ = o.Reset(o.ctx, auth.Reset{Token: "guess", Password: better, ClientIP: "192.0.2.3"})
	}
	wantCode(t, "guessing tokens", o.Reset(o.ctx, auth.Reset{Token: "guess", Password: better, ClientIP: "192.0.2.3"}), alex.CodeThrottled)
}

func TestResetsWhereTheyAreOffered(t *testing.T) {
	t.Parallel()
	o, p := posted(t)
	p.signUp(t, o, ann)
	for name, change := range map[string]func(){
		"no mail": func() { o.Mail, o.PublicURL = nil, site }, "no place": func() { o.Mail, o.PublicURL = p, "" },
	} {
		change()
		if o.Resets() {
			t.Errorf("with %s they are offered", name)
		}
		wantCode(t, name, o.AskReset(o.ctx, ann, ""), alex.CodeForbidden)
	}
	if sent := p.taken(o); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
}
