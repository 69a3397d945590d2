package dataapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
)

// kind is what an error says of the call.
type kind int

const (
	refused   kind = iota // by the database or the service; again changes nothing
	throttled             // it was not carried out
	resuming              // it was not carried out: the database wakes up from a pause
	noLogin               // it was not carried out: the secret is being rotated, or is wrong
	unknown               // it may have been carried out
	lost                  // the transaction is gone, and all that it did
	tooLarge              // more rows than an answer holds
)

// noCredentials stands where the service was not asked.
const noCredentials = "NoCredentials"

// Error is an answer of the service that is no success.
type Error struct {
	Code  string // the exception's name
	State string // PostgreSQL's SQLSTATE; empty where the database said nothing
	text  string
	kind  kind
}

// Error is the exception and the first sentence of what the database said.
func (e *Error) Error() string {
	switch {
	case e.State != "":
		return fmt.Sprintf("%s: %s (SQLSTATE %s)", e.Code, e.text, e.State)
	case e.text != "":
		return e.Code + ": " + e.text
	default:
		return e.Code
	}
}

// The state stands at the end; what is before it may quote anything.
var sqlState = regexp.MustCompile(`SQLState: ([0-9A-Z]{5})[^:]*$`)

// failed is what an error of the SDK means: nil, an *Error, the caller's own
// *alex.Error, or one that wraps the context's.
func failed(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("a call of the Data API was given up: %w", ended)
	}
	if own, ok := errors.AsType[*alex.Error](err); ok {
		return own
	}
	answer, answered := errors.AsType[*awshttp.ResponseError](err)
	_, sent := errors.AsType[*smithyhttp.RequestSendError](err)
	switch said, ok := errors.AsType[smithy.APIError](err); {
	case ok && answered:
		return read(said.ErrorCode(), said.ErrorMessage(), answer.HTTPStatusCode())
	case answered || sent:
		return &Error{Code: "no answer", kind: unknown}
	default:
		return &Error{Code: noCredentials, kind: refused}
	}
}

func read(code, message string, status int) *Error {
	e := &Error{Code: code, kind: kindOf(code, message, status)}
	if at := sqlState.FindStringSubmatch(message); at != nil {
		e.State = at[1]
		if e.State == "28P01" {
			e.kind = noLogin
		}
	}
	// What follows the first sentence quotes rows.
	e.text, _, _ = strings.Cut(message, "\n")
	e.text, _, _ = strings.Cut(e.text, "; ")
	return e
}

var overLimit = regexp.MustCompile(`(?i)(response|result|row).*(size|limit)`)

func kindOf(code, message string, status int) kind {
	if _, is := retry.DefaultThrottleErrorCodes[code]; is || status == http.StatusTooManyRequests {
		return throttled
	}
	switch code {
	case "DatabaseResumingException":
		return resuming
	case "InvalidSecretException", "SecretsErrorException":
		return noLogin
	case "TransactionNotFoundException", "StatementTimeoutException":
		return lost
	case "UnsupportedResultException":
		return refused
	}
	switch {
	case strings.Contains(message, "password authentication failed") && !strings.Contains(message, "SQLState"):
		return noLogin
	case code == "BadRequestException" && strings.HasPrefix(message, "Transaction ") && strings.Contains(message, "is not found"):
		return lost
	case (code == "BadRequestException" || code == "DatabaseErrorException") && !strings.Contains(message, "SQLState") && overLimit.MatchString(message):
		return tooLarge
	case status >= http.StatusInternalServerError || status == http.StatusRequestTimeout:
		return unknown
	default:
		return refused
	}
}
