package llm

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Reply is a provider's refusal of a call, as an adapter read it.
type Reply struct {
	Status  int
	Header  http.Header
	Code    string // the provider's own word for it, such as rate_limit_error
	Message string // read for what it means, never shown: it can quote the prompt
}

// Fault is what the refusal means. Its text holds the status and the code. Now
// is for a Retry-After that is a date.
func (r Reply) Fault(now time.Time) *Fault {
	return &Fault{Kind: r.kind(), Status: r.Status, RetryAfter: r.retryAfter(now), Detail: word(r.Code)}
}

func (r Reply) kind() Kind {
	switch {
	case r.Status == http.StatusTooManyRequests:
		return Throttled
	case r.Status == http.StatusRequestTimeout, r.Status == http.StatusConflict, r.Status >= 500:
		return Unavailable
	case r.Status == http.StatusUnauthorized:
		return Unauthorized
	case r.Status == http.StatusPaymentRequired, r.Status == http.StatusForbidden:
		return Forbidden
	case r.Status == http.StatusNotFound:
		return Missing
	case r.Status == http.StatusRequestEntityTooLarge, r.tooLong():
		return TooLong
	case r.Status >= 400:
		return Rejected
	default:
		return Malformed // a redirect, or a success that is none
	}
}

// tooLong reads a refusal for the words that providers and the programs that
// serve open models use for a context that is full.
func (r Reply) tooLong() bool {
	if r.Code == "context_length_exceeded" {
		return true
	}
	message := strings.ToLower(r.Message)
	for _, words := range [...]string{
		"prompt is too long", "input is too long", "context length", "context window", "too many input tokens",
		"exceeds the maximum number of tokens", "exceed context limit", "input length and `max_tokens` exceed",
	} {
		if strings.Contains(message, words) {
			return true
		}
	}
	return false
}

// retryAfter is what Retry-After says, in seconds or as a date (RFC 9110,
// 10.2.3); 0 for anything else, and for what lies in the past.
func (r Reply) retryAfter(now time.Time) time.Duration {
	text := strings.TrimSpace(r.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// A key is longer, or has digits in a row, or capitals.
var oneWord = regexp.MustCompile(`^[0-9]{0,3}([a-z_.:-]+[0-9]{0,3})*$`)

const longestWord = 40

// word is a provider's code where it is a word as codes are, so that no sentence
// of its answer comes along, and no key that stands where the code should.
func word(code string) string {
	if len(code) <= longestWord && oneWord.MatchString(code) {
		return code
	}
	return ""
}

// AboutChoice reads the message of a rejected call for the refusal of a tool
// choice: some models call tools, and cannot be made to.
func AboutChoice(message string) bool {
	message = strings.ToLower(message)
	return strings.Contains(message, "tool_choice") || strings.Contains(message, "toolchoice")
}
