package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"alex"
)

// Limits caps what Decode reads. Zero is the default: 1 MiB, and 32 levels of
// nesting.
type Limits struct {
	MaxBytes int
	MaxDepth int
}

// Decode reads one JSON document into a value, as encoding/json does,
// and refuses what that lets through: keys that come twice (also when they
// differ in case only, because both would set one field), unknown fields,
// text after the document, invalid UTF-8, and documents past the limits. The
// error has code invalid, or too_large past MaxBytes.
func Decode(data []byte, into any, limits Limits) error {
	if limits.MaxBytes == 0 {
		limits.MaxBytes = 1 << 20
	}
	if limits.MaxDepth == 0 {
		limits.MaxDepth = 32
	}
	if len(data) > limits.MaxBytes {
		return alex.Errorf(alex.CodeTooLarge, "the JSON has %d bytes; the limit is %d", len(data), limits.MaxBytes)
	}
	if !utf8.Valid(data) {
		return alex.Invalid("json", "is not valid UTF-8")
	}
	if err := walkJSON(data, limits.MaxDepth); err != nil {
		return alex.Invalid("json", "%v", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return alex.Invalid("json", "%v", err)
	}
	return nil
}

// jsonLevel is one open object or array of the walk; keys is nil in arrays.
type jsonLevel struct {
	keys    map[string]bool
	wantKey bool
}

// walkJSON reads the whole document token by token without building it.
func walkJSON(data []byte, maxDepth int) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var levels []jsonLevel
	for first := true; first || len(levels) > 0; first = false {
		t, err := decoder.Token()
		if err != nil {
			return plainJSONError(err)
		}
		if levels, err = stepJSON(levels, t); err != nil {
			return err
		}
		if len(levels) > maxDepth {
			return fmt.Errorf("is nested deeper than %d levels", maxDepth)
		}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("has text after the document")
	}
	return nil
}

// stepJSON opens or closes a level, and notes keys.
func stepJSON(levels []jsonLevel, t json.Token) ([]jsonLevel, error) {
	top := len(levels) - 1
	if top >= 0 && levels[top].wantKey {
		if key, isKey := t.(string); isKey {
			levels[top].wantKey = false
			return levels, noteKey(levels[top].keys, key)
		}
	}
	switch t {
	case json.Delim('{'):
		return append(levels, jsonLevel{keys: map[string]bool{}, wantKey: true}), nil
	case json.Delim('['):
		return append(levels, jsonLevel{}), nil
	case json.Delim('}'), json.Delim(']'):
		levels = levels[:top]
	}
	if top = len(levels) - 1; top >= 0 {
		levels[top].wantKey = levels[top].keys != nil
	}
	return levels, nil
}

func noteKey(keys map[string]bool, key string) error {
	folded := foldKey(key)
	if keys[folded] {
		return fmt.Errorf("the key %.60q comes twice", key)
	}
	keys[folded] = true
	return nil
}

// foldKey maps keys that encoding/json takes for one field to one string.
func foldKey(key string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, key)
}

func plainJSONError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("ends too early")
	}
	return err
}
