package smtp_test

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/mail"
	"alex/internal/mail/smtp"
)

// sender speaks with a server of tests, in the clear unless that has TLS.
func sender(t *testing.T, s *server, change func(*smtp.Sender)) *smtp.Sender {
	t.Helper()
	host, port, err := net.SplitHostPort(s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	sender := &smtp.Sender{
		Host: host, Port: n, TLS: s.wraps, From: "Alex <alex@alex.example.org>", Domain: "alex.example.org", Timeout: 5 * time.Second,
		Roots: &tls.Config{RootCAs: s.tls.RootCAs, MinVersion: tls.VersionTLS12}, NewID: func() string { return "ABC123" },
		Now: func() time.Time { return time.Date(2026, 12, 1, 6, 0, 0, 0, time.UTC) },
	}
	if change != nil {
		change(sender)
	}
	return sender
}

func letter() mail.Message {
	return mail.Message{To: "ann@example.org", Subject: "Grüße – 1 von 2", Text: "Liebe Ann,\n\n.a line that begins with a dot\n" + strings.Repeat("ä", 100) + "\n", Stop: "https://alex.example.org/api/mail/stop?token=x"}
}

func TestSend(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		server func(*server)
		sender func(*smtp.Sender)
	}{
		"STARTTLS":           {func(s *server) { s.starts = true }, nil},
		"TLS from the start": {func(s *server) { s.wraps = true }, nil},
		"in the own network": {nil, func(s *smtp.Sender) { s.Clear = true }},
		"signed in": {func(s *server) { s.starts, s.auth = true, "PLAIN LOGIN" }, func(s *smtp.Sender) {
			s.User, s.Password = "alex", "hunter2"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, c.server)
			s := sender(t, server, c.sender)
			if err := s.Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			m, err := netmail.ReadMessage(strings.NewReader(server.mail(t)))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil || subject != letter().Subject {
				t.Errorf("the subject is %q, %v", subject, err)
			}
			for header, want := range map[string]string{
				"To": "<ann@example.org>", "From": `"Alex" <alex@alex.example.org>`, "Date": "Tue, 01 Dec 2026 06:00:00 +0000", "Message-Id": "<ABC123@alex.example.org>",
				"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://alex.example.org/api/mail/stop?token=x>",
				"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Content-Type": "text/plain; charset=UTF-8", "User-Agent": "", "X-Mailer": "",
			} {
				if got := strings.Join(m.Header[header], "|"); got != want {
					t.Errorf("%s: %q, want %q", header, got, want)
				}
			}
			if encoding := m.Header.Get("Content-Transfer-Encoding"); encoding != "quoted-printable" {
				t.Fatal(encoding)
			}
			text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
			if got := strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n..", "\n."); err != nil || got != letter().Text {
				t.Errorf("the text is %q, %v", got, err)
			}
			if s.User != "" && !strings.Contains(server.heard(), base64.StdEncoding.EncodeToString([]byte("\x00alex\x00hunter2"))) {
				t.Errorf("it did not sign in: %s", server.heard())
			}
		})
	}
}

