package app

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"alex/internal/mail"
)

// mailbag hands each letter to the test as it is sent.
type mailbag chan mail.Message

func (b mailbag) Send(_ context.Context, m mail.Message) error {
	b <- m
	return nil
}

// next is the letter that is sent next, and the token of its link, if it has one.
func (b mailbag) next(t *testing.T, s served) (m mail.Message, token string) {
	t.Helper()
	select {
	case m = <-b:
	case <-time.After(time.Minute):
		t.Fatal("no letter comes")
	}
	for line := range strings.SplitSeq(m.Text, "\n") {
		if found, is := strings.CutPrefix(line, s.cfg.PublicURL+"/confirm#"); is {
			token = found
		}
	}
	return m, token
}

// TestServeConfirm confirms an address and changes it, by the API and the
// letters alone.
func TestServeConfirm(t *testing.T) {
	t.Parallel()
	bag := make(mailbag, 10)
	s := known(t, bag)
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "sign-up", ann)
	v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/email/confirm", `{"token":"none"}`, nil)
	m, token := bag.next(t, s)
	if m.To != "ann@example.org" || token == "" {
		t.Fatalf("signing up sends %+v", m)
	}
	var done struct{ Changed bool }
	v.ask(t, http.StatusOK, "POST", "/api/auth/email/confirm", `{"token":"`+token+`"}`, &done)
	v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/email/confirm", `{"token":"`+token+`"}`, nil)
	v.ask(t, http.StatusConflict, "POST", "/api/auth/email/letter", "", nil)
	var person struct {
		Email         string
		EmailVerified bool
	}
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &person)
	if done.Changed || !person.EmailVerified {
		t.Errorf("the link says %+v, the record %+v", done, person)
	}
	const change = `{"email":"moved@example.org","password":"correct horse battery"}`
	var address struct{ Email, Waiting string }
	v.ask(t, http.StatusUnprocessableEntity, "POST", "/api/auth/email", strings.Replace(change, "correct", "wrong", 1), nil)
	v.ask(t, http.StatusOK, "POST", "/api/auth/email", change, &address)
	if address.Email != "ann@example.org" || address.Waiting != "moved@example.org" {
		t.Errorf("it waits as %+v", address)
	}
	token = ""
	for range 2 {
		if m, found := bag.next(t, s); found != "" {
			if token = found; m.To != "moved@example.org" {
				t.Errorf("the link goes to %s", m.To)
			}
		}
	}
	v.ask(t, http.StatusOK, "POST", "/api/auth/email/confirm", `{"token":"`+token+`"}`, &done)
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &person)
	if !done.Changed || person.Email != "moved@example.org" || !person.EmailVerified {
		t.Errorf("the link says %+v, the record %+v", done, person)
	}
	v.enter(t, http.StatusOK, "sign-in", change)
	v.ask(t, http.StatusOK, "POST", "/api/auth/email", strings.Replace(change, "moved", "third", 1), nil)
	header := v.ask(t, http.StatusTooManyRequests, "POST", "/api/auth/email/letter", "", nil)
	if wait := header.Get("Retry-After"); wait != "900" && wait != "899" && wait != "898" {
		t.Errorf("the fourth letter is to wait for %q seconds", wait)
	}
	t.Attr("measured", fmt.Sprintf("3 letters in an hour, then Retry-After %s", header.Get("Retry-After")))
}
