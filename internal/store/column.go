package store

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"alex"
)

// refusal is a parameter that always fails with its error.
type refusal struct{ err error }

func (r refusal) Value() (driver.Value, error) { return nil, r.err }

// JSON is a column of JSON text: it is written from To, and read into it, which
// must then be a pointer. Empty maps, empty slices and nil are NULL.
type JSON struct{ To any }

// maxCell is the most bytes of one cell of JSON or of a report's text. It is
// more than any request can bring, and what a backup's line is sized by.
const maxCell = 2 << 20

// Value is the JSON as a string, never as bytes. Text that holds NUL is
// refused, because not every engine can keep it, and so is what is larger than
// a backup's line is made for.
func (j JSON) Value() (driver.Value, error) {
	data, err := marshal(j.To)
	if err != nil {
		return nil, err
	}
	text := string(data)
	switch {
	case len(text) > maxCell:
		return nil, alex.Errorf(alex.CodeTooLarge, "this has %d bytes; the most that is kept in one piece is %d", len(text), maxCell)
	case text == "null" || text == "{}" || text == "[]":
		return nil, nil //nolint:nilnil // NULL is spelled so in database/sql
	case hasEscapedNUL(text):
		return nil, alex.Errorf(alex.CodeInvalid, "text with NUL cannot be stored")
	}
	return text, nil
}

// marshal is json.Marshal that leaves <, > and & as they are: a name of them
// would take six times its length.
func marshal(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// Scan reads JSON text; NULL leaves To as it is.
func (j JSON) Scan(src any) error {
	switch text := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(text), j.To)
	case []byte:
		return json.Unmarshal(text, j.To)
	default:
		return fmt.Errorf("JSON cannot be read from %T", src)
	}
}

// hasEscapedNUL finds \u0000 whose backslash is not itself escaped.
func hasEscapedNUL(text string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], `\u0000`)
		if at < 0 {
			return false
		}
		at += from
		slashes := 0
		for at-slashes-1 >= 0 && text[at-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return true
		}
		from = at + 1
	}
}

// optional is a text column whose NULL is the empty text: ids, dates, sources.
type optional[T ~string] struct{ to *T }

func opt[T ~string](to *T) optional[T] { return optional[T]{to} }

// Value is the text, or NULL where it is empty.
func (o optional[T]) Value() (driver.Value, error) {
	text := string(*o.to)
	if text == "" {
		return nil, nil //nolint:nilnil // NULL is spelled so in database/sql
	}
	if err := checkText([]any{text}); err != nil {
		return nil, err
	}
	return text, nil
}

// Scan reads text, and a day where the engine has a type for days.
func (o optional[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*o.to = ""
	case string:
		*o.to = T(v)
	case []byte:
		*o.to = T(v)
	case time.Time:
		*o.to = T(v.Format(time.DateOnly))
	default:
		return fmt.Errorf("text cannot be read from %T", src)
	}
	return nil
}

// instant reads UTC microseconds into a time.
type instant struct{ to *time.Time }

func (i instant) Scan(src any) error {
	micros, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a time cannot be read from %T", src)
	}
	*i.to = time.UnixMicro(micros).UTC()
	return nil
}

// maybe reads UTC microseconds, or NULL, into an optional time.
type maybe struct{ to **time.Time }

func (m maybe) Scan(src any) error {
	if src == nil {
		*m.to = nil
		return nil
	}
	var t time.Time
	if err := (instant{&t}).Scan(src); err != nil {
		return err
	}
	*m.to = &t
	return nil
}

// checkID refuses what is not a UUID before a database sees it.
func checkID(id alex.ID) error {
	if len(id) != 36 || uuid.Validate(string(id)) != nil {
		return alex.Invalid("id", "is not a UUID")
	}
	return nil
}
