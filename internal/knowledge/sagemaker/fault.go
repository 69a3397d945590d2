package sagemaker

import (
	"context"
	"errors"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/service/sagemakerruntime/types"

	"alex/internal/knowledge/awsfault"
)

// failed is what err means.
func (e *Embedder) failed(ctx context.Context, err error) error {
	return awsfault.Read(ctx, e.model.Name, err, refused(err), e.now())
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
