package smtp

import (
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"alex"
	"alex/internal/mail"
)

// Limits of a message.
const (
	longestAddress = 320
	longestSubject = 200
	longestText    = 100_000
)

// compose makes the message, and refuses what would make other headers, other
// recipients or other text of it than it says.
func (s *Sender) compose(m mail.Message) (*gomail.Msg, error) {
	if err := check(m); err != nil {
		return nil, err
	}
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithCharset(gomail.CharsetUTF8))
	if err := message.From(s.From); err != nil {
		return nil, &alex.Error{Code: alex.CodeUnavailable, Message: "ALEX_MAIL_FROM is no e-mail address", Err: err}
	}
	if err := message.To(m.To); err != nil {
		return nil, alex.Invalid("to", "is no e-mail address")
	}
	message.Subject(m.Subject)
	message.SetDateWithValue(s.Now())
	message.SetMessageIDWithValue(s.NewID() + "@" + s.Domain)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Stop != "" {
		message.SetListUnsubscribe("<" + m.Stop + ">")
		message.SetListUnsubscribePost()
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Text)
	return message, nil
}

func check(m mail.Message) error {
	var problems alex.Problems
	at, err := netmail.ParseAddress(m.To)
	if err != nil || at.Address != m.To || len(m.To) > longestAddress || unprintable(m.To) {
		problems.Addf("to", "is not one e-mail address")
	}
	if m.Subject == "" || len(m.Subject) > longestSubject || unprintable(m.Subject) {
		problems.Addf("subject", "is not one line of at most %d bytes", longestSubject)
	}
	if m.Text == "" || len(m.Text) > longestText || !utf8.ValidString(m.Text) || strings.ContainsRune(m.Text, 0) {
		problems.Addf("text", "is not text of at most %d bytes", longestText)
	}
	if unprintable(m.Stop) || strings.ContainsAny(m.Stop, "<> ") {
		problems.Addf("stop", "is no address")
	}
	return problems.Err()
}

// unprintable reports what ends or hides a line of a header.
func unprintable(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' })
}
