// Package mail tells what an e-mail is and who sends one.
package mail

import (
	"context"
	"errors"
)

// Message is an e-mail of plain text to one address. Subject is one line. Stop,
// where it is not empty, is where a POST ends such letters (RFC 8058).
type Message struct {
	To, Subject, Text string
	Stop              string
}

// Sender sends e-mail. An error of alex.CodeUnavailable may pass with time; one
// of alex.CodeInvalid will not: the address or the text is refused.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrUncertain is within an error after which nobody knows whether the e-mail
// was taken: the server went silent at the very end. To send it again may be to
// send it twice.
var ErrUncertain = errors.New("the e-mail may have been taken")
