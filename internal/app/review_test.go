package app

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/auth/clerk/clerktest"
	"alex/internal/mail"
	"alex/internal/review"
	"alex/internal/store"
)

// letterOffice is a service with a letterbox, and letters that are sent when the test
// says so.
type letterOffice struct {
	clerked
	box     *letterbox
	letters *letters
}

func newLetterOffice(t *testing.T) letterOffice {
	t.Helper()
	box := &letterbox{}
	c := clerkServing(t, nil)
	c.App.Mail = box
	l, err := c.App.letters(t.Context(), c.cfg)
	if err != nil {
		t.Fatal(err)
	}
	l.base = "https://alex.example.org"
	return letterOffice{c, box, l}
}

// member is someone with a verified address, stocks alone, and a wish for
// letters.
func (o letterOffice) member(t *testing.T, id string) *visitor {
	t.Helper()
	o.tell(t, http.StatusNoContent, "c_"+id, clerktest.Changed("created", id, "Zqann", id+"@example.org", o.clock.now()))
	v := o.signedIn(t, id)
	at := v.ask(t, http.StatusCreated, "POST", "/api/accounts", `{"accountName":"Zqaccount","accountType":"taxable","cashBalance":"1"}`, nil)
	v.ask(t, http.StatusCreated, "POST", at.Get("Location")+"/positions", `{"symbol":"VTI","quantity":"987654"}`, nil)
	v.ask(t, http.StatusOK, "PUT", "/api/user", `{"monthlyReview":true,"assetClassTargets":{"equity":100}}`, nil)
	return v
}

// drifts gives them targets that they are far from.
func (o letterOffice) drifts(t *testing.T, id string) {
	t.Helper()
	o.signedIn(t, id).ask(t, http.StatusOK, "PUT", "/api/user", `{"monthlyReview":true,"assetClassTargets":{"fixed_income":100}}`, nil)
}

func (o letterOffice) send(t *testing.T, want int) []mail.Message {
	t.Helper()
	if err := o.letters.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := o.box.all()
	if len(all) != want {
		t.Fatalf("at %s %d letters are sent, want %d: %+v", o.clock.now(), len(all), want, all)
	}
	return all
}

// at moves the clock on.
func (o letterOffice) at(t *testing.T, at string) {
	t.Helper()
	then, err := time.Parse(time.RFC3339, at)
	if err != nil || then.Before(o.clock.now()) {
		t.Fatal(at, err)
	}
	o.clock.wait(then.Sub(o.clock.now()))
}

// TestMonthlyReviews follows a person over four months: nothing to compare
// with, nothing new, a change, and the end of it.
func TestMonthlyReviews(t *testing.T) {
	t.Parallel()
	o := newLetterOffice(t)
	o.member(t, "user_1")
	o.at(t, "2026-12-01T05:59:00Z")
	o.send(t, 0)
	o.at(t, "2026-12-01T06:00:00Z")
	o.send(t, 0) // there is nothing to compare with
	o.drifts(t, "user_1")
	o.send(t, 0) // once a month
	o.at(t, "2027-01-01T09:00:00Z")
	m := o.send(t, 1)[0]
	for _, secret := range []string{"Zqann", "Zqaccount", "VTI", "987654", "987,654"} {
		if strings.Contains(m.Subject+m.Text, secret) {
			t.Errorf("the letter says %s: %s", secret, m.Text)
		}
	}
	if m.To != "user_1@example.org" || m.Subject != "Your Alex review for January 2027" || !strings.Contains(m.Text, "further from your targets") {
		t.Errorf("the letter is %+v", m)
	}
	for range 3 {
		o.clock.wait(10 * time.Hour)
		o.send(t, 1)
	}
	o.at(t, "2027-02-01T06:00:00Z")
	o.send(t, 1) // nothing changed

	// One POST of a mail program ends it, and tells nothing.
	stop := strings.Replace(m.Stop, "https://alex.example.org", o.URL, 1)
	response, err := http.Post(stop, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click")) //nolint:noctx // as a mail program does
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		t.Errorf("the stop is answered %s", response.Status)
	}
	var me struct{ MonthlyReview bool }
	o.signedIn(t, "user_1").ask(t, http.StatusOK, "GET", "/api/user", "", &me)
	if me.MonthlyReview {
		t.Error("it goes on")
	}
	o.at(t, "2027-03-01T06:00:00Z")
	o.signedIn(t, "user_1").ask(t, http.StatusOK, "PUT", "/api/user", `{"assetClassTargets":{"equity":100}}`, nil)
	o.send(t, 1)
}

