package llm

import (
	"errors"
	"fmt"
	"time"
)

// Kind is what went wrong with a call.
type Kind string

// Kinds of faults. Those of the first group may pass by themselves; those of
// the second come back just the same; those of the third are the model's, and
// asking it once more can help.
const (
	Throttled   Kind = "throttled"   // 429: told to come back later
	Unavailable Kind = "unavailable" // 5xx, overloaded, connection lost
	Timeout     Kind = "timeout"     // no answer, or no end of it, in time

	Unauthorized Kind = "unauthorized" // the key is not accepted
	Forbidden    Kind = "forbidden"    // the key may not use this model
	Missing      Kind = "missing"      // there is no such model
	TooLong      Kind = "too_long"     // more than the model can read
	Rejected     Kind = "rejected"     // the request is refused as it stands
	Unreachable  Kind = "unreachable"  // no such host, or TLS is not trusted

	Malformed Kind = "malformed" // what came cannot be read
	Truncated Kind = "truncated" // cut short at the most tokens
	Refused   Kind = "refused"   // the model declines
	Misshapen Kind = "misshapen" // not the structured answer that was asked for

	OverBudget Kind = "over_budget" // a limit of ours: nothing was asked
	Open       Kind = "open"        // the circuit is open: nothing was asked
	Runaway    Kind = "runaway"     // more turns or calls than allowed
	Withdrawn  Kind = "withdrawn"   // the person no longer allows it: nothing was asked
)

// Fault is why there is no answer. Its text names no key and quotes nothing
// that was sent.
type Fault struct {
	Kind       Kind
	Status     int           // of HTTP; 0 where there was none
	RetryAfter time.Duration // as told; 0 where nothing was
	Detail     string        // in a few words, for operators
	Err        error         // beneath it; may be nil
}

func (f *Fault) Error() string {
	text := "the model's answer: " + string(f.Kind)
	if f.Status != 0 {
		text += fmt.Sprintf(" (status %d)", f.Status)
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	return text
}

func (f *Fault) Unwrap() error { return f.Err }

// KindOf is the kind of the fault in err, or "" where there is none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return ""
}

// Passing reports a fault that may pass by itself.
func (k Kind) Passing() bool { return k == Throttled || k == Unavailable || k == Timeout }

// Spoken reports a fault of what a model said: asking it again, with what was
// wrong, can help.
func (k Kind) Spoken() bool { return k == Malformed || k == Misshapen || k == Truncated }
