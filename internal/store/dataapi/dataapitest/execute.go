package dataapitest

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// param is a parameter by its name.
type param struct {
	Name  string `json:"name"`
	Value struct {
		IsNull       bool            `json:"isNull"`
		BooleanValue *bool           `json:"booleanValue"`
		LongValue    *int64          `json:"longValue"`
		DoubleValue  *json.Number    `json:"doubleValue"`
		StringValue  *string         `json:"stringValue"`
		BlobValue    []byte          `json:"blobValue"`
		ArrayValue   json.RawMessage `json:"arrayValue"`
	} `json:"value"`
	TypeHint string `json:"typeHint"`
}

// bound is what PostgreSQL is told: a text, nil being NULL, and its type.
func (p param) bound() (value []byte, oid uint32, wrong *refusal) {
	v := p.Value
	switch {
	case v.ArrayValue != nil:
		return nil, 0, bad("Array parameters are not supported.")
	case v.BooleanValue != nil:
		value, oid = []byte(strconv.FormatBool(*v.BooleanValue)), pgtype.BoolOID
	case v.LongValue != nil:
		value, oid = []byte(strconv.FormatInt(*v.LongValue, 10)), pgtype.Int8OID
	case v.DoubleValue != nil:
		value, oid = []byte(*v.DoubleValue), pgtype.Float8OID
	case v.BlobValue != nil:
		value, oid = []byte(`\x`+hex.EncodeToString(v.BlobValue)), pgtype.ByteaOID
	case v.StringValue != nil, v.IsNull:
		oid = pgtype.VarcharOID
		if !v.IsNull {
			value = []byte(*v.StringValue)
		}
	default:
		return nil, 0, bad("Parameter " + p.Name + " has no value")
	}
	if p.TypeHint == "" {
		return value, oid, nil
	}
	hinted, known := map[string]uint32{
		"DECIMAL": pgtype.NumericOID, "JSON": pgtype.JSONBOID, "UUID": pgtype.UUIDOID, "DATE": pgtype.DateOID,
		"TIME": pgtype.TimeOID, "TIMESTAMP": pgtype.TimestampOID,
	}[p.TypeHint]
	if !known || oid != pgtype.VarcharOID {
		return nil, 0, bad("Parameter " + p.Name + " has a type hint that its value does not take")
	}
	return value, hinted, nil
}

func (s *Service) execute(ctx context.Context, in input) (any, *refusal) {
	conn, leave, wrong := s.conn(ctx, in)
	if wrong != nil {
		return nil, wrong
	}
	defer leave()
	result, wrong := run(ctx, conn, in.SQL, in.Parameters)
	if wrong != nil {
		return nil, wrong
	}
	out, wrong := answerOf(result, in.IncludeResultMetadata)
	if wrong != nil && in.TransactionID != "" {
		s.drop(in.TransactionID)
	}
	return out, wrong
}

func (s *Service) batch(ctx context.Context, in input) (any, *refusal) {
	conn, leave, wrong := s.conn(ctx, in)
	if wrong != nil {
		return nil, wrong
	}
	defer leave()
	results := []any{}
	for _, set := range in.ParameterSets {
		if _, wrong := run(ctx, conn, in.SQL, set); wrong != nil {
			return nil, wrong
		}
		results = append(results, map[string]any{"generatedFields": []any{}})
	}
	return map[string]any{"updateResults": results}, nil
}

// conn is that of the transaction, or one for this call.
func (s *Service) conn(ctx context.Context, in input) (conn *pgconn.PgConn, leave func(), wrong *refusal) {
	if in.TransactionID != "" {
		t, wrong := s.enter(in.TransactionID)
		if wrong != nil {
			return nil, nil, wrong
		}
		return t.conn, t.turn.Unlock, nil
	}
	if conn, wrong = s.take(ctx, in.Database); wrong != nil {
		return nil, nil, wrong
	}
	return conn, func() { s.give(in.Database, conn) }, nil
}

