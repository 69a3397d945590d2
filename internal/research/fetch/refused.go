package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
)

// Reason says why a page was not taken; the strings are stable.
type Reason string

// Why a page may be refused.
const (
	ReasonScheme      Reason = "scheme"      // neither http nor https
	ReasonHost        Reason = "host"        // no address of the web, or not of a site that may be asked
	ReasonPort        Reason = "port"        // neither 80 nor 443
	ReasonAddress     Reason = "address"     // of a network that is not public
	ReasonCredentials Reason = "credentials" // a name or a password in the address
	ReasonRobots      Reason = "robots"      // the site's robots.txt says no, or cannot be had
	ReasonRedirects   Reason = "redirects"   // more than five
	ReasonSize        Reason = "size"        // a body or a header over its limit
	ReasonType        Reason = "type"        // no text, PDF or feed
	ReasonTimeout     Reason = "timeout"     // it took too long
	ReasonStatus      Reason = "status"      // another answer than 200
	ReasonEncoding    Reason = "encoding"    // damaged, or compressed in a way that was not asked for
	ReasonUnreachable Reason = "unreachable" // no connection, or one that broke off
)

// Known lists every reason.
func (Reason) Known() []Reason {
	return []Reason{
		ReasonScheme, ReasonHost, ReasonPort, ReasonAddress, ReasonCredentials, ReasonRobots, ReasonRedirects,
		ReasonSize, ReasonType, ReasonTimeout, ReasonStatus, ReasonEncoding, ReasonUnreachable,
	}
}

// Refused is why a page was not taken. Detail is a sentence for a person, safe
// to show; Err, which may be nil, is not.
type Refused struct {
	Reason Reason
	Detail string
	Status int // of ReasonStatus, else 0
	Err    error
}

func (r *Refused) Error() string { return string(r.Reason) + ": " + r.Detail }

func (r *Refused) Unwrap() error { return r.Err }

func refuse(reason Reason, err error, format string, args ...any) *Refused {
	return &Refused{Reason: reason, Detail: fmt.Sprintf(format, args...), Err: err}
}

// ReasonOf is the reason of the first *Refused in err's chain, else empty.
func ReasonOf(err error) Reason {
	if r, ok := errors.AsType[*Refused](err); ok {
		return r.Reason
	}
	return ""
}

// unreached makes a refusal of what a connection says; one that is a refusal
// already stays. Who is no longer waiting gets the context's error.
func unreached(ctx context.Context, host string, err error) error {
	if r, ok := errors.AsType[*Refused](err); ok {
		return r
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	if timedOut(err) || ctx.Err() != nil {
		return refuse(ReasonTimeout, err, "%s did not answer in time", host)
	}
	return refuse(ReasonUnreachable, err, "%s could not be reached, or broke off", host)
}

func timedOut(err error) bool {
	n, ok := errors.AsType[net.Error](err)
	return errors.Is(err, context.DeadlineExceeded) || ok && n.Timeout()
}
