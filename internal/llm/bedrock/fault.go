package bedrock

import (
	"context"
	"errors"
	"net/http"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"alex/internal/llm"
)

// failed is what err means, and the message of the service, which is never
// shown.
func (c *client) failed(ctx context.Context, err error) (string, error) {
	answer, ok := errors.AsType[*awshttp.ResponseError](err)
	refusal, said := errors.AsType[smithy.APIError](err)
	if !ok || ctx.Err() != nil || answer.Response == nil || answer.Response.StatusCode < http.StatusBadRequest {
		return "", c.unanswered(ctx, err)
	}
	reply := llm.Reply{Status: answer.Response.StatusCode, Header: answer.Response.Header}
	if said {
		reply.Code, reply.Message = refusal.ErrorCode(), refusal.ErrorMessage()
		reply.Status = status(reply.Code, reply.Status)
	}
	fault := reply.Fault(c.now())
	fault.Status = answer.Response.StatusCode
	if status(reply.Code, 0) != 0 {
		fault.Detail = reply.Code // a name of AWS's, in capitals
	}
	if reply.Code == "ModelTimeoutException" {
		fault.Kind = llm.Timeout
	}
	return reply.Message, fault
}

// status is the one whose meaning an exception has: some share a status with
// others that mean something else.
func status(code string, told int) int {
	switch code {
	case "ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException":
		return http.StatusTooManyRequests
	case "ModelErrorException", "ModelNotReadyException", "ModelStreamErrorException", "ModelTimeoutException",
		"InternalServerException", "ServiceUnavailableException":
		return http.StatusServiceUnavailable
	case "AccessDeniedException":
		return http.StatusForbidden
	case "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException", "IncompleteSignatureException",
		"InvalidClientTokenId", "MissingAuthenticationTokenException", "ExpiredToken":
		return http.StatusUnauthorized // AWS says 403
	case "ResourceNotFoundException":
		return http.StatusNotFound
	case "ValidationException":
		return http.StatusBadRequest
	}
	return told
}

// unanswered tells credentials that could not be had from a connection that
// failed.
func (c *client) unanswered(ctx context.Context, err error) error {
	fault := llm.Broken(ctx, err)
	if operation, ok := errors.AsType[*smithy.OperationError](err); ok && llm.KindOf(fault) == llm.Malformed {
		if _, sent := errors.AsType[*awshttp.ResponseError](operation); !sent && llm.KindOf(operation) == "" {
			return &llm.Fault{Kind: llm.Unauthorized, Detail: "no credentials of AWS, or no region"}
		}
	}
	return fault
}
