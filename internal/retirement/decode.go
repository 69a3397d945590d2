package retirement

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"alex"
)

const (
	maxDocument = 1 << 20 // bytes
	maxDepth    = 16
)

// ParsePlan reads plan.json and validates it. Unknown fields, duplicate keys,
// missing required fields and text after the document are refused, each by
// name.
func ParsePlan(r io.Reader) (alex.Plan, error) {
	data, plan, err := decode[alex.Plan](r, "plan")
	if err != nil {
		return plan, err
	}
	if err := requireFields(data, "currentAge", "retirementAge", "horizonAge", "allocation", "annualSpending"); err != nil {
		return alex.Plan{}, err
	}
	return plan, plan.Validate()
}

// Decode reads one JSON object as strictly as ParsePlan does; its error names
// the field that is refused, or the document by the given name.
func Decode[T any](r io.Reader, name string) (T, error) {
	_, value, err := decode[T](r, name)
	return value, err
}

func decode[T any](r io.Reader, name string) (data []byte, value T, err error) {
	if data, err = readDocument(r, name); err != nil {
		return nil, value, err
	}
	return data, value, decodeStrict(data, &value)
}

// readDocument reads one JSON object of at most maxDocument bytes whose keys
// are unique and whose nesting is shallow.
func readDocument(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("read the %s: %w", name, err)
	}
	if len(data) > maxDocument {
		return nil, alex.Errorf(alex.CodeTooLarge, "the %s is larger than 1 MiB", name)
	}
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return nil, alex.Invalid(name, "is not a JSON object")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := checkUnique(decoder, "", 0); err != nil {
		return nil, asInvalid(name, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, alex.Invalid(name, "has text after the JSON document")
	}
	return data, nil
}

func asInvalid(location string, err error) error {
	if alex.CodeOf(err) == alex.CodeInvalid {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return alex.Invalid(location, "is not whole JSON: it ends too early")
	}
	return alex.Invalid(location, "is not JSON: %s", clip(err.Error()))
}

// checkUnique walks one value and refuses an object that names a key twice:
// readers differ in which of the two they take.
func checkUnique(decoder *json.Decoder, path string, depth int) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	if depth > maxDepth {
		return alex.Invalid(path, "is nested too deeply")
	}
	switch token {
	case json.Delim('{'):
		return checkObject(decoder, path, depth)
	case json.Delim('['):
		for i := 0; decoder.More(); i++ {
			if err := checkUnique(decoder, fmt.Sprintf("%s[%d]", path, i), depth+1); err != nil {
				return err
			}
		}
		_, err = decoder.Token()
	}
	return err
}

func checkObject(decoder *json.Decoder, path string, depth int) error {
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		at := child(path, key)
		if seen[key] {
			return alex.Invalid(at, "is given twice")
		}
		seen[key] = true
		if err := checkUnique(decoder, at, depth+1); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

func child(path, key string) string {
	if path == "" {
		return clip(key)
	}
	return path + "." + clip(key)
}

// decodeStrict decodes data, refusing unknown fields; its error names the
// field that was refused.
func decodeStrict[T any](data []byte, into *T) error {
	if err := decodeOnce(data, into); err != nil {
		at, cause := blame[T](data, func(inner []byte) []byte { return inner }, "", err)
		return alex.Invalid(at, "%s", plainCause(cause))
	}
	return nil
}

func decodeOnce[T any](data []byte, into *T) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// blame finds the innermost value that makes decoding fail: it decodes each
// child alone, wrapped in its parents' keys.
func blame[T any](data []byte, wrap func([]byte) []byte, path string, err error) (string, error) {
	if strings.Contains(err.Error(), "unknown field") {
		if none := decodeOnce(wrap([]byte("{}")), new(T)); none != nil && strings.Contains(none.Error(), "unknown field") {
			return path, err
		}
	}
	var object map[string]json.RawMessage
	var array []json.RawMessage
	switch {
	case json.Unmarshal(data, &object) == nil:
		for _, key := range sortedKeys(object) {
			name, _ := json.Marshal(key) // a string always marshals
			inner := func(v []byte) []byte { return wrap([]byte("{" + string(name) + ":" + string(v) + "}")) }
			if err := decodeOnce(inner(object[key]), new(T)); err != nil {
				return blame[T](object[key], inner, child(path, key), err)
			}
		}
	case json.Unmarshal(data, &array) == nil:
		inner := func(v []byte) []byte { return wrap([]byte("[" + string(v) + "]")) }
		for i, element := range array {
			if err := decodeOnce(inner(element), new(T)); err != nil {
				return blame[T](element, inner, fmt.Sprintf("%s[%d]", path, i), err)
			}
		}
	}
	return path, err
}

func plainCause(err error) string {
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("a %s is not what belongs here", mismatch.Value)
	}
	text := strings.TrimPrefix(err.Error(), "json: ")
	if strings.HasPrefix(text, "unknown field") {
		return "unknown field"
	}
	return text
}

func requireFields(data []byte, names ...string) error {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(data, &given); err != nil {
		return asInvalid("plan", err)
	}
	var p alex.Problems
	for _, name := range names {
		if value, ok := given[name]; !ok || string(value) == "null" {
			p.Addf(name, "is missing")
		}
	}
	return p.Err()
}

// clip shortens text from outside before it is repeated in a message.
func clip(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