// TestNothingInTheClear: a password and a letter go to a server elsewhere only
// where it is encrypted, by whom it says it is.
func TestNothingInTheClear(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		server func(*server)
		sender func(*smtp.Sender)
	}{
		"no STARTTLS":           {func(s *server) { s.auth = "PLAIN" }, nil},
		"STARTTLS that refuses": {func(s *server) { s.starts, s.replies["STARTTLS"] = true, "454 not now" }, nil},
		"a strange certificate": {func(s *server) { s.starts = true }, func(s *smtp.Sender) { s.Roots = nil }},
		"a strange one, TLS":    {func(s *server) { s.wraps = true }, func(s *smtp.Sender) { s.Roots = nil }},
		"another's, near":       {func(s *server) { s.starts = true }, func(s *smtp.Sender) { s.Roots, s.Clear = nil, true }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, c.server)
			s := sender(t, server, func(s *smtp.Sender) { s.User, s.Password = "alex", "hunter2" })
			if c.sender != nil {
				c.sender(s)
			}
			for what, err := range map[string]error{"Send": s.Send(t.Context(), letter()), "Check": s.Check(t.Context())} {
				if alex.CodeOf(err) != alex.CodeUnavailable {
					t.Errorf("%s: %v", what, err)
				}
			}
			for _, secret := range []string{"AUTH", "MAIL", "RCPT", "DATA", base64.StdEncoding.EncodeToString([]byte("hunter2"))} {
				if strings.Contains(server.heard(), secret) {
					t.Errorf("it said %s: %s", secret, server.heard())
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verb, reply string
		code        alex.Code
	}{
		"no such address":        {"RCPT", "550 no such user", alex.CodeInvalid},
		"come back later":        {"RCPT", "451 greylisted", alex.CodeUnavailable},
		"not from us":            {"MAIL", "550 not yours", alex.CodeUnavailable},
		"a text refused":         {".", "554 spam", alex.CodeInvalid},
		"a text not now":         {".", "452 full", alex.CodeUnavailable},
		"no data":                {"DATA", "451 later", alex.CodeUnavailable},
		"a wrong password":       {"AUTH", "535 who?", alex.CodeUnavailable},
		"silence at greeting":    {"EHLO", "-", alex.CodeUnavailable},
		"silence at the end":     {".", "-", alex.CodeUnavailable},
		"babble":                 {"RCPT", "what?", alex.CodeUnavailable},
		"taken, then no goodbye": {"QUIT", "421 gone", ""},
		"taken, then no reset":   {"RSET", "502 what?", ""},
		"taken, then silence":    {"RSET", "-", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, func(s *server) { s.starts, s.auth, s.replies[c.verb] = true, "PLAIN", c.reply })
			s := sender(t, server, func(s *smtp.Sender) { s.User, s.Password, s.Timeout = "alex", "hunter2", time.Second })
			err := s.Send(t.Context(), letter())
			if alex.CodeOf(err) != c.code {
				t.Errorf("%v has code %q, want %q", err, alex.CodeOf(err), c.code)
			}
			if got := errors.Is(err, mail.ErrUncertain); got != (name == "silence at the end") {
				t.Errorf("whether it was taken is uncertain: %v; %v", got, err)
			}
			if strings.Contains(fmt.Sprint(err), "hunter2") {
				t.Error("the error tells the password")
			}
		})
	}
	gone := newServer(t, nil)
	s := sender(t, gone, nil)
	_ = gone.Close()
	if err := s.Send(t.Context(), letter()); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("a server that is gone: %v", err)
	}
	s.Host = "::1" // whether anybody can be reached there or not, it is an address
	if err := s.Send(t.Context(), letter()); alex.CodeOf(err) != alex.CodeUnavailable || strings.Contains(errors.Unwrap(err).Error(), "too many colons") {
		t.Errorf("an address of IPv6: %v", errors.Unwrap(err))
	}
}

// TestInjections: nothing that a letter holds makes another header, another
// recipient or another command of it.
func TestInjections(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	s := sender(t, server, func(s *smtp.Sender) { s.Clear = true })
	rows := 0
	for _, bad := range []string{
		"\r\nBcc: eve@example.org", "\nBcc: eve@example.org", "\rBcc: x", "\x00", "\u2028x", "\x0b", "\u0085", "\xff",
		"\r\n.\r\nMAIL FROM:<eve@example.org>",
	} {
		for field, change := range map[string]func(*mail.Message){
			"to": func(m *mail.Message) { m.To += bad }, "to, before": func(m *mail.Message) { m.To = bad + m.To },
			"subject": func(m *mail.Message) { m.Subject += bad }, "stop": func(m *mail.Message) { m.Stop += bad },
		} {
			m := letter()
			change(&m)
			rows++
			if err := s.Send(t.Context(), m); alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("%s with %q: %v", field, bad, err)
			}
		}
	}
	for _, to := range []string{
		"", "ann", "@", "ann@", "a@example.org, b@example.org", "a@example.org,b@example.org", "Ann <ann@example.org>", "<ann@example.org>",
		"ann@example.org (x)", " ann@example.org", "ann@example.org>", "undisclosed:;", strings.Repeat("a", 320) + "@example.org",
	} {
		m := letter()
		m.To = to
		rows++
		if err := s.Send(t.Context(), m); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("to %q: %v", to, err)
		}
	}
	for _, change := range []func(*mail.Message){
		func(m *mail.Message) { m.Subject = "" }, func(m *mail.Message) { m.Subject = strings.Repeat("x", 201) },
		func(m *mail.Message) { m.Text = "" }, func(m *mail.Message) { m.Text = "a\x00" }, func(m *mail.Message) { m.Text = "\xff" },
		func(m *mail.Message) { m.Text = strings.Repeat("x", 100_001) },
	} {
		m := letter()
		change(&m)
		rows++
		if err := s.Send(t.Context(), m); alex.CodeOf(err) != alex.CodeInvalid {
			t.Error(err)
		}
	}
	if heard := server.heard(); heard != "" {
		t.Errorf("the server heard %s", heard)
	}
	t.Attr("measured", fmt.Sprintf("%d letters refused before a connection", rows))
}

