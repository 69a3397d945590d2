package sagemaker

import (
	"context"
	"errors"
	"net/http"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sagemakerruntime/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
	"alex/internal/knowledge"
)

// failed is what err means.
func (e *Embedder) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return knowledge.Unanswered(ctx, e.model.Name, err)
	}
	answer, answered := errors.AsType[*awshttp.ResponseError](err)
	if answered && answer.HTTPStatusCode() >= http.StatusMultipleChoices {
		refusal := knowledge.Refusal{Who: e.model.Name, Status: answer.HTTPStatusCode(), Header: answer.Response.Header}
		if said, ok := errors.AsType[smithy.APIError](err); ok {
			refusal.Code = said.ErrorCode()
		}
		if status := refused(err); status != 0 {
			refusal.Status = status
		}
		return refusal.Err(e.now())
	}
	if _, sent := errors.AsType[*smithyhttp.RequestSendError](err); !sent && !answered {
		return alex.Errorf(alex.CodeInternal, "%s cannot be asked: no credentials of AWS, or no region", e.model.Name)
	}
	return knowledge.Unanswered(ctx, e.model.Name, err)
}

// refused is the status with which the container refused a text for good, else
// 0: SageMaker says 424 for that, and for one that is not ready or broke down.
func refused(err error) int {
	model, ok := errors.AsType[*types.ModelError](err)
	if !ok || model.OriginalStatusCode == nil {
		return 0
	}
	switch status := int(*model.OriginalStatusCode); {
	case status == http.StatusRequestTimeout || status == http.StatusTooManyRequests:
		return 0
	case status >= http.StatusBadRequest && status < http.StatusInternalServerError:
		return status
	}
	return 0
}
