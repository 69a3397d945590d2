package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// tagged is an answer with an ETag. Its status is 304, without a body, where
// the client has it already.
type tagged[T any] struct {
	Status int
	ETag   string `header:"ETag"`
	Body   T
}

// etag is over what is shown, so that whatever changes it changes the tag.
func etag(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// UnlessMatching is the condition of a reading request.
type UnlessMatching struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"400" doc:"answer 304 if the ETag is still this"`
}

// WhenMatching is the condition of a change.
type WhenMatching struct {
	IfMatch string `header:"If-Match" maxLength:"400" doc:"refuse the change (412) if the ETag is no longer this"`
}

func answer[T any](v T, unless UnlessMatching) *tagged[T] {
	out := &tagged[T]{Status: http.StatusOK, ETag: etag(v), Body: v}
	if unless.IfNoneMatch != "" && matches(unless.IfNoneMatch, out.ETag) {
		out.Status = http.StatusNotModified
	}
	return out
}

func matches(header, tag string) bool {
	tags := strings.Split(header, ",")
	return slices.ContainsFunc(tags, func(one string) bool {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		return one == tag || one == "*"
	})
}

// unchanged refuses a change of what is no longer as the client saw it, and
// shows what it is now.
func unchanged[T any](ctx context.Context, condition WhenMatching, current T) error {
	if condition.IfMatch == "" || matches(condition.IfMatch, etag(current)) {
		return nil
	}
	p := newProblem(ctx, codePrecondition, "this was changed meanwhile; look at the current value and try again")
	p.Current = current
	p.headers.Set("ETag", etag(current))
	return p
}
