package api

import (
	"net/http"
	"testing"
	"time"

	"alex"
)

// A limit that is reached says when it begins anew, as a rate limit does.
func TestOverLimitSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	p := problemOf(t.Context(), &alex.Error{Code: alex.CodeOverLimit, Message: "the day's limit is reached", RetryAfter: 90 * time.Minute})
	if p.Status != http.StatusTooManyRequests || p.Code != alex.CodeOverLimit || p.headers.Get("Retry-After") != "5400" {
		t.Errorf("%+v", p)
	}
}
