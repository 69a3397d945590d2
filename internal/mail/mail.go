// Package mail tells what an e-mail is and who sends one.
package mail

import "context"

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
