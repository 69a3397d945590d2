package dataapi

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"alex/internal/store"
)

// param is a parameter with what the service has to be told of it.
type param struct {
	kind  store.Kind
	value driver.Value
}

// readOnly is a parameter that says whether its transaction may only read: "on"
// or "off".
type readOnly struct{}

// CheckNamedValue sees a parameter before it is flattened, and keeps what it is.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if _, ok := v.Value.(readOnly); ok {
		return nil
	}
	kind := store.KindOf(v.Value)
	value, err := driver.DefaultParameterConverter.ConvertValue(v.Value)
	if err != nil {
		return err
	}
	v.Value = param{kind, value}
	return nil
}

// hint makes a text more than a text, which the database takes nowhere but where
// texts stand; cast does so within the database.
func hint(kind store.Kind) (h types.TypeHint, cast string) {
	switch kind {
	case store.KindID:
		return types.TypeHintUuid, "uuid"
	case store.KindDate:
		return types.TypeHintDate, "date"
	case store.KindNumber:
		return types.TypeHintDecimal, "numeric"
	case store.KindJSON:
		return types.TypeHintJson, "jsonb"
	default:
		return "", "text"
	}
}

// field is the parameter as the service takes it.
func (p param) field(name string) (types.SqlParameter, error) {
	s := types.SqlParameter{Name: aws.String(name)}
	s.TypeHint, _ = hint(p.kind)
	switch v := p.value.(type) {
	case string:
		s.Value = &types.FieldMemberStringValue{Value: v}
	case int64:
		s.Value = &types.FieldMemberLongValue{Value: v}
	case float64:
		s.Value = &types.FieldMemberDoubleValue{Value: v}
	case bool:
		s.Value = &types.FieldMemberBooleanValue{Value: v}
	case []byte:
		s.Value = &types.FieldMemberBlobValue{Value: v}
	case time.Time:
		s.TypeHint = types.TypeHintTimestamp
		s.Value = &types.FieldMemberStringValue{Value: v.UTC().Format("2006-01-02 15:04:05.999999")}
	default:
		return s, fmt.Errorf("the Data API takes no %T", p.value)
	}
	return s, nil
}

// size bounds from above what the parameter takes in a request.
func (p param) size() int {
	const frame = 100 // names, hint and signs of JSON
	switch v := p.value.(type) {
	case string:
		return frame + escapedSize(v)
	case []byte:
		return frame + 2*len(v)
	default:
		return frame
	}
}

func escapedSize(text string) (n int) {
	for i := range len(text) {
		switch b := text[i]; {
		case b < 0x20, b == '<', b == '>', b == '&', b == 0x7f:
			n += 6
		case b == '"', b == '\\':
			n += 2
		case b == 0xe2: // U+2028 and U+2029 begin so
			n += 4
		default:
			n++
		}
	}
	return n
}

// cut is a text in pieces that take at most so much of a request.
func cut(text string, most int) (pieces []string) {
	for text != "" {
		end := min(len(text), max(most/6, utf8.UTFMax))
		for back := 0; end < len(text) && !utf8.RuneStart(text[end]) && back < utf8.UTFMax-1; back++ {
			end--
		}
		pieces, text = append(pieces, text[:end]), text[end:]
	}
	return pieces
}

// fill writes a statement with its parameters. NULL is written out, because no
// hint is there for each type; staged stands for texts that are in the database
// already.
func (s *statement) fill(params []param, staged map[int]string) (sql string, list []types.SqlParameter, err error) {
	var text strings.Builder
	named := make([]bool, len(params)+1)
	for i, ref := range s.refs {
		text.WriteString(s.parts[i])
		if ref < 1 || ref > len(params) {
			return "", nil, fmt.Errorf("the query has no parameter %d", ref)
		}
		switch p := params[ref-1]; {
		case p.value == nil:
			text.WriteString("NULL")
			continue
		case staged[ref] != "":
			text.WriteString(staged[ref])
			continue
		case !named[ref]:
			field, err := p.field("p" + strconv.Itoa(ref))
			if err != nil {
				return "", nil, err
			}
			named[ref], list = true, append(list, field)
		}
		text.WriteString(":p" + strconv.Itoa(ref))
	}
	text.WriteString(s.parts[len(s.parts)-1])
	return text.String(), list, nil
}
