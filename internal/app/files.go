package app

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"strings"

	"alex"
	"alex/internal/broker"
	"alex/internal/seed"
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
	bodies   map[[sha256.Size]byte]string // what was read → the file's name
}

// readFiles reads every file. An account that stands in several files is taken
// from the newest one, since a positions file is a snapshot. A file that is
// given twice counts once, and one without positions holds nothing.
func readFiles(files []PositionsFile, asOf alex.Date) (readings, error) {
	r := readings{
		asOf: asOf, names: map[alex.Symbol]string{}, imports: []alex.Import{},
		from: map[string]int{}, dates: map[string]alex.Date{}, bodies: map[[sha256.Size]byte]string{},
	}
	opt, err := readingOptions()
	if err != nil {
		return r, err
	}
	for _, f := range files {
		read, digest, err := readFile(f, opt)
		first, again := r.bodies[digest]
		switch none, empty := errors.AsType[broker.NoPositions](err); {
		case empty:
			r.addEmpty(f.Name, none.Broker, err)
		case err != nil:
			return r, inFile(f.Name, err)
		case again:
			r.notes = append(r.notes, Note{File: first, Text: "given more than once (as " + f.Name + "); counted once"})
		default:
			r.bodies[digest] = f.Name
			r.add(f.Name, read)
			if err := alex.CheckSize(f.Name, read.Accounts); err != nil {
				return r, err
			}
		}
		if asOf.IsZero() {
			r.asOf = max(r.asOf, read.AsOf)
		}
	}
	return r, alex.CheckSize("what these files hold together", r.accounts)
}

// readingOptions keep accounts apart by a key of this run, and know the prices that
// come with the program.
func readingOptions() (broker.Options, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return broker.Options{}, err
	}
	book, err := seed.Book()
	return broker.Options{HashKey: key, Book: book}, err
}

// inFile names the file in an error, by its path where the error has that.
func inFile(name string, err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		name, err = path.Path, path.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

func readFile(f PositionsFile, opt broker.Options) (file broker.File, digest [sha256.Size]byte, err error) {
	body, err := f.Open()
	if err != nil {
		return file, digest, err
	}
	defer closing(body, &err)
	sum := sha256.New()
	text, err := io.ReadAll(io.TeeReader(io.LimitReader(body, mostBytes), sum))
	if err != nil {
		return file, digest, err
	}
	file, err = readText(f, text, opt)
	return file, [sha256.Size]byte(sum.Sum(nil)), err
}

// mostBytes is a little more than the importer takes, so that it is the one
// that refuses what is too long.
const mostBytes = 6 << 20

// readText reads by the layouts that Alex knows, and by the mapping what none
// of them fits.
func readText(f PositionsFile, text []byte, opt broker.Options) (broker.File, error) {
	opt.Name = f.Name
	file, err := broker.Read(bytes.NewReader(text), opt)
	if _, unknown := errors.AsType[*broker.UnknownLayout](err); !unknown || f.Mapping == nil {
		return file, err
	}
	opt.Mapping = f.Mapping
	return broker.Read(bytes.NewReader(text), opt)
}

// addEmpty notes a file that has no positions.
func (r *readings) addEmpty(name, layout string, err error) {
	if layout == "" {
		layout = "empty"
	}
	line := err.Error()
	if e, ok := errors.AsType[*alex.Error](err); ok && len(e.Fields) > 0 {
		line = e.Fields[0].Message
	}
	r.imports = append(r.imports, alex.Import{File: name, Broker: layout, Line: line})
}

func (r *readings) add(name string, f broker.File) {
	for _, account := range f.Accounts {
		r.addAccount(name, f.AsOf, account)
	}
	maps.Copy(r.names, f.Names)
	line := f.Summary()
	line.File = name
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
	if none := what == "" || strings.EqualFold(what, "null"); none && row.Description != "" {
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
	case same(r.accounts[place], account):
		r.notes = append(r.notes, Note{File: file, Text: account.Name + " stands in another file too, just the same; it counts once"})
	default:
		account.Fingerprint += file
		account.Name += " (" + file + ")"
		r.accounts = append(r.accounts, account)
	}
}

// same reports that two readings of an account say the same.
func same(a, b alex.Account) bool {
	said, errA := json.Marshal(a)
	again, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(said, again)
}
