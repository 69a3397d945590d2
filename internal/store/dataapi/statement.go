package dataapi

import (
	"strconv"
	"strings"
)

// statement is a query, cut where its parameters stand: parts[i] stands before
// the parameter refs[i], and the last part after all. Comments are left out: the
// service looks for names that begin with a colon, and need not know them.
type statement struct {
	parts []string
	refs  []int // numbers of parameters, from 1
	reads bool  // it is a SELECT
}

// mostParsed bounds what is kept: queries with lists come in many lengths.
const mostParsed = 2000

// statement parses a query once.
func (c *Connector) statement(query string) *statement {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.parsed[query]; ok {
		return s
	}
	if len(c.parsed) >= mostParsed {
		clear(c.parsed)
	}
	s := parseStatement(query)
	c.parsed[query] = s
	return s
}

func parseStatement(query string) *statement {
	s := &statement{}
	var part strings.Builder
	for at := 0; at < len(query); {
		length, what := next(query[at:])
		switch what {
		case comment:
			part.WriteByte(' ')
		case placeholder:
			number, err := strconv.Atoi(query[at+1 : at+length])
			if err != nil { // more digits than a number has; the database refuses it
				part.WriteString(query[at : at+length])
				break
			}
			s.parts, s.refs = append(s.parts, part.String()), append(s.refs, number)
			part.Reset()
		default:
			part.WriteString(query[at : at+length])
		}
		at += length
	}
	s.parts = append(s.parts, part.String())
	first := strings.TrimSpace(s.parts[0])
	s.reads = len(first) >= 6 && strings.EqualFold(first[:6], "SELECT")
	return s
}

type piece int

const (
	plain piece = iota
	comment
	placeholder
)

// next is the length of what a query begins with, and what that is: a quoted
// thing as a whole, a word, a comment, a placeholder, or one byte.
func next(q string) (length int, what piece) {
	switch {
	case strings.HasPrefix(q, "--"):
		return until(q, 2, "\n"), comment
	case strings.HasPrefix(q, "/*"):
		return blockComment(q), comment
	case q[0] == '\'':
		return quoted(q, 1, '\'', false), plain
	case q[0] == '"':
		return quoted(q, 1, '"', false), plain
	case q[0] == '$' && len(q) > 1 && isDigit(q[1]):
		return run(q, 1, isDigit), placeholder
	case q[0] == '$':
		return dollarQuoted(q), plain
	case (q[0] == 'e' || q[0] == 'E') && len(q) > 1 && q[1] == '\'':
		return quoted(q, 2, '\'', true), plain
	case isWord(q[0]):
		return run(q, 1, func(b byte) bool { return isWord(b) || isDigit(b) || b == '$' }), plain
	default:
		return 1, plain
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isWord(b byte) bool {
	return b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

func run(q string, from int, in func(byte) bool) int {
	for from < len(q) && in(q[from]) {
		from++
	}
	return from
}

// until is the length up to the end of the next such text, or of the query.
func until(q string, from int, end string) int {
	if at := strings.Index(q[from:], end); at >= 0 {
		return from + at + len(end)
	}
	return len(q)
}

// blockComment ends where it began: PostgreSQL's nest.
func blockComment(q string) int {
	depth := 0
	for at := 0; at < len(q); at++ {
		switch {
		case strings.HasPrefix(q[at:], "/*"):
			depth++
			at++
		case strings.HasPrefix(q[at:], "*/"):
			depth--
			at++
			if depth == 0 {
				return at + 1
			}
		}
	}
	return len(q)
}

// quoted ends at a quotation mark that is not doubled, nor escaped where that is
// possible.
func quoted(q string, from int, mark byte, escapes bool) int {
	for at := from; at < len(q); at++ {
		switch {
		case escapes && q[at] == '\\':
			at++
		case q[at] != mark:
		case at+1 < len(q) && q[at+1] == mark:
			at++
		default:
			return at + 1
		}
	}
	return len(q)
}

// dollarQuoted is $tag$…$tag$, or the one sign.
func dollarQuoted(q string) int {
	end := 1
	if end < len(q) && isWord(q[end]) {
		end = run(q, end, func(b byte) bool { return isWord(b) || isDigit(b) })
	}
	if end == len(q) || q[end] != '$' {
		return 1
	}
	tag := q[:end+1]
	return until(q, len(tag), tag)
}
