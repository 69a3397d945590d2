package main

import (
	"errors"
	"io/fs"
	"strings"

	"alex"
	"alex/internal/app"
)

// message is an error for the person at the terminal: each refused field on
// its own line, and for a file of an unknown layout the mapping to complete.
func message(err error) string {
	if said, mapping, ok := app.OfferedMapping(err); ok {
		return said + "\nSay which column is what: complete this mapping where something is missing or wrong,\n" +
			"save it as mapping.json, and run the command again with --mapping mapping.json\n" + mapping +
			"\nFields: account, accountType, symbol, name, quantity, price, value, costBasis, currency, date;\n" +
			"needed are quantity, and symbol or name."
	}
	e, ok := errors.AsType[*alex.Error](err)
	if !ok || len(e.Fields) < 2 {
		return err.Error()
	}
	text := strings.TrimSuffix(err.Error(), e.Error()) + "several values are refused:"
	for _, f := range e.Fields {
		text += "\n  " + f.Location + ": " + f.Message
	}
	return text
}

// inFile names the file in an error about what is written there, and names it
// once.
func inFile(name string, err error) error {
	if err == nil {
		return nil
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return fileError{name, err}
}

type fileError struct {
	name string
	err  error
}

func (e fileError) Error() string { return e.name + ": " + e.err.Error() }
func (e fileError) Unwrap() error { return e.err }
