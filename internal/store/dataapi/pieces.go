package dataapi

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
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
// as JSON text, cut into pieces of bytes, which a cursor hands out: base64 makes
// four bytes of three.
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
	params, says := c.params(args)
	if err := c.begun(ctx, says); err != nil {
		return nil, err
	}
	s := c.to.statement(query)
	staged, err := c.stage(ctx, s, params)
	if err != nil {
		return nil, err
	}
	text, list, err := s.fill(params, staged)
	if err != nil {
		return nil, err
	}
	c.to.mu.Lock()
	columns := c.to.large[query]
	c.to.mu.Unlock()
	if columns == nil {
		out, err := c.execute(ctx, "SELECT * FROM ("+text+") AS q LIMIT 0", list, true)
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
		FROM (SELECT row_number() OVER () AS n, convert_to(row_to_json(q)::text, 'UTF8') AS j FROM (`+text+`) AS q OFFSET 0) AS r,
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

// text is the JSON of the next row. Its pieces have to come in their order.
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

// cells reads a row's JSON, whose members stand in the order of the columns; two
// may have one name.
func cells(text []byte, columns []column, dest []driver.Value) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if _, err := in.Token(); err != nil {
		return err
	}
	for i, c := range columns {
		if _, err := in.Token(); err != nil { // its name
			return err
		}
		var cell json.RawMessage
		if err := in.Decode(&cell); err != nil {
			return err
		}
		value, err := cellOf(cell, c)
		if err != nil {
			return fmt.Errorf("column %s: %w", c.name, err)
		}
		dest[i] = value
	}
	return nil
}

func cellOf(cell json.RawMessage, c column) (driver.Value, error) {
	switch {
	case string(cell) == "null": // no column of Alex holds JSON's own null
		return nil, nil //nolint:nilnil // NULL is spelled so in database/sql
	case c.kind == "jsonb" || c.kind == "json":
		return string(cell), nil
	case strings.HasPrefix(c.kind, "int") || c.kind == "oid":
		return strconv.ParseInt(string(cell), 10, 64)
	case c.kind == "bool":
		return strconv.ParseBool(string(cell))
	case c.kind == "float4" || c.kind == "float8":
		return strconv.ParseFloat(strings.Trim(string(cell), `"`), 64)
	case strings.HasPrefix(c.kind, "_"):
		return nil, errors.New("an array is not read in pieces")
	case cell[0] != '"': // a number
		return string(cell), nil
	}
	var text string
	if err := json.Unmarshal(cell, &text); err != nil {
		return nil, err
	}
	if c.kind == "bytea" {
		return hex.DecodeString(strings.TrimPrefix(text, `\x`))
	}
	return textOf(text, c)
}
