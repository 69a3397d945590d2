package sqs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
)

// failed is what err means that a call of ctx came back with, nil for nil:
// alex.CodeUnavailable where coming again may help, else alex.CodeInternal; or,
// when the caller gave up, an error that wraps context.Canceled. Its text holds
// the service's status and code alone: a message can quote what was sent.
func (q *Queue) failed(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.Canceled):
		return fmt.Errorf("a call of %s was given up: %w", q.who, ended)
	case ended != nil:
		return &alex.Error{Code: alex.CodeUnavailable, Message: q.who + " did not answer in time", Err: ended}
	}
	answer, answered := errors.AsType[*awshttp.ResponseError](err)
	_, sent := errors.AsType[*smithyhttp.RequestSendError](err) // and no answer came
	switch {
	case answered && answer.HTTPStatusCode() >= http.StatusMultipleChoices:
		return q.refused(answer, err)
	case sent:
		return alex.Errorf(alex.CodeUnavailable, "%s cannot be reached", q.who)
	case answered:
		return alex.Errorf(alex.CodeInternal, "%s answers with no document of the kind that it should", q.who)
	}
	return alex.Errorf(alex.CodeInternal, "%s cannot be asked: no credentials of AWS", q.who)
}

// A key has digits, or capitals in a row.
var aWord = regexp.MustCompile(`^([A-Z][a-z]+){1,8}$`)

// refused is what the service said instead of an answer.
func (q *Queue) refused(answer *awshttp.ResponseError, err error) error {
	status, code := answer.HTTPStatusCode(), ""
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		code = e.ErrorCode()
	}
	said := "status " + strconv.Itoa(status)
	if aWord.MatchString(code) {
		said += ", " + code
	}
	if !stays(status, code) {
		e := alex.Errorf(alex.CodeUnavailable, "%s cannot answer now (%s)", q.who, said)
		e.RetryAfter = retryAfter(answer.Response.Header, q.now())
		return e
	}
	meaning := "refuses the request"
	switch {
	case strings.HasSuffix(code, "QueueDoesNotExist") || strings.HasSuffix(code, "NonExistentQueue") || status == http.StatusNotFound:
		meaning = "is not there"
	case status == http.StatusUnauthorized || status == http.StatusForbidden || strings.HasPrefix(code, "AccessDenied"):
		meaning = "may not be used with the credentials at hand"
	}
	return alex.Errorf(alex.CodeInternal, "%s %s (%s)", q.who, meaning, said)
}

// stays reports a refusal that does not pass by itself. AWS throttles with status
// 400 too; OverLimit is too many messages in hand.
func stays(status int, code string) bool {
	if _, throttled := retry.DefaultThrottleErrorCodes[code]; throttled {
		return false
	}
	switch {
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusTooManyRequests:
		return false
	case strings.HasSuffix(code, "Throttled"), strings.HasSuffix(code, "OverLimit"):
		return false
	}
	return true
}

// retryAfter is what the header of that name says, in seconds or as a date; 0
// where it says nothing.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 16); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
