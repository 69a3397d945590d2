package store

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"alex"
)

// Kind is what a parameter is, for an engine that has to be told: most find it
// out by themselves, from where the parameter stands.
type Kind int

const (
	KindPlain  Kind = iota // text, whole numbers, truth values: what the value itself says
	KindID                 // a UUID
	KindDate               // a day, as YYYY-MM-DD
	KindNumber             // an exact number
	KindJSON               // JSON text
)

// KindOf looks at a parameter before it is flattened to what drivers know.
func KindOf(value any) Kind {
	switch v := value.(type) {
	case interface{ kind() Kind }:
		return v.kind()
	case alex.ID, *alex.ID:
		return KindID
	case alex.Date, *alex.Date:
		return KindDate
	case alex.Money, *alex.Money, alex.Decimal, *alex.Decimal, alex.Percent, *alex.Percent:
		return KindNumber
	default:
		return KindPlain
	}
}

func (JSON) kind() Kind { return KindJSON }

func (o optional[T]) kind() Kind { return KindOf(*o.to) }

// columnText is a cell of a backup, with the type of its column.
type columnText struct {
	text string
	as   Kind
}

func (c columnText) kind() Kind { return c.as }

// Value is the text, which the engine reads as its column's type.
func (c columnText) Value() (driver.Value, error) {
	if err := checkText([]any{c.text}); err != nil {
		return nil, err
	}
	return c.text, nil
}

// kindOf is what a column holds, by the name that the engine gives its type.
func kindOf(t Table, column string) Kind {
	at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == column })
	if at < 0 {
		return KindPlain
	}
	name, _, _ := strings.Cut(t.Columns[at].Type, "(")
	switch name {
	case "uuid":
		return KindID
	case "date":
		return KindDate
	case "numeric":
		return KindNumber
	case "jsonb":
		return KindJSON
	default:
		return KindPlain
	}
}

type plenty struct{}

// withPlenty says that what is read may be large, and is read only once.
func withPlenty(ctx context.Context) context.Context { return context.WithValue(ctx, plenty{}, true) }

// ExpectsPlenty reports a query whose rows may be more than an engine hands
// out at once, and which is not run again.
func ExpectsPlenty(ctx context.Context) bool { return ctx.Value(plenty{}) != nil }
