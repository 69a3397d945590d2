package store

import (
	"encoding/base64"
	"encoding/json"
	"math"

	"alex"
)

// Page asks for a part of a list: what follows Cursor, the empty one being the
// beginning, at most Limit items (50 where it is 0, 200 at most).
type Page struct {
	Cursor string
	Limit  int
}

// List is a part of a list. Next is the cursor of what follows, empty at the
// end.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"nextCursor,omitempty"`
}

// Limits of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// mark is where a page ended: the last row's number and its text, in the
// order of the list. Its fields are compared, never trusted: the query itself
// names the person.
type mark struct {
	Number int64  `json:"n"`
	Text   string `json:"t"`
}

// begin reads the cursor and the limit; a missing cursor is first.
func (p Page) begin(first mark) (mark, int, error) {
	limit := p.Limit
	switch {
	case limit < 0 || limit > MaxLimit:
		return mark{}, 0, alex.Invalid("limit", "%d is not between 1 and %d", limit, MaxLimit)
	case limit == 0:
		limit = DefaultLimit
	}
	if p.Cursor == "" {
		return first, limit, nil
	}
	m, err := readMark(p.Cursor)
	return m, limit, err
}

// lowestID and highestID bound every UUID; newest is before every row of a list
// that has the newest first.
const (
	lowestID  = "00000000-0000-0000-0000-000000000000"
	highestID = "ffffffff-ffff-ffff-ffff-ffffffffffff"
)

func newest() mark { return mark{Number: math.MaxInt64, Text: highestID} }

func readMark(cursor string) (mark, error) {
	var m mark
	data, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err == nil {
		err = checkText([]any{m.Text})
	}
	if err != nil || len(cursor) > 200 {
		return mark{}, alex.Invalid("cursor", "is not a cursor that an earlier page gave")
	}
	return m, nil
}

func (m mark) cursor() string {
	data, err := json.Marshal(m)
	if err != nil { // a number and a text always marshal
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// paged cuts rows, of which one more than limit were asked for.
func paged[T any](rows []T, limit int, at func(T) mark) List[T] {
	if len(rows) <= limit {
		return List[T]{Items: rows}
	}
	return List[T]{Items: rows[:limit], Next: at(rows[limit-1]).cursor()}
}