// TestReviewsAreTriedForThreeDays: a server that refuses is asked again each
// hour, and no more once the days are over; what may have been taken is never
// sent again.
func TestReviewsAreTriedForThreeDays(t *testing.T) {
	t.Parallel()
	unavailable := alex.Errorf(alex.CodeUnavailable, "not now")
	for name, c := range map[string]struct {
		refusal     error
		least, most int // tries
		standing    string
	}{
		"not now":   {unavailable, 60, 72, store.ReviewFailed},
		"never":     {alex.Errorf(alex.CodeInvalid, "no such address"), 1, 1, store.ReviewFailed},
		"uncertain": {&alex.Error{Code: alex.CodeUnavailable, Err: mail.ErrUncertain}, 1, 1, store.ReviewSent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newLetterOffice(t)
			o.member(t, "user_1")
			o.at(t, "2026-12-01T06:00:00Z")
			o.send(t, 0)
			o.drifts(t, "user_1")
			tries := 0
			o.box.refuse = func(mail.Message) error { tries++; return c.refusal }
			o.at(t, "2027-01-01T06:00:00Z")
			for range 5 * 24 * 2 {
				o.send(t, 0)
				o.clock.wait(30 * time.Minute)
			}
			past, err := o.App.Store.As("user_1").Reviews(t.Context())
			if err != nil || tries < c.least || tries > c.most || past[0].Standing != c.standing || past[0].Month != "2027-01" {
				t.Errorf("%d tries, %+v, %v", tries, past, err)
			}
			if name == "not now" { // the next month compares with what was told last
				o.box.refuse = nil
				o.at(t, "2027-02-01T06:00:00Z")
				o.send(t, 1)
			}
		})
	}
}

// TestReviewsAreSentOnce lets many processes send at once.
func TestReviewsAreSentOnce(t *testing.T) {
	t.Parallel()
	const people, processes = 10, 4
	o := newLetterOffice(t)
	for n := range people {
		o.member(t, fmt.Sprintf("user_%d", n))
	}
	o.at(t, "2026-12-01T06:00:00Z")
	o.send(t, 0)
	for n := range people {
		o.drifts(t, fmt.Sprintf("user_%d", n))
	}
	o.at(t, "2027-01-01T06:00:00Z")
	var group sync.WaitGroup
	failed := make([]error, processes)
	for n := range processes {
		group.Go(func() {
			l := *o.letters
			failed[n] = l.send(t.Context())
		})
	}
	group.Wait()
	if err := errors.Join(failed...); err != nil {
		t.Error(err)
	}
	to := map[string]int{}
	for _, m := range o.send(t, people) {
		to[m.To]++
	}
	if len(to) != people {
		t.Errorf("the letters went to %v", to)
	}
	t.Attr("measured", "10 people, 4 senders at once: 10 letters, one each")
}

// TestReviewOfTheReport compares with a report that is newer than the last
// letter, and says nothing of what that told already.
func TestReviewOfTheReport(t *testing.T) {
	t.Parallel()
	o := newLetterOffice(t)
	v := o.member(t, "user_1")
	o.at(t, "2026-12-01T06:00:00Z")
	o.send(t, 0)
	o.drifts(t, "user_1")
	o.clock.wait(time.Hour)
	v.token = o.token(t, "user_1")
	if job := v.analyzed(t); job.Status != alex.JobCompleted {
		t.Fatalf("%+v", job)
	}
	o.at(t, "2027-01-01T06:00:00Z")
	all := o.box.all()
	if err := o.letters.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, m := range o.box.all()[len(all):] {
		if strings.Contains(m.Text, "targets") {
			t.Errorf("it says again what the report said: %s", m.Text)
		}
	}
	o.at(t, "2027-04-01T06:00:00Z")
	if err := o.letters.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	all = o.box.all()
	if len(all) == 0 || !strings.Contains(all[len(all)-1].Text, "three months old") {
		t.Errorf("of an old report it says %+v", all)
	}
}

// TestStopByToken: the page's form, and what is no token.
func TestStopByToken(t *testing.T) {
	t.Parallel()
	o := newLetterOffice(t)
	v := o.member(t, "user_1")
	token, err := review.Seal(o.letters.key, "user_1")
	if err != nil {
		t.Fatal(err)
	}
	gone, err := review.Seal(o.letters.key, "user_gone")
	if err != nil {
		t.Fatal(err)
	}
	anyone := o.visitor(t)
	for body, status := range map[string]int{
		`{"token":"` + token[1:] + `"}`: http.StatusUnprocessableEntity, `{"token":""}`: http.StatusUnprocessableEntity, `{}`: http.StatusUnprocessableEntity,
		`[]`: http.StatusUnprocessableEntity, ``: http.StatusUnprocessableEntity, `{"token":"` + gone + `"}`: http.StatusNoContent, `{"token":"user_1"}`: http.StatusUnprocessableEntity,
	} {
		anyone.ask(t, status, "POST", "/api/mail/stop", body, nil)
	}
	var me struct{ MonthlyReview bool }
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &me)
	if !me.MonthlyReview {
		t.Error("somebody else's token, or none, has ended it")
	}
	for range 2 {
		anyone.ask(t, http.StatusNoContent, "POST", "/api/mail/stop", `{"token":"`+token+`"}`, nil)
	}
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &me)
	if me.MonthlyReview {
		t.Error("it goes on")
	}
}