// run carries one statement out, to its end: the service goes on where its
// caller is gone.
func run(ctx context.Context, conn *pgconn.PgConn, sql string, params []param) (*pgconn.Result, *refusal) {
	text, names := positional(sql)
	byName := map[string]param{}
	for _, p := range params {
		byName[p.Name] = p
	}
	values, oids := make([][]byte, len(names)), make([]uint32, len(names))
	for i, name := range names {
		p, ok := byName[name]
		if !ok {
			return nil, bad("Cannot find parameter: " + name)
		}
		var wrong *refusal
		if values[i], oids[i], wrong = p.bound(); wrong != nil {
			return nil, wrong
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 45*time.Second)
	defer cancel()
	reader := conn.ExecParams(ctx, text, values, oids, nil, nil)
	columns := slices.Clone(reader.FieldDescriptions())
	result := reader.Read()
	result.FieldDescriptions = columns // also where there are no rows
	if result.Err != nil {
		if ctx.Err() != nil {
			return nil, &refusal{400, "StatementTimeoutException", "The statement took too long"}
		}
		return nil, said(result.Err)
	}
	return result, nil
}

// tooMuch is what the service says where an answer is over its limits.
const tooMuch = "Database returned more than the allowed response size limit"

func answerOf(result *pgconn.Result, metadata bool) (any, *refusal) {
	out := map[string]any{"numberOfRecordsUpdated": int64(0), "generatedFields": []any{}}
	if len(result.FieldDescriptions) == 0 {
		out["numberOfRecordsUpdated"] = result.CommandTag.RowsAffected()
		return out, nil
	}
	if metadata {
		columns := []any{}
		for _, f := range result.FieldDescriptions {
			columns = append(columns, map[string]any{"name": f.Name, "label": f.Name, "typeName": typeName(f.DataTypeOID)})
		}
		out["columnMetadata"] = columns
	}
	records, total := make([][]any, 0, len(result.Rows)), 0
	for _, row := range result.Rows {
		record, size := make([]any, len(row)), 0
		for i, cell := range row {
			record[i] = field(cell, result.FieldDescriptions[i].DataTypeOID)
			size += len(cell)
		}
		if total += size; size > MaxRow || total > MaxResponse {
			return nil, bad(tooMuch)
		}
		records = append(records, record)
	}
	out["records"] = records
	if text, err := json.Marshal(out); err != nil || len(text) > MaxResponse {
		return nil, bad(tooMuch)
	}
	return out, nil
}

func typeName(oid uint32) string {
	if name, ok := map[uint32]string{
		pgtype.BoolOID: "bool", pgtype.ByteaOID: "bytea", pgtype.NameOID: "name", pgtype.OIDOID: "oid",
		pgtype.Int2OID: "int2", pgtype.Int4OID: "int4", pgtype.Int8OID: "int8", pgtype.Float4OID: "float4", pgtype.Float8OID: "float8",
		pgtype.NumericOID: "numeric", pgtype.VarcharOID: "varchar", pgtype.UUIDOID: "uuid", pgtype.JSONOID: "json", pgtype.JSONBOID: "jsonb",
		pgtype.DateOID: "date", pgtype.TimestampOID: "timestamp", pgtype.TimestamptzOID: "timestamptz",
		pgtype.TextArrayOID: "_text", pgtype.VarcharArrayOID: "_varchar", pgtype.NameArrayOID: "_name", pgtype.Int4ArrayOID: "_int4", pgtype.Int8ArrayOID: "_int8",
	}[oid]; ok {
		return name
	}
	return "text"
}

// field is a cell by its type; what has none of its own is text.
func field(cell []byte, oid uint32) any {
	text := string(cell)
	switch {
	case cell == nil:
		return map[string]any{"isNull": true}
	case oid == pgtype.Int2OID, oid == pgtype.Int4OID, oid == pgtype.Int8OID, oid == pgtype.OIDOID:
		return map[string]any{"longValue": json.Number(text)}
	case oid == pgtype.Float4OID, oid == pgtype.Float8OID:
		if n, err := strconv.ParseFloat(text, 64); err == nil && n-n == 0 {
			return map[string]any{"doubleValue": json.Number(strconv.FormatFloat(n, 'g', -1, 64))}
		}
		return map[string]any{"doubleValue": text}
	case oid == pgtype.BoolOID:
		return map[string]any{"booleanValue": text == "t"}
	case oid == pgtype.ByteaOID:
		data, _ := hex.DecodeString(strings.TrimPrefix(text, `\x`)) // PostgreSQL writes nothing else
		return map[string]any{"blobValue": base64.StdEncoding.EncodeToString(data)}
	case oid == pgtype.TextArrayOID, oid == pgtype.VarcharArrayOID, oid == pgtype.NameArrayOID:
		var list []*string
		return arrayOf(oid, cell, &list, "stringValues")
	case oid == pgtype.Int8ArrayOID, oid == pgtype.Int4ArrayOID:
		var list []*int64
		return arrayOf(oid, cell, &list, "longValues")
	default:
		return map[string]any{"stringValue": text}
	}
}

func arrayOf(oid uint32, cell []byte, list any, name string) any {
	if err := pgtype.NewMap().Scan(oid, pgtype.TextFormatCode, cell, list); err != nil {
		return map[string]any{"stringValue": string(cell)}
	}
	return map[string]any{"arrayValue": map[string]any{name: list}}
}
