package app

import (
	"crypto/rand"
	"fmt"
	"io"
	"maps"

	"alex"
	"alex/internal/broker"
)

// PositionsFile is one file of a broker. Mapping reads a layout that is not
// known.
type PositionsFile struct {
	Name    string
	Open    func() (io.ReadCloser, error)
	Mapping *broker.Mapping
}

// Note is something to say about one line of a file.
type Note struct {
	File string
	Line int // 0: about the file
	Text string
}

// readings are all files of one analysis, read.
type readings struct {
	asOf     alex.Date
	accounts []alex.Account
	names    map[alex.Symbol]string
	imports  []alex.Import
	notes    []Note
	from     map[string]int // account fingerprint → place in accounts
	dates    map[string]alex.Date
}

// readFiles reads every file. An account that stands in several files is taken
// from the newest one, since a positions file is a snapshot.
func readFiles(files []PositionsFile, asOf alex.Date) (readings, error) {
	r := readings{asOf: asOf, names: map[alex.Symbol]string{}, imports: []alex.Import{}, from: map[string]int{}, dates: map[string]alex.Date{}}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return r, err
	}
	for _, f := range files {
		read, err := readFile(f, key)
		if err != nil {
			return r, fmt.Errorf("%s: %w", f.Name, err)
		}
		r.add(f.Name, read)
		if asOf.IsZero() {
			r.asOf = max(r.asOf, read.AsOf)
		}
	}
	return r, nil
}

func readFile(f PositionsFile, key []byte) (file broker.File, err error) {
	body, err := f.Open()
	if err != nil {
		return broker.File{}, err
	}
	defer closing(body, &err)
	return broker.Read(body, broker.Options{Name: f.Name, Mapping: f.Mapping, HashKey: key})
}

func (r *readings) add(name string, f broker.File) {
	for _, account := range f.Accounts {
		r.addAccount(name, f.AsOf, account)
	}
	maps.Copy(r.names, f.Names)
	line := alex.Import{
		File: name, Broker: f.Broker, AsOf: f.AsOf, Accounts: len(f.Accounts), Rows: len(f.Rows),
		ReadTotal: f.Totals.Read, FileTotal: f.Totals.Read, NotHeld: f.Totals.NotHeld, Line: f.Line(),
	}
	if f.Totals.File != nil {
		line.FileTotal = *f.Totals.File
	}
	r.imports = append(r.imports, line)
	for _, warning := range f.Warnings {
		r.notes = append(r.notes, Note{File: name, Text: warning})
	}
	for _, row := range f.Rows {
		if row.Reason != "" {
			r.notes = append(r.notes, Note{File: name, Line: row.Line, Text: rowText(row)})
		}
	}
}

func rowText(row broker.Row) string {
	what := row.Symbol
	if what == "" {
		what = row.Description
	}
	return what + ": " + row.Reason
}

func (r *readings) addAccount(file string, asOf alex.Date, account alex.Account) {
	key := account.Fingerprint
	place, seen := r.from[key]
	switch {
	case !seen:
		r.from[key], r.dates[key] = len(r.accounts), asOf
		r.accounts = append(r.accounts, account)
	case asOf > r.dates[key]:
		r.dates[key], r.accounts[place] = asOf, account
		r.notes = append(r.notes, Note{File: file, Text: account.Name + " stands in an older file too; this newer one counts"})
	case asOf < r.dates[key]:
		r.notes = append(r.notes, Note{File: file, Text: account.Name + " stands in a newer file too; that one counts"})
	default:
		account.Fingerprint += file
		account.Name += " (" + file + ")"
		r.accounts = append(r.accounts, account)
	}
}
