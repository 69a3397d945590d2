package dataapi

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// rows are those of one answer.
type rows struct {
	columns []column
	records [][]types.Field
}

// column is a name and PostgreSQL's name of a type, such as int8.
type column struct{ name, kind string }

func columnsOf(out *rdsdata.ExecuteStatementOutput) []column {
	columns := make([]column, len(out.ColumnMetadata))
	for i, m := range out.ColumnMetadata {
		columns[i] = column{aws.ToString(m.Label), strings.ToLower(aws.ToString(m.TypeName))}
		if columns[i].name == "" {
			columns[i].name = aws.ToString(m.Name)
		}
	}
	return columns
}

func rowsOf(out *rdsdata.ExecuteStatementOutput) (driver.Rows, error) {
	return &rows{columnsOf(out), out.Records}, nil
}

// Columns are their names.
func (r *rows) Columns() []string { return names(r.columns) }

func names(columns []column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.name
	}
	return list
}

// Close forgets the rest.
func (r *rows) Close() error {
	r.records = nil
	return nil
}

// Next is the next row.
func (r *rows) Next(dest []driver.Value) (err error) {
	if len(r.records) == 0 {
		return io.EOF
	}
	record := r.records[0]
	r.records = r.records[1:]
	if len(record) != len(r.columns) || len(record) != len(dest) {
		return errors.New("the Data API answers a row of another length than its columns")
	}
	for i, field := range record {
		if dest[i], err = valueOf(field, r.columns[i]); err != nil {
			return err
		}
	}
	return nil
}

// valueOf is a cell as PostgreSQL's driver has it: exact numbers, UUIDs, JSON and
// days are text.
func valueOf(field types.Field, c column) (driver.Value, error) {
	switch v := field.(type) {
	case *types.FieldMemberIsNull:
		return nil, nil //nolint:nilnil // NULL is spelled so in database/sql
	case *types.FieldMemberLongValue:
		return v.Value, nil
	case *types.FieldMemberDoubleValue:
		return v.Value, nil
	case *types.FieldMemberBooleanValue:
		return v.Value, nil
	case *types.FieldMemberBlobValue:
		return v.Value, nil
	case *types.FieldMemberStringValue:
		return textOf(v.Value, c)
	case *types.FieldMemberArrayValue:
		return arrayText(v.Value)
	default:
		return nil, fmt.Errorf("the Data API answers a %T", field)
	}
}

// textOf is a text, or a time where the column has times.
func textOf(text string, c column) (driver.Value, error) {
	if c.kind != "timestamp" && c.kind != "timestamptz" {
		return text, nil
	}
	for _, layout := range []string{"2006-01-02 15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999Z07:00", time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), nil
		}
	}
	return nil, fmt.Errorf("the Data API answers a time as %d characters that are none", len(text))
}

// arrayText is an array as PostgreSQL writes it.
func arrayText(array types.ArrayValue) (string, error) {
	var items []string
	switch v := array.(type) {
	case *types.ArrayValueMemberStringValues:
		items = itemsOf(v.Value, quotedItem)
	case *types.ArrayValueMemberLongValues:
		items = itemsOf(v.Value, func(n int64) string { return strconv.FormatInt(n, 10) })
	case *types.ArrayValueMemberBooleanValues:
		items = itemsOf(v.Value, func(b bool) string { return strconv.FormatBool(b)[:1] })
	case *types.ArrayValueMemberDoubleValues:
		items = itemsOf(v.Value, func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) })
	case *types.ArrayValueMemberArrayValues:
		for _, inner := range v.Value {
			text, err := arrayText(inner)
			if err != nil {
				return "", err
			}
			items = append(items, text)
		}
	default:
		return "", fmt.Errorf("the Data API answers an array of %T", array)
	}
	return "{" + strings.Join(items, ",") + "}", nil
}

func itemsOf[T any](values []*T, text func(T) string) []string {
	items := make([]string, len(values))
	for i, v := range values {
		items[i] = "NULL"
		if v != nil {
			items[i] = text(*v)
		}
	}
	return items
}

func quotedItem(text string) string {
	if text != "" && !strings.ContainsAny(text, "{}\",\\ \t\n\r\v\f") && !strings.EqualFold(text, "null") {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
