// Package awsfault says what it means that a service of AWS gave no answer.
package awsfault

import (
	"context"
	"errors"
	"net/http"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
	"alex/internal/knowledge"
)

// Read is what err means that a call of ctx came back with; status, unless it is
// 0, stands in place of the answer's own.
func Read(ctx context.Context, who string, err error, status int, now time.Time) error {
	if ctx.Err() != nil {
		return knowledge.Unanswered(ctx, who, err)
	}
	answer, answered := errors.AsType[*awshttp.ResponseError](err)
	if answered && answer.HTTPStatusCode() >= http.StatusMultipleChoices {
		refusal := knowledge.Refusal{Who: who, Status: answer.HTTPStatusCode(), Header: answer.Response.Header}
		if said, ok := errors.AsType[smithy.APIError](err); ok {
			refusal.Code = said.ErrorCode()
		}
		if status != 0 {
			refusal.Status = status
		}
		return refusal.Err(now)
	}
	if _, sent := errors.AsType[*smithyhttp.RequestSendError](err); !sent && !answered {
		return alex.Errorf(alex.CodeInternal, "%s cannot be asked: no credentials of AWS, or no region", who)
	}
	return knowledge.Unanswered(ctx, who, err)
}
