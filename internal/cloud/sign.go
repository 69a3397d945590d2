package cloud

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	signer "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// question is one call of a service of which Alex asks a single thing: a client of it
// would be megabytes.
type question struct {
	service string // as signatures name it
	id      string // as the SDK names it
	host    string // before .REGION.amazonaws.com
	method  string
	path    string
	kind    string // of the body
	target  string // header X-Amz-Target, if any
	body    []byte
}

const mostAnswer = 1 << 20 // bytes

// ask sends a question in a region and decodes the answer into out. Its errors are as
// the SDK's, for failed.
func (a *Account) ask(ctx context.Context, region string, q question, out any) error {
	settings := a.in(region)
	credentials, err := settings.Credentials.Retrieve(ctx)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, q.method, endpoint(ctx, settings, q)+q.path, bytes.NewReader(q.body))
	if err != nil {
		return err
	}
	if q.kind != "" {
		r.Header.Set("Content-Type", q.kind)
	}
	r.Header.Set("Accept", "application/json")
	if q.kind == formKind {
		r.Header.Del("Accept")
	}
	if q.target != "" {
		r.Header.Set("X-Amz-Target", q.target)
	}
	sum := sha256.Sum256(q.body)
	if err := signer.NewSigner().SignHTTP(ctx, credentials, r, hex.EncodeToString(sum[:]), q.service, settings.Region, a.now()); err != nil {
		return err
	}
	answer, err := settings.HTTPClient.Do(r)
	if err != nil {
		return &smithyhttp.RequestSendError{Err: err}
	}
	defer func() { _ = answer.Body.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err == nil && answer.StatusCode/100 != 2 {
		err = refusal(answer, text)
	} else if err == nil && q.kind == formKind {
		err = xml.Unmarshal(text, out)
	} else if err == nil {
		err = json.Unmarshal(text, out)
	}
	if err != nil {
		return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: answer}, Err: err}}
	}
	return nil
}

const (
	formKind = "application/x-www-form-urlencoded"
	jsonKind = "application/json"
	json11   = "application/x-amz-json-1.1"
)

// named is what the SDK's settings offer where a service has an address of its own.
type named interface {
	GetServiceBaseEndpoint(ctx context.Context, service string) (string, bool, error)
}

// endpoint is where the question goes: to the stand-in that the settings name, if they
// do (AWS_ENDPOINT_URL_…, AWS_ENDPOINT_URL), as the SDK's own clients.
func endpoint(ctx context.Context, settings aws.Config, q question) string {
	for _, source := range settings.ConfigSources {
		if n, ok := source.(named); ok {
			if at, found, err := n.GetServiceBaseEndpoint(ctx, q.id); found && err == nil {
				return strings.TrimSuffix(at, "/")
			}
		}
	}
	if settings.BaseEndpoint != nil {
		return strings.TrimSuffix(*settings.BaseEndpoint, "/")
	}
	domain := ".amazonaws.com"
	if strings.HasPrefix(settings.Region, "cn-") {
		domain += ".cn"
	}
	return "https://" + q.host + "." + settings.Region + domain
}

// refusal is what a service says instead of an answer, in JSON or XML.
func refusal(answer *http.Response, text []byte) error {
	var said struct {
		Type    string `json:"__type"`
		Code    string `json:"code"`
		Message string `json:"message"`
		Capital string `json:"Message"`
	}
	var form struct {
		Code    string `xml:"Error>Code"`
		Message string `xml:"Error>Message"`
	}
	_ = json.Unmarshal(text, &said) // neither may be: the status stands alone then
	_ = xml.Unmarshal(text, &form)
	code := firstOf(answer.Header.Get("X-Amzn-Errortype"), said.Type, said.Code, form.Code)
	code, _, _ = strings.Cut(code, ":")
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	return &smithy.GenericAPIError{Code: firstOf(code, "Unknown"), Message: firstOf(said.Message, said.Capital, form.Message)}
}
