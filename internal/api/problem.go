package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/broker"
	"alex/internal/store"
)

// Problem is an error as RFC 9457 has it. Errors names each refused value;
// Current is the stored value where a change came too late (412). Of a file of
// an unknown layout (422, unknown_layout), Columns are its headers, Mapping is
// the one to complete, and PreviewID, where the file is kept, is what to import
// with it.
type Problem struct {
	Type      string            `json:"type"`
	Title     string            `json:"title"`
	Status    int               `json:"status"`
	Detail    string            `json:"detail"`
	Code      alex.Code         `json:"code"`
	RequestID string            `json:"requestId"`
	Errors    []alex.FieldError `json:"errors"`
	Current   any               `json:"current,omitempty"`
	Mapping   *broker.Mapping   `json:"mapping,omitempty"`
	Columns   []string          `json:"columns,omitempty"`
	PreviewID alex.ID           `json:"previewId,omitempty"`

	headers http.Header
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are the headers that belong to the status.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType is that of a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// Codes of errors that only a request can have.
const (
	codeMalformed    alex.Code = "malformed"
	codeMediaType    alex.Code = "unsupported_media_type"
	codeMethod       alex.Code = "method_not_allowed"
	codeOrigin       alex.Code = "foreign_origin"
	codeMisdirected  alex.Code = "misdirected"
	codePrecondition alex.Code = "precondition_failed"
	codeDiskFull     alex.Code = "disk_full"
	codeLayout       alex.Code = "unknown_layout"
)

// statusOf is the one map from a code to a status.
func statusOf(code alex.Code) int {
	switch code {
	case codeMalformed:
		return http.StatusBadRequest
	case alex.CodeUnauthorized, alex.CodeSecondFactorRequired, alex.CodeSecondFactorWrong:
		return http.StatusUnauthorized
	case alex.CodeForbidden, codeOrigin:
		return http.StatusForbidden
	case alex.CodeNotFound:
		return http.StatusNotFound
	case codeMethod:
		return http.StatusMethodNotAllowed
	case alex.CodeConflict, alex.CodeFenced:
		return http.StatusConflict
	case codePrecondition:
		return http.StatusPreconditionFailed
	case codeMisdirected:
		return http.StatusMisdirectedRequest
	case alex.CodeTooLarge:
		return http.StatusRequestEntityTooLarge
	case codeMediaType:
		return http.StatusUnsupportedMediaType
	case alex.CodeInvalid, codeLayout:
		return http.StatusUnprocessableEntity
	case alex.CodeThrottled, alex.CodeOverLimit:
		return http.StatusTooManyRequests
	case alex.CodeUnavailable:
		return http.StatusServiceUnavailable
	case codeDiskFull:
		return http.StatusInsufficientStorage
	default:
		return http.StatusInternalServerError
	}
}

// codeFor is the code of a status that the framework chose.
func codeFor(status int) alex.Code {
	for _, code := range []alex.Code{
		codeMalformed, alex.CodeUnauthorized, alex.CodeForbidden, alex.CodeNotFound, codeMethod, alex.CodeConflict,
		codePrecondition, alex.CodeTooLarge, codeMediaType, alex.CodeInvalid, alex.CodeThrottled, alex.CodeUnavailable,
	} {
		if statusOf(code) == status {
			return code
		}
	}
	return alex.CodeInternal
}

// problemOf is what a person may see of err. Where the domain names fields of
// the body by themselves, their place in the request is put before them.
func problemOf(ctx context.Context, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		p.RequestID = requestID(ctx)
		return p
	}
	e, ok := errors.AsType[*alex.Error](err)
	if !ok {
		e = alex.Errorf(alex.CodeInternal, "something failed on our side")
	}
	code := e.Code
	if errors.Is(err, store.ErrDiskFull) {
		code = codeDiskFull
	}
	p := newProblem(ctx, code, e.Message)
	for _, f := range e.Fields {
		p.add(alex.FieldError{Location: located(f.Location), Message: f.Message})
	}
	switch {
	case code == alex.CodeInternal:
		p.Detail = "something failed on our side"
	case e.RetryAfter > 0:
		p.retryAfter(e.RetryAfter)
	case code == alex.CodeUnavailable:
		p.retryAfter(2 * time.Second)
	}
	return p
}

func newProblem(ctx context.Context, code alex.Code, detail string) *Problem {
	status := statusOf(code)
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: clipped(detail), Code: code,
		RequestID: requestID(ctx), Errors: []alex.FieldError{}, headers: http.Header{},
	}
	if status == http.StatusUnauthorized {
		p.headers.Set("WWW-Authenticate", `Bearer realm="alex"`)
	}
	return p
}

func (p *Problem) retryAfter(wait time.Duration) {
	p.headers.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}

// located puts the part of the request before a field that the domain names.
func located(location string) string {
	switch first, _, _ := strings.Cut(location, "."); {
	case location == "":
		return "body"
	case first == "body", first == "path", first == "query", first == "header", first == "file":
		return location
	case location == "id", location == "symbol in path":
		return "path." + location
	case location == "cursor", location == "limit":
		return "query." + location
	case location == "Idempotency-Key":
		return "header." + location
	default:
		return "body." + location
	}
}

// asProblem turns the framework's own errors into problems.
func asProblem(ctx huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if e.Status == http.StatusInternalServerError && broken(ctx) {
		return newProblem(ctx.Context(), codeMalformed, "the body breaks off, or its chunks are not as HTTP has them"), nil
	}
	p := newProblem(ctx.Context(), codeFor(e.Status), e.Detail)
	p.Status, p.Title = e.Status, http.StatusText(e.Status)
	for _, detail := range e.Errors {
		p.add(named(alex.FieldError{Location: detail.Location, Message: detail.Message}))
	}
	if len(e.Errors) > 0 {
		p.Detail = clipped(p.Errors[0].Location + ": " + p.Errors[0].Message)
	}
	return p, nil
}

// named puts the name of a missing field into its place.
func named(f alex.FieldError) alex.FieldError {
	field, missing := strings.CutPrefix(f.Message, "expected required property ")
	if field, ends := strings.CutSuffix(field, " to be present"); missing && ends {
		return alex.FieldError{Location: f.Location + "." + field, Message: "is missing"}
	}
	return f
}

// writeProblem answers outside the framework.
func writeProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		writeJSON(w, p)
	}
}