func TestCheckSendsNothing(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(s *server) { s.starts, s.auth = true, "PLAIN" })
	s := sender(t, server, func(s *smtp.Sender) { s.User, s.Password = "alex", "hunter2" })
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if heard := server.heard(); !strings.Contains(heard, "AUTH") || strings.Contains(heard, "MAIL") {
		t.Errorf("it said %s", heard)
	}
}

// A connection ends with what it was for, or with the attempt, whatever the server
// answers.
func TestConnectionsEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*server)
		fails  bool
	}{
		"as it should be":          {func(*server) {}, false},
		"another goodbye":          {func(s *server) { s.replies["QUIT"] = "250 ok" }, false},
		"a goodbye that fails":     {func(s *server) { s.replies["QUIT"] = "500 what?" }, false},
		"no goodbye":               {func(s *server) { s.replies["QUIT"] = "-" }, false},
		"no way to sign in":        {func(s *server) { s.auth = "" }, true},
		"a wrong password":         {func(s *server) { s.replies["AUTH"], s.replies["QUIT"] = "535 no", "250 ok" }, true},
		"no greeting":              {func(s *server) { s.replies["EHLO"], s.replies["HELO"] = "500 what?", "500 what?" }, true},
		"silence for the greeting": {func(s *server) { s.replies["EHLO"] = "-" }, true},
		"no STARTTLS":              {func(s *server) { s.starts = false }, true},
	} {
		for secure, offer := range map[string]func(*server){
			"STARTTLS": func(s *server) { s.starts = true }, "TLS": func(s *server) { s.wraps = true },
		} {
			for what, do := range map[string]func(*smtp.Sender) error{
				"check": func(s *smtp.Sender) error { return s.Check(t.Context()) },
				"send":  func(s *smtp.Sender) error { return s.Send(t.Context(), letter()) },
			} {
				t.Run(name+", "+secure+", "+what, func(t *testing.T) {
					t.Parallel()
					server := newServer(t, func(s *server) {
						s.auth = "PLAIN"
						offer(s)
						c.change(s)
					})
					fails := c.fails && (name != "no STARTTLS" || secure == "STARTTLS")
					err := do(sender(t, server, func(s *smtp.Sender) { s.User, s.Password, s.Timeout = "alex", "hunter2", time.Second }))
					if (err != nil) != fails {
						t.Errorf("it ends with %v", err)
					}
					select {
					case <-server.ended:
					case <-time.After(10 * time.Second):
						t.Error("the connection is open still")
					}
				})
			}
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"smtp://mail.example.org":                           "mail.example.org 587 false  ",
		"smtp://alex:hunter2@mail.example.org:2525":         "mail.example.org 2525 false alex hunter2",
		"smtps://alex%40example.org:a%2Fb@mail.example.org": "mail.example.org 465 true alex@example.org a/b",
		"smtp://[::1]:25":                                   "::1 25 false  ",
		"http://mail.example.org":                           "", "smtp://": "", "mail.example.org:587": "", "": "", "smtp://x:port": "",
	} {
		s, err := smtp.Parse(address)
		if got := fmt.Sprint(s.Host, " ", s.Port, " ", s.TLS, " ", s.User, " ", s.Password); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("Parse(%q) = %q, %v", address, got, err)
		}
		if err != nil && alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("Parse(%q) = %v", address, err)
		}
	}
}
