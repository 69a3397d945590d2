package api

import "alex"

// A problem tells enough to mend a request, and is not a copy of it.
const (
	longestDetail = 300 // characters
	mostErrors    = 100
)

// clipped is text of at most longestDetail characters.
func clipped(text string) string {
	if len(text) <= longestDetail {
		return text
	}
	if runes := []rune(text); len(runes) > longestDetail {
		return string(runes[:longestDetail-1]) + "…"
	}
	return text
}

// add names what was refused, no more of it than helps.
func (p *Problem) add(f alex.FieldError) {
	if len(p.Errors) < mostErrors {
		p.Errors = append(p.Errors, alex.FieldError{Location: clipped(f.Location), Message: clipped(f.Message)})
	}
}
