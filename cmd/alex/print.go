package main

import (
	"fmt"
	"io"

	"alex"
	"alex/internal/app"
)

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) linef(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) amount(what string, m alex.Money) { p.linef("  %-24s %14s", what, m.Text()) }

// printJSON writes one indented JSON document and nothing else.
func printJSON(w io.Writer, document any) error {
	text, err := app.IndentedJSON(document)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// inFile names the file in an error about what is written there.
func inFile(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}
