package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"alex/internal/app"
)

// printer writes lines and keeps the first error. Names come out of files of
// others, so what would steer the terminal is left out.
type printer struct {
	w     io.Writer
	err   error
	first func() // called before the first line; may be nil
}

func (p *printer) linef(format string, args ...any) {
	if p.first != nil {
		p.first()
		p.first = nil
	}
	if p.err == nil {
		_, p.err = io.WriteString(p.w, printable(fmt.Sprintf(format, args...))+"\n")
	}
}

// wrapped prints a line broken at spaces, the parts below the first one
// indented further.
func (p *printer) wrapped(line, indent string) {
	for _, part := range wrap(line, indent, 78) {
		p.linef("%s", part)
	}
}

// printable drops control characters and those that turn the direction of
// text, which could make one line look like another.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// wrap breaks a line at spaces so that no part is longer than width
// characters, unless one word is. indent stands before all parts but the
// first.
func wrap(line, indent string, width int) []string {
	var parts []string
	for len([]rune(line)) > width {
		start := len(line) - len(strings.TrimLeft(line, " "))
		cut := strings.LastIndexByte(string([]rune(line)[:width+1]), ' ')
		if cut <= start {
			next := strings.IndexByte(line[start:], ' ')
			if next < 0 {
				break
			}
			cut = start + next
		}
		parts = append(parts, strings.TrimRight(line[:cut], " "))
		line = indent + strings.TrimLeft(line[cut:], " ")
	}
	return append(parts, line)
}

// printJSON writes one indented JSON document and nothing else.
func printJSON(w io.Writer, document any) error {
	text, err := app.IndentedJSON(document)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}
