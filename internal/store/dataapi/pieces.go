package dataapi

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"alex/internal/store"
)

// The service answers at most 64 KiB in a row and 1 MiB at once ("Limitations
// for the Amazon RDS Data API" in the Aurora User Guide, for every version), and
// its transaction ends where more would come. So a row that may be larger is read
// as the text of the whole row, cut into pieces of bytes, which a cursor hands out.
// Written in hexadecimal, as the database writes bytes, a piece is still a row.
const (
	pieceBytes = 30_000
	atATime    = 16
)

// reads reports a query whose rows come in pieces.
func (c *conn) reads(ctx context.Context, query string) bool {
	if !c.to.statement(query).reads {
		return false
	}
	c.to.mu.Lock()
	defer c.to.mu.Unlock()
	_, large := c.to.large[query]
	return large || store.ExpectsPlenty(ctx)
}

// remember that a query answers much, and which columns it has.
func (c *Connector) remember(query string, columns []column) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.large) >= mostParsed {
		clear(c.large)
	}
	c.large[query] = columns
}

// pieces runs a query by a cursor. Outside a transaction it makes one.
func (c *conn) pieces(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	own := c.tx == nil
	if own {
		if _, err := c.BeginTx(ctx, driver.TxOptions{ReadOnly: true}); err != nil {
			return nil, err
		}
	}
	r, err := c.open(ctx, query, args)
	if err != nil {
		if own {
			_ = c.tx.Rollback()
		}
		return nil, err
	}
	r.own = own
	return r, nil
}

func (c *conn) open(ctx context.Context, query string, args []driver.NamedValue) (*pieceRows, error) {
	text, list, err := c.ready(ctx, query, args)
	if err != nil {
		return nil, err
	}
	c.to.mu.Lock()
	columns := c.to.large[query]
	c.to.mu.Unlock()
	if columns == nil {
		out, err := c.execute(ctx, "SELECT * FROM ("+text+") AS alex_row LIMIT 0", list, true)
		if err != nil {
			return nil, err
		}
		columns = columnsOf(out)
		if !store.ExpectsPlenty(ctx) {
			c.to.remember(query, columns)
		}
	}
	c.tx.cursors++
	name := "alex_rows_" + strconv.Itoa(c.tx.cursors)
	_, err = c.execute(ctx, "DECLARE "+name+` NO SCROLL CURSOR FOR
		SELECT n, i, length(j), substr(j, i * `+strconv.Itoa(pieceBytes)+` + 1, `+strconv.Itoa(pieceBytes)+`)
		FROM (SELECT row_number() OVER () AS n, convert_to(alex_row::text, 'UTF8') AS j FROM (`+text+`) AS alex_row OFFSET 0) AS r,
		LATERAL generate_series(0, (length(j) - 1) / `+strconv.Itoa(pieceBytes)+`) AS i`, list, false)
	if err != nil {
		return nil, err
	}
	return &pieceRows{conn: c, ctx: ctx, name: name, columns: columns}, nil
}

// pieceRows puts rows together, a few pieces at a time.
type pieceRows struct {
	conn    *conn
	ctx     context.Context
	name    string
	columns []column
	own     bool // the transaction

	pieces [][]types.Field
	ended  bool
	row    int64
}

// Columns are their names.
func (r *pieceRows) Columns() []string { return names(r.columns) }

// Close ends what was begun for these rows alone.
func (r *pieceRows) Close() error {
	if r.own && r.conn.tx != nil {
		return r.conn.tx.Rollback() // it only read
	}
	return nil
}

// Next is the next row.
func (r *pieceRows) Next(dest []driver.Value) error {
	text, err := r.text()
	if err != nil {
		return err
	}
	return cells(text, r.columns, dest)
}

// text is that of the next row. Its pieces have to come in their order.
func (r *pieceRows) text() ([]byte, error) {
	r.row++
	var text []byte
	for want, whole := int64(0), int64(1); int64(len(text)) < whole; want++ {
		if err := r.more(); err != nil {
			if want > 0 && errors.Is(err, io.EOF) {
				err = errOrder
			}
			return nil, err
		}
		row, i, all, piece, ok := pieceOf(r.pieces[0])
		if !ok || row != r.row || i != want {
			return nil, errOrder
		}
		r.pieces, whole = r.pieces[1:], all
		text = append(text, piece...)
	}
	return text, nil
}

