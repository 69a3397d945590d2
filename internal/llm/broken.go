package llm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"syscall"
)

// Broken is why a call of ctx brought no answer that can be read, where err is
// no refusal of the provider's: a *Fault without the text of err, which can
// hold what was sent, or, when the caller gave up, an error that wraps
// context.Canceled. A deadline of ctx is a Fault of kind Timeout that wraps
// context.DeadlineExceeded.
func Broken(ctx context.Context, err error) error {
	if ended := ctx.Err(); errors.Is(ended, context.Canceled) {
		return fmt.Errorf("the call of a model was given up: %w", ended)
	} else if ended != nil {
		return &Fault{Kind: Timeout, Err: ended}
	}
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault
	}
	kind, detail := cause(err)
	return &Fault{Kind: kind, Detail: detail}
}

func cause(err error) (kind Kind, detail string) {
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return unresolved(name)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), timedOut(err):
		return Timeout, ""
	case untrusted(err):
		return Unreachable, "TLS"
	case lost(err):
		return Unavailable, "the connection broke off"
	case dialled(err):
		return Unavailable, "no connection"
	}
	if _, ok := errors.AsType[*url.Error](err); ok {
		return Unavailable, "no answer"
	}
	return Malformed, ""
}

func unresolved(err *net.DNSError) (kind Kind, detail string) {
	switch {
	case err.IsNotFound:
		return Unreachable, "no such host"
	case err.IsTimeout:
		return Timeout, "the name service"
	case err.IsTemporary:
		return Unavailable, "the name service"
	default:
		return Unreachable, "the name service"
	}
}

func timedOut(err error) bool {
	waiting, ok := errors.AsType[net.Error](err)
	return ok && waiting.Timeout()
}

func dialled(err error) bool {
	_, ok := errors.AsType[*net.OpError](err)
	return ok
}

// lost reports a connection that ended before the answer did.
func lost(err error) bool {
	for _, end := range [...]error{syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNREFUSED, net.ErrClosed} {
		if errors.Is(err, end) {
			return true
		}
	}
	_, sent := errors.AsType[*url.Error](err) // else the end is that of a document
	return sent && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF))
}

func untrusted(err error) bool {
	_, verified := errors.AsType[*tls.CertificateVerificationError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	_, invalid := errors.AsType[x509.CertificateInvalidError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	connection, dialled := errors.AsType[*net.OpError](err)
	alert := dialled && connection.Op == "remote error" // crypto/tls names the other side's alerts so
	return verified || authority || host || invalid || record || alert
}
