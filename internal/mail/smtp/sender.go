package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"alex"
	"alex/internal/mail"
)

// Timeout is how long the server may take for one answer.
const Timeout = 15 * time.Second

// Sender speaks with one server. It is safe for concurrent use: each e-mail has
// a connection of its own.
type Sender struct {
	Host     string
	Port     int
	TLS      bool // from the first byte; else by STARTTLS
	Clear    bool // STARTTLS may be missing: nobody listens on the way
	User     string
	Password string
	From     string // an address, with or without a name
	Domain   string // of Message-ID, and what the server is greeted with
	Timeout  time.Duration

	Roots *tls.Config // for servers of tests; nil is the system's own trust
	Now   func() time.Time
	NewID func() string // random, of letters and digits
}

var _ mail.Sender = (*Sender)(nil)

// Parse reads the address of a server: smtp://user:password@host:587, or
// smtps:// and 465. The error does not repeat it.
func Parse(address string) (s Sender, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return s, alex.Invalid("ALEX_SMTP_URL", "is not an address such as smtp://user:password@mail.example.org:587")
	}
	s = Sender{Host: u.Hostname(), Port: 587, TLS: u.Scheme == "smtps", Timeout: Timeout}
	if s.TLS {
		s.Port = 465
	}
	if u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil {
			return s, alex.Invalid("ALEX_SMTP_URL", "has no port from 1 to 65535")
		}
	}
	s.User = u.User.Username()
	s.Password, _ = u.User.Password()
	return s, nil
}

// Send sends one e-mail.
func (s *Sender) Send(ctx context.Context, m mail.Message) error {
	message, err := s.compose(m)
	if err != nil {
		return err
	}
	return s.connected(ctx, func(client *gomail.Client, conn *smtp.Client) error { return client.SendWithSMTPClient(conn, message) })
}

// Check greets the server, encrypts and signs in, and sends nothing.
func (s *Sender) Check(ctx context.Context) error {
	return s.connected(ctx, func(*gomail.Client, *smtp.Client) error { return nil })
}

// connected does something over a connection, which ends with it, or with the attempt.
func (s *Sender) connected(ctx context.Context, do func(*gomail.Client, *smtp.Client) error) error {
	var opened net.Conn
	client, err := s.client(&opened)
	if err != nil {
		return err
	}
	defer func() {
		if opened != nil {
			_ = opened.Close() // the library does so only after a goodbye that is answered as it should be
		}
	}()
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return explain(err)
	}
	defer func() { _ = conn.Quit() }() // what was taken is taken, whatever comes of the goodbye
	return explain(do(client, conn))
}

// encrypted are the ways to sign in over a connection that nobody reads, the best first.
var encrypted = []gomail.SMTPAuthType{
	gomail.SMTPAuthSCRAMSHA256PLUS, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1PLUS, gomail.SMTPAuthSCRAMSHA1,
	gomail.SMTPAuthCramMD5, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin,
}

// client puts the connection that it opens at opened.
func (s *Sender) client(opened *net.Conn) (*gomail.Client, error) {
	trust := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.Host}
	if s.Roots != nil {
		trust.RootCAs = s.Roots.RootCAs
	}
	dial, policy, signIn := (&net.Dialer{}).DialContext, gomail.TLSMandatory, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover)
	switch {
	case s.TLS: // there already; the library does not know, and would look for ways that stand in the clear
		dial, policy, signIn = (&tls.Dialer{Config: trust}).DialContext, gomail.NoTLS, gomail.WithOpportunisticSMTPAuth(encrypted...)
	case s.Clear:
		policy = gomail.TLSOpportunistic
	}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(trust), gomail.WithHELO(s.Domain),
		gomail.WithoutRset(), // one letter a connection: whatever comes after it makes it no less taken
		gomail.WithDialContextFunc(func(ctx context.Context, network, _ string) (conn net.Conn, err error) {
			conn, err = dial(ctx, network, net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
			*opened = conn
			return conn, err
		}),
	}
	if s.User != "" {
		options = append(options, signIn, gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, &alex.Error{Code: alex.CodeInvalid, Message: "the mail server cannot be called so: look at ALEX_SMTP_URL", Err: err}
	}
	return client, nil
}

// explain says whether it may pass: a recipient or a text that the server
// refuses for good will not.
func explain(err error) error {
	if err == nil {
		return nil
	}
	if failed, ok := errors.AsType[*gomail.SendError](err); ok && !failed.IsTemp() && failed.ErrorCode() >= 500 {
		switch failed.Reason {
		case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
			return &alex.Error{Code: alex.CodeInvalid, Message: "the mail server refuses this address or this text", Err: err}
		}
	}
	if failed, ok := errors.AsType[*gomail.SendError](err); ok && failed.Reason == gomail.ErrSMTPDataClose && failed.ErrorCode() == 0 {
		err = errors.Join(mail.ErrUncertain, err)
	}
	message := "the mail server does not take it now; try again later"
	if _, ok := errors.AsType[net.Error](err); ok {
		message = "the mail server cannot be reached; try again later"
	}
	return &alex.Error{Code: alex.CodeUnavailable, Message: message, Err: err}
}
