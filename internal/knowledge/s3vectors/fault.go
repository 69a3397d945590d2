package s3vectors

import (
	"context"
	"errors"
	"net/http"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
	"alex/internal/knowledge"
)

// failed is what err means.
func (x *Index) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return knowledge.Unanswered(ctx, x.who(), err)
	}
	answer, answered := errors.AsType[*awshttp.ResponseError](err)
	if answered && answer.HTTPStatusCode() >= http.StatusMultipleChoices {
		refusal := knowledge.Refusal{Who: x.who(), Status: answer.HTTPStatusCode(), Header: answer.Response.Header}
		if said, ok := errors.AsType[smithy.APIError](err); ok {
			refusal.Code = said.ErrorCode()
		}
		return refusal.Err(x.now())
	}
	if _, sent := errors.AsType[*smithyhttp.RequestSendError](err); !sent && !answered {
		return alex.Errorf(alex.CodeInternal, "%s cannot be asked: no credentials of AWS, or no region", x.who())
	}
	return knowledge.Unanswered(ctx, x.who(), err)
}