var errOrder = errors.New("the pieces of a row do not come in their order")

func pieceOf(record []types.Field) (row, i, whole int64, piece []byte, ok bool) {
	if len(record) != 4 {
		return 0, 0, 0, nil, false
	}
	n, first := record[0].(*types.FieldMemberLongValue)
	k, second := record[1].(*types.FieldMemberLongValue)
	l, third := record[2].(*types.FieldMemberLongValue)
	b, fourth := record[3].(*types.FieldMemberBlobValue)
	if !first || !second || !third || !fourth {
		return 0, 0, 0, nil, false
	}
	return n.Value, k.Value, l.Value, b.Value, true
}

// more makes sure that there is a piece, or answers io.EOF. A lost answer is not
// asked for again: the cursor may have gone on.
func (r *pieceRows) more() error {
	if len(r.pieces) > 0 {
		return nil
	}
	if r.ended {
		return io.EOF
	}
	if r.conn.tx == nil {
		return driver.ErrBadConn
	}
	out, err := r.conn.execute(r.ctx, "FETCH "+strconv.Itoa(atATime)+" FROM "+r.name, nil, false)
	if err != nil {
		return err
	}
	r.pieces, r.ended = out.Records, len(out.Records) < atATime
	if len(r.pieces) == 0 {
		return io.EOF
	}
	return nil
}

// cells reads a row as PostgreSQL writes one: (a,"b ""c""",,"") has NULL in its third
// place. What stands in a cell is what a connection would answer as text.
func cells(text []byte, columns []column, dest []driver.Value) error {
	if len(text) < 2 || text[0] != '(' || text[len(text)-1] != ')' {
		return errRow
	}
	rest := text[1 : len(text)-1]
	for i, c := range columns {
		if i > 0 {
			if len(rest) == 0 || rest[0] != ',' {
				return errRow
			}
			rest = rest[1:]
		}
		var cell []byte
		var null bool
		if cell, rest, null = firstCell(rest); null {
			dest[i] = nil
			continue
		}
		value, err := cellOf(string(cell), c)
		if err != nil {
			return fmt.Errorf("column %s: %w", c.name, err)
		}
		dest[i] = value
	}
	if len(rest) > 0 {
		return errRow
	}
	return nil
}

var errRow = errors.New("a row that came in pieces cannot be read")

// firstCell is what a row begins with, up to its comma or its end.
func firstCell(row []byte) (cell, rest []byte, null bool) {
	if len(row) == 0 || row[0] == ',' {
		return nil, row, true
	}
	if row[0] != '"' {
		end := bytes.IndexByte(row, ',')
		if end < 0 {
			end = len(row)
		}
		return row[:end], row[end:], false
	}
	cell = make([]byte, 0, min(len(row), 1<<10))
	for at := 1; at < len(row); at++ {
		switch b := row[at]; {
		case b == '"' && (at+1 == len(row) || row[at+1] != '"'):
			return cell, row[at+1:], false
		case b == '"', b == '\\':
			at++
			if at == len(row) {
				return cell, nil, false
			}
			cell = append(cell, row[at])
		default:
			cell = append(cell, b)
		}
	}
	return cell, nil, false
}

// cellOf is a cell by the type of its column.
func cellOf(text string, c column) (driver.Value, error) {
	switch {
	case c.kind == "int2", c.kind == "int4", c.kind == "int8", c.kind == "oid":
		return strconv.ParseInt(text, 10, 64)
	case c.kind == "bool":
		return strconv.ParseBool(text)
	case c.kind == "float4", c.kind == "float8":
		return strconv.ParseFloat(text, 64)
	case c.kind == "bytea":
		return hex.DecodeString(strings.TrimPrefix(text, `\x`))
	default:
		return textOf(text, c)
	}
}
