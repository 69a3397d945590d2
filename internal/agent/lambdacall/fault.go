package lambdacall

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
)

// failed is what err means that a call of ctx came back with. It is
// alex.CodeThrottled only where the function was surely not begun.
func failed(ctx context.Context, name string, err error) error {
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.Canceled):
		return fmt.Errorf("the call of the function %s was given up: %w", name, ended)
	case ended != nil:
		return &alex.Error{Code: alex.CodeUnavailable, Message: "the function " + name + " did not answer in time", Err: ended}
	}
	code := ""
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		code = e.ErrorCode()
	}
	answer, answered := errors.AsType[*awshttp.ResponseError](err)
	_, sent := errors.AsType[*smithyhttp.RequestSendError](err)
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	switch {
	case throttled, answered && answer.HTTPStatusCode() == http.StatusTooManyRequests:
		return alex.Errorf(alex.CodeThrottled, "the function %s is asked too often", name)
	case sent:
		return alex.Errorf(alex.CodeUnavailable, "the function %s cannot be reached", name)
	case strings.HasPrefix(code, "AccessDenied"), answered && answer.HTTPStatusCode() == http.StatusForbidden:
		return alex.Errorf(alex.CodeForbidden, "the function %s may not be invoked: the role lacks lambda:InvokeFunction on it", name)
	case code == "ResourceNotFoundException":
		return alex.Errorf(alex.CodeNotFound, "there is no function %s", name)
	case answered:
		return alex.Errorf(alex.CodeUnavailable, "the function %s cannot be invoked now (status %d)", name, answer.HTTPStatusCode())
	}
	return alex.Errorf(alex.CodeInternal, "the function %s cannot be asked: no credentials of AWS", name)
}

// fault reads the error that a function ended with. Functions of Alex say of what
// code it is; anything else is Lambda's own: out of time or of memory.
func fault(name string, payload []byte) error {
	var said struct {
		Message string `json:"errorMessage"`
		Type    string `json:"errorType"`
	}
	if json.Unmarshal(payload, &said) != nil {
		return alex.Errorf(alex.CodeInternal, "the function %s failed without saying why", name)
	}
	code, own := strings.CutPrefix(said.Type, "Alex.")
	switch {
	case own && alex.Code(code) == alex.CodeFenced:
		return alex.ErrFenced
	case own && alex.Code(code) != alex.CodeThrottled:
		return alex.Errorf(alex.Code(code), "the function %s failed: %s", name, said.Message)
	}
	return alex.Errorf(alex.CodeUnavailable, "the function %s did not end by itself", name)
}
