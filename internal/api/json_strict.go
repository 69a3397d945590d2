package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// strictJSON reads one JSON value of bounded depth in UTF-8, each key once. A
// null member is an absent one.
func strictJSON() huma.Format {
	return huma.Format{
		Marshal: func(w io.Writer, v any) error {
			encoder := json.NewEncoder(w)
			encoder.SetEscapeHTML(false)
			return encoder.Encode(v)
		},
		Unmarshal: func(data []byte, into any) error {
			plain, isAny := into.(*any)
			if !isAny {
				return form(json.Unmarshal(tidied(data), into))
			}
			if err := checkJSON(data); err != nil {
				return err
			}
			decoder := json.NewDecoder(bytes.NewReader(data))
			decoder.UseNumber()
			if err := decoder.Decode(plain); err != nil {
				return malformed(err)
			}
			*plain = measurable(prune(*plain))
			return nil
		},
	}
}

// form is the error of a body that was not read: what our own types say, and
// of all else nothing, for it names the program's types.
func form(err error) error {
	if err == nil {
		return nil
	}
	if own, ok := errors.AsType[*alex.Error](err); ok {
		return own
	}
	return errors.New("the body is not JSON of this form")
}

// checkJSON refuses what is no single JSON value, too deep, not UTF-8, or
// names a key twice.
func checkJSON(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("the body is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := checkValue(decoder, 0); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("the body is more than one JSON value")
	}
	return nil
}

func checkValue(decoder *json.Decoder, depth int) error {
	token, err := decoder.Token()
	if err != nil {
		return malformed(err)
	}
	open, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	if depth >= maxDepth {
		return fmt.Errorf("the body is nested deeper than %d", maxDepth)
	}
	seen := map[string]bool{}
	for decoder.More() {
		if open == '{' {
			key, err := decoder.Token()
			if err != nil {
				return malformed(err)
			}
			name, _ := key.(string)
			if seen[folded(name)] {
				return fmt.Errorf("%q stands twice", clipped(name))
			}
			seen[folded(name)] = true
		}
		if err := checkValue(decoder, depth+1); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return malformed(err)
}

// folded is a name in the one form of all its spellings: the reader of a body
// takes each for the same member, so that two of them would stand for one.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

func malformed(err error) error {
	if err == nil {
		return nil
	}
	return errors.New("the body is not JSON")
}

// tidied drops the members of objects that are null, and writes whole numbers
// as such: 65.0 is 65. Data is valid JSON.
func tidied(data []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return data
	}
	pruned, err := json.Marshal(prune(v))
	if err != nil {
		return data
	}
	return pruned
}

func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			if item == nil {
				delete(v, key)
				continue
			}
			v[key] = prune(item)
		}
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
	case json.Number:
		return whole(v)
	}
	return v
}

// whole is a number without a fraction or exponent, where it has no need of
// them.
func whole(n json.Number) json.Number {
	if !strings.ContainsAny(string(n), ".eE") {
		return n
	}
	f, err := n.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) > largestWhole || f == 0 {
		return n
	}
	return json.Number(strconv.FormatFloat(f, 'f', 0, 64))
}

// measurable has the numbers as the schemas compare them; what is too large for
// that is the largest there is.
func measurable(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			v[key] = measurable(item)
		}
	case []any:
		for i := range v {
			v[i] = measurable(v[i])
		}
	case json.Number:
		f, _ := v.Float64() // out of range it is infinite
		return max(-math.MaxFloat64, min(f, math.MaxFloat64))
	}
	return v
}

// writeJSON writes what always marshals; the client may be gone.
func writeJSON(w io.Writer, v any) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
}
