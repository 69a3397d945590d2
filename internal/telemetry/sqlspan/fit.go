package sqlspan

import (
	"encoding/json"
	"strings"

	"alex/internal/store"
)

// The most bytes of JSON of one span, so that a row fits every engine.
const (
	maxAttributes = 48 << 10
	maxEvents     = 8 << 10
)

// clippedMark ends a text of which only the beginning is kept.
const clippedMark = " … [clipped]"

// storable is text that every engine can keep.
func storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD")
}

// clip keeps so many characters at most.
func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// fit halves the longest text of a span until its attributes fit, and leaves
// out the last events.
func fit(s *store.Span) {
	for size(s.Attributes) > maxAttributes && halveLongest(s.Attributes) {
	}
	if size(s.Attributes) > maxAttributes { // a great many small ones
		s.Attributes = map[string]any{}
	}
	for len(s.Events) > 0 && size(s.Events) > maxEvents {
		s.Events = s.Events[:len(s.Events)-1]
	}
}

func size(value any) int {
	text, err := json.Marshal(value)
	if err != nil { // a number that JSON does not know
		return maxAttributes + 1
	}
	return len(text)
}

// halveLongest is false where no text is left that is worth it.
func halveLongest(values map[string]any) bool {
	longest, most := "", 64
	for key, value := range values {
		if text, ok := value.(string); ok && len(text) > most {
			longest, most = key, len(text)
		}
	}
	if longest == "" {
		return false
	}
	text := strings.TrimSuffix(values[longest].(string), clippedMark)
	values[longest] = strings.ToValidUTF8(text[:len(text)/2], "") + clippedMark
	return true
}
