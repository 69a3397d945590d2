package alex

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Code says what kind of error happened; every edge (HTTP status, exit code)
// is one map from Code.
type Code string

const (
	CodeInvalid      Code = "invalid"      // a value is refused; Fields names it
	CodeNotFound     Code = "not_found"    // no such symbol or route
	CodeUnauthorized Code = "unauthorized" // no token, a bad or an expired one, or a wrong password

	// Who signs in knew the password; it is the code of the second factor that
	// is missing, or not right.
	CodeSecondFactorRequired Code = "second_factor_required"
	CodeSecondFactorWrong    Code = "second_factor_wrong"

	CodeForbidden   Code = "forbidden"   // not the caller's own
	CodeConflict    Code = "conflict"    // it exists already, or was changed meanwhile
	CodeFenced      Code = "fenced"      // another worker has the job now
	CodeTooLarge    Code = "too_large"   // over a documented limit
	CodeThrottled   Code = "throttled"   // too many attempts; RetryAfter says how long to wait
	CodeOverLimit   Code = "over_limit"  // a limit on spending is reached; RetryAfter says when it begins anew
	CodeUnavailable Code = "unavailable" // try again later
	CodeInternal    Code = "internal"    // a defect; the text stays inside
)

// FieldError is one refused value: where it stands and why it is refused.
type FieldError struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// Error is a domain error. Message is safe to show; Err is not.
type Error struct {
	Code    Code
	Message string
	Fields  []FieldError
	Err     error

	// RetryAfter is how long to wait before another attempt; 0 where waiting
	// does not help, or no one knows.
	RetryAfter time.Duration
}

// ErrFenced reports that a job's lease passed to another worker; nothing was
// written.
var ErrFenced = &Error{Code: CodeFenced, Message: "another worker has taken over this job"}

// ErrForbidden is the one answer for every id that is not the caller's own,
// existing or not.
var ErrForbidden = &Error{Code: CodeForbidden, Message: "this is not yours, or it does not exist"}

// Errorf makes an error of a code with a message that is safe to show.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid refuses the value of one field.
func Invalid(location, format string, args ...any) *Error {
	message := fmt.Sprintf(format, args...)
	return &Error{
		Code: CodeInvalid, Message: location + ": " + message,
		Fields: []FieldError{{Location: location, Message: message}},
	}
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Is matches another *Error of the same code, so that errors.Is(err, ErrFenced)
// holds for every fenced error.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// CodeOf is the code of err: that of the first *Error in its chain, else
// CodeInternal; empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// Problems collects refused values, so that one answer names them all.
type Problems struct{ fields []FieldError }

// Addf refuses the value at location.
func (p *Problems) Addf(location, format string, args ...any) {
	p.fields = append(p.fields, FieldError{Location: location, Message: fmt.Sprintf(format, args...)})
}

// Join takes over the refused fields of err under a prefix ("accounts[2]").
// An error without fields is recorded at the prefix itself.
func (p *Problems) Join(prefix string, err error) {
	if err == nil {
		return
	}
	e, ok := errors.AsType[*Error](err)
	if !ok || len(e.Fields) == 0 {
		p.Addf(prefix, "%v", err)
		return
	}
	for _, f := range e.Fields {
		p.fields = append(p.fields, FieldError{Location: join(prefix, f.Location), Message: f.Message})
	}
}

// Err is nil when nothing was refused, else one CodeInvalid error.
func (p *Problems) Err() error {
	if len(p.fields) == 0 {
		return nil
	}
	lines := make([]string, len(p.fields))
	for i, f := range p.fields {
		lines[i] = f.Location + ": " + f.Message
	}
	return &Error{Code: CodeInvalid, Message: strings.Join(lines, "; "), Fields: p.fields}
}

func join(prefix, location string) string {
	switch {
	case prefix == "":
		return location
	case location == "" || strings.HasPrefix(location, "["):
		return prefix + location
	default:
		return prefix + "." + location
	}
}

func index(i int) string { return fmt.Sprintf("[%d]", i) }
