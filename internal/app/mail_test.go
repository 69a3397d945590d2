package app

import (
	"bufio"
	"context"
	"net"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/mail"
)

// letterbox keeps what is sent, or refuses it.
type letterbox struct {
	mu      sync.Mutex
	letters []mail.Message
	refuse  func(mail.Message) error // nil refuses nothing
}

func (l *letterbox) Send(_ context.Context, m mail.Message) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuse != nil {
		if err := l.refuse(m); err != nil {
			return err
		}
	}
	l.letters = append(l.letters, m)
	return nil
}

func (l *letterbox) all() []mail.Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]mail.Message{}, l.letters...)
}

// TestInvitationsAreSent: where there is a mail server and it is wanted; the
// token is good either way.
func TestInvitationsAreSent(t *testing.T) {
	t.Parallel()
	s := serving(t, "ALEX_SIGNUP=invite", "ALEX_PUBLIC_URL=https://alex.example.org", "ALEX_SMTP_URL=smtp://localhost:1", "ALEX_MAIL_FROM=alex@example.org")
	people, err := OpenPeople(t.Context(), s.cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = people.Close() })
	unreachable, err := people.Invite(t.Context(), "none@example.org", true)
	if err != nil || unreachable.Mailed || unreachable.Token == "" || !strings.Contains(unreachable.Note, "not sent") {
		t.Errorf("without a server: %+v, %v", unreachable, err)
	}
	box := &letterbox{}
	people.mail = box
	quiet, err := people.Invite(t.Context(), "quiet@example.org", false)
	if err != nil || quiet.Mailed || len(box.letters) != 0 {
		t.Errorf("unasked: %+v, %v, %v", quiet, box.letters, err)
	}
	i, err := people.Invite(t.Context(), "ann@example.org", true)
	if err != nil || !i.Mailed || len(box.letters) != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	if m := box.letters[0]; m.To != "ann@example.org" || !strings.Contains(m.Text, i.Link) || !strings.Contains(i.Link, "https://alex.example.org/sign-up#") {
		t.Errorf("the letter is %+v", m)
	}
	v := s.visitor(t)
	v.enter(t, 201, "sign-up", `{"email":"ann@example.org","password":"correct horse battery","invite":"`+i.Token+`"}`)
	who, err := s.App.Store.As(alex.PersonID(v.id)).Person(t.Context())
	if err != nil || !who.EmailVerified {
		t.Errorf("who was invited is %+v, %v", who, err)
	}
}

// TestDoctorMail greets a mail server and sends nothing.
func TestDoctorMail(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 100)
	go func() {
		defer close(heard)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = conn.Write([]byte("220 stand-in\r\n"))
		for in := bufio.NewScanner(conn); in.Scan(); {
			heard <- in.Text()
			_, _ = conn.Write([]byte("250 ok\r\n"))
		}
	}()
	environ := func(url string) []string {
		return []string{"ALEX_SMTP_URL=" + url, "ALEX_MAIL_FROM=alex@example.org", "ALEX_PUBLIC_URL=https://alex.example.org"}
	}
	examine(t, "e-mail", nil, environ("smtp://"+listener.Addr().String())...).wants(t, FindingOK, "need not encrypt")
	_ = listener.Close()
	for line := range heard {
		if strings.HasPrefix(line, "MAIL") || strings.HasPrefix(line, "DATA") {
			t.Errorf("the doctor says %s", line)
		}
	}
	examine(t, "e-mail", nil, environ("smtps://alex:hunter2@"+listener.Addr().String())...).wants(t, FindingFail, "ALEX_SMTP_URL")
}
