package app

import (
	"context"
	"crypto/rand"
	"net/url"
	"time"

	"alex/internal/config"
	"alex/internal/mail"
	"alex/internal/mail/smtp"
)

// newMail is the configured mail server; nil where there is none.
func newMail(cfg config.Config, now func() time.Time) (mail.Sender, error) {
	if cfg.SMTPURL == "" {
		return nil, nil //nolint:nilnil // no server is no fault
	}
	return smtpSender(cfg, now)
}

func smtpSender(cfg config.Config, now func() time.Time) (*smtp.Sender, error) {
	s, err := smtp.Parse(cfg.SMTPURL.Reveal())
	if err != nil {
		return nil, err
	}
	public, err := url.Parse(cfg.PublicURL)
	if err != nil {
		return nil, err
	}
	s.Clear, s.From, s.Domain, s.Now, s.NewID = cfg.MailIsNear(), cfg.MailFrom, public.Hostname(), now, rand.Text
	return &s, nil
}

// invitationLetter is what is sent to whom an operator invites.
func invitationLetter(i Invitation) mail.Message {
	return mail.Message{
		To: i.Email, Subject: "Your invitation to Alex",
		Text: "You are invited to Alex, a financial planner.\n\nSign up here, once, until " + i.Expires.UTC().Format("2 January 2006 15:04 MST") + ":\n\n" +
			i.Link + "\n\nIf you do not know why you get this, you need do nothing.\n",
	}
}

// mail asks the mail server whether it would take letters; none is sent.
func (d Doctor) mail(ctx context.Context) Finding {
	const name = "e-mail"
	sender, err := smtpSender(d.Config, d.Now)
	if err != nil {
		return failure(name, err.Error())
	}
	sender.Timeout, sender.Roots = answerTime, d.MailRoots
	ctx, cancel := context.WithTimeout(ctx, 2*answerTime)
	defer cancel()
	if err := sender.Check(ctx); err != nil {
		return failure(name, "the mail server does not let Alex in: look at ALEX_SMTP_URL, its certificate and the way out; invitations and letters are not sent")
	}
	if sender.Clear {
		return fine(name, "the mail server answers; it is in the own network, so it need not encrypt")
	}
	return fine(name, "the mail server answers, encrypted; nothing was sent")
}
