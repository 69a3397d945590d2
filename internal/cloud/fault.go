package cloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"alex"
)

// call is one operation as policies name it.
type call struct {
	action   string // such as secretsmanager:GetSecretValue
	resource string // the ARN that a policy would name, or the name of a thing
}

// Shapes within what AWS says. What it quotes beside them is never shown.
var (
	deniedAction   = regexp.MustCompile(`not authorized to perform: ([a-z0-9-]{2,40}:[A-Za-z]{2,80})`)
	deniedResource = regexp.MustCompile(`on resource: "?(arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[A-Za-z0-9_./:+=,@*-]+)`)
	aWord          = regexp.MustCompile(`^([A-Z]+[a-z]+){1,8}$`) // a code; a key has digits
)

// failed is what err means that a call came back with, nil for nil: CodeForbidden
// names the permission that lacks, CodeNotFound what is not there; CodeUnavailable
// may pass by itself, CodeInternal does not. Its text holds codes, actions and
// names alone.
func failed(ctx context.Context, c call, err error) error {
	if err == nil {
		return nil
	}
	service, operation, _ := strings.Cut(c.action, ":")
	who := serviceName(service)
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.Canceled):
		return fmt.Errorf("%s was given up: %w", c.action, ended)
	case ended != nil:
		return &alex.Error{Code: alex.CodeUnavailable, Message: who + " did not answer in time", Err: ended}
	}
	status, code, said := answered(err)
	_, unsent := errors.AsType[*smithyhttp.RequestSendError](err)
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	switch {
	case status == 0 && unsent:
		return alex.Errorf(alex.CodeUnavailable, "%s cannot be reached: look at the region and at the way out", who)
	case status == 0:
		return alex.Errorf(alex.CodeInternal, "%s cannot be asked: there are no credentials of AWS, or no region (AWS_PROFILE, AWS_REGION)", who)
	case throttled || status == http.StatusTooManyRequests:
		return alex.Errorf(alex.CodeUnavailable, "%s is asked too often (%s): wait a minute, and run the command again", who, words(status, code))
	case expired(code):
		return alex.Errorf(alex.CodeInternal, "%s does not believe the credentials at hand (%s): sign in to AWS again", who, words(status, code))
	case forbidden(status, code):
		return denied(c, who, said)
	case status == http.StatusNotFound, strings.Contains(code, "NotFound"), strings.HasSuffix(code, "NonExistentQueue"), strings.HasSuffix(code, "QueueDoesNotExist"), code == "NoSuchBucket", code == "NoSuchKey", code == "NoSuchDistribution":
		return alex.Errorf(alex.CodeNotFound, "%s has no %s (%s)", who, c.resource, words(status, code))
	case status >= http.StatusInternalServerError:
		return alex.Errorf(alex.CodeUnavailable, "%s cannot answer now (%s): run the command again", who, words(status, code))
	case status == http.StatusConflict:
		return alex.Errorf(alex.CodeConflict, "%s is busy with %s (%s)", who, c.resource, words(status, code))
	case status < http.StatusMultipleChoices:
		return alex.Errorf(alex.CodeInternal, "%s answers %s with no document of the kind that it should", who, operation)
	}
	return alex.Errorf(alex.CodeInternal, "%s refuses %s (%s)", who, operation, words(status, code))
}

// answered takes an error of the SDK apart; status 0 where nothing came back.
func answered(err error) (status int, code, said string) {
	if r, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		status = r.HTTPStatusCode()
	}
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		code, said = e.ErrorCode(), e.ErrorMessage()
	}
	return status, code, said
}

func words(status int, code string) string {
	if aWord.MatchString(code) {
		return "status " + strconv.Itoa(status) + ", " + code
	}
	return "status " + strconv.Itoa(status)
}

func forbidden(status int, code string) bool {
	return status == http.StatusForbidden || strings.HasPrefix(code, "AccessDenied") || code == "UnauthorizedOperation" || strings.HasPrefix(code, "NotAuthorized")
}

func expired(code string) bool {
	switch code {
	case "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch", "InvalidAccessKeyId":
		return true
	}
	return false
}

// denied names the permission that lacks: as AWS names it, or else the one that
// the call needs.
func denied(c call, who, said string) error {
	action, resource := c.action, c.resource
	if found := deniedAction.FindStringSubmatch(said); found != nil {
		action = found[1]
		if found := deniedResource.FindStringSubmatch(said); found != nil {
			resource = strings.TrimRight(found[1], ".,")
		}
	} else if strings.Contains(said, "KMS") {
		action, resource = "kms:Decrypt", "the key of "+c.resource
	}
	if strings.Contains(said, "explicit deny") {
		return alex.Errorf(alex.CodeForbidden, "%s refuses: a policy forbids %s on %s: take that out of it, or use other credentials", who, action, resource)
	}
	return alex.Errorf(alex.CodeForbidden, "%s refuses: the credentials at hand lack %s on %s: allow it in their policy", who, action, resource)
}

func serviceName(service string) string {
	switch service {
	case "secretsmanager":
		return "Secrets Manager"
	case "lambda":
		return "Lambda"
	case "s3":
		return "S3"
	case "s3vectors":
		return "S3 Vectors"
	case "cloudfront":
		return "CloudFront"
	case "rds":
		return "RDS"
	case "rds-data":
		return "the Data API"
	case "logs":
		return "CloudWatch Logs"
	case "cloudwatch":
		return "CloudWatch"
	case "sqs":
		return "SQS"
	case "sts":
		return "STS"
	case "sagemaker":
		return "SageMaker"
	case "bedrock":
		return "Bedrock"
	}
	return service
}
