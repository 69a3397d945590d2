package report

import "regexp"

// span is a stretch of bytes, end exclusive.
type span struct{ start, end int }

// within reports that the bytes from start up to end lie inside one of spans.
func within(spans []span, start, end int) bool {
	for _, s := range spans {
		if s.start <= start && end <= s.end {
			return true
		}
	}
	return false
}

// touches reports that one of spans shares a byte with start up to end.
func touches(spans []span, start, end int) bool {
	for _, s := range spans {
		if s.start < end && start < s.end {
			return true
		}
	}
	return false
}

// matches are the spans of every match of p, of its first group if it has one.
func matches(p *regexp.Regexp, text string) []span {
	var spans []span
	for _, at := range p.FindAllStringSubmatchIndex(text, -1) {
		if len(at) > 2 && at[2] >= 0 {
			spans = append(spans, span{at[2], at[3]})
			continue
		}
		spans = append(spans, span{at[0], at[1]})
	}
	return spans
}
