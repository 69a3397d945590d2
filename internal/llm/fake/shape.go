package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// reshape is the sound answer with its document changed.
func reshape(change func(*node)) act {
	return func(q question) (*http.Response, error) {
		return write(func(text string) string { return grow(text).edit(change) })(q)
	}
}

var deep = strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)

func trailingComma(text string) string {
	if i := strings.LastIndexAny(text, "}]"); i >= 0 {
		return text[:i] + "," + text[i:]
	}
	return text + ","
}

// twice has the first field of an object once more.
func twice(text string) string {
	return grow(text).edit(func(root *node) {
		if len(root.fields) > 0 {
			root.fields = append(root.fields, root.fields[0])
		}
	})
}

var numeral = regexp.MustCompile(`(:\s*"?)-?[0-9]+(\.[0-9]+)?("?\s*[,}\]])`)

// number puts a literal that is none in place of the first number, or of the
// first value where there is none.
func number(literal string) func(string) string {
	return func(text string) string {
		if at := numeral.FindStringIndex(text); at != nil {
			found := numeral.FindStringSubmatch(text)
			closing := strings.TrimPrefix(strings.TrimSpace(found[3]), `"`)
			return text[:at[0]] + ":" + literal + closing + text[at[1]:]
		}
		if i := strings.Index(text, ":"); i >= 0 {
			return text[:i+1] + literal + "," + text[i+1:]
		}
		return literal
	}
}

func wrongTypes(root *node) {
	for _, f := range root.fields {
		switch f.value.leaf.(type) {
		case string:
			f.value.leaf = json.Number("12345")
		case json.Number:
			f.value.leaf = "a lot"
		default:
			*f.value = node{leaf: true}
		}
	}
}

var oneWord = regexp.MustCompile(`^[a-z_]+$`)

// unknownWord has a word of no list wherever there is one word, and as a key of
// weights.
func unknownWord(root *node) {
	root.walk(func(n *node) {
		if text, ok := n.leaf.(string); ok && oneWord.MatchString(text) {
			n.leaf = "unicorn"
		}
		if len(n.fields) > 0 && weights(n) {
			n.fields[0].key = "unicorns"
		}
	})
}

func extraField(root *node) {
	if root.kind == '{' {
		root.fields = append(root.fields, field{"confidential_note", &node{leaf: "extra"}})
	}
}

func missingField(root *node) {
	if len(root.fields) > 0 {
		root.fields = root.fields[1:]
	}
}

// weights reports an object of numbers alone, also where they are strings.
func weights(n *node) bool {
	for _, f := range n.fields {
		if _, ok := amount(f.value); !ok {
			return false
		}
	}
	return len(n.fields) > 0
}

func amount(n *node) (float64, bool) {
	if n.kind != 0 {
		return 0, false
	}
	v, err := strconv.ParseFloat(fmt.Sprint(n.leaf), 64)
	return v, err == nil
}

// set keeps the form of a number: a string stays one.
func set(n *node, v float64) {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if _, quoted := n.leaf.(string); quoted {
		n.leaf = text
	} else {
		n.leaf = json.Number(text)
	}
}

// weigh changes every object of weights, or, where there is none, every number.
func weigh(change func([]*node)) func(*node) {
	return func(root *node) {
		found := false
		root.walk(func(n *node) {
			if !weights(n) {
				return
			}
			found = true
			var values []*node
			for _, f := range n.fields {
				values = append(values, f.value)
			}
			change(values)
		})
		if !found {
			root.walk(func(n *node) {
				if _, ok := n.leaf.(json.Number); ok {
					change([]*node{n})
				}
			})
		}
	}
}

// short takes 0.6 from the first weight that has as much.
func short(values []*node) {
	for _, n := range values {
		if v, _ := amount(n); v >= 0.6 {
			set(n, float64(int(v*10+0.5)-6)/10)
			return
		}
	}
}

func zero(values []*node) {
	for _, n := range values {
		set(n, 0)
	}
}

// negative makes the first weight −5 and gives the rest of it to the last.
func negative(values []*node) {
	first, _ := amount(values[0])
	last, _ := amount(values[len(values)-1])
	set(values[len(values)-1], last+first+5)
	set(values[0], -5)
}
