package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// node is one value of a JSON document whose fields keep their order.
type node struct {
	fields []field // of an object
	items  []*node // of an array
	leaf   any     // string, json.Number, bool or nil
	kind   byte    // '{', '[' or 0 for a leaf
}

type field struct {
	key   string
	value *node
}

// tree is an answer: a document, or a text that is none.
type tree struct {
	root  *node
	plain bool
}

// grow reads an answer.
func grow(text string) tree {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	root, err := value(decoder)
	if err == nil {
		_, err = decoder.Token()
	}
	if !errors.Is(err, io.EOF) {
		return tree{&node{leaf: text}, true}
	}
	return tree{root, false}
}

func value(d *json.Decoder) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return object(d)
	case json.Delim('['):
		return array(d)
	}
	return &node{leaf: token}, nil
}

func object(d *json.Decoder) (*node, error) {
	n := &node{kind: '{'}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := value(d)
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		n.fields = append(n.fields, field{name, v})
	}
	_, err := d.Token()
	return n, err
}

func array(d *json.Decoder) (*node, error) {
	n := &node{kind: '['}
	for d.More() {
		v, err := value(d)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, v)
	}
	_, err := d.Token()
	return n, err
}

// edit changes a tree and writes it.
func (t tree) edit(change func(*node)) string {
	change(t.root)
	if text, ok := t.root.leaf.(string); ok && t.plain {
		return text
	}
	var b bytes.Buffer
	t.root.write(&b)
	return b.String()
}

func (n *node) write(b *bytes.Buffer) {
	switch n.kind {
	case '{':
		b.WriteByte('{')
		for i, f := range n.fields {
			separate(b, i)
			b.WriteString(quote(f.key) + ":")
			f.value.write(b)
		}
		b.WriteByte('}')
	case '[':
		b.WriteByte('[')
		for i, item := range n.items {
			separate(b, i)
			item.write(b)
		}
		b.WriteByte(']')
	default:
		leaf, _ := json.Marshal(n.leaf) // of what a decoder made
		b.Write(leaf)
	}
}

func separate(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

// walk visits every node, a parent before its children.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, f := range n.fields {
		f.value.walk(visit)
	}
	for _, item := range n.items {
		item.walk(visit)
	}
}

// prose changes the longest string, which is where a model says most.
func prose(root *node, change func(string) string) {
	var longest *node
	size := -1
	root.walk(func(n *node) {
		if text, ok := n.leaf.(string); ok && n.kind == 0 && len(text) > size {
			longest, size = n, len(text)
		}
	})
	if longest != nil {
		text, _ := longest.leaf.(string)
		longest.leaf = change(text)
	}
}
