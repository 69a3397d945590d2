package sagemaker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"alex/internal/knowledge"
)

// Shapes that containers answer in, by how deep their lists are nested.
type (
	row    = knowledge.Vector // of one token, or pooled already
	tokens = []row
	batch  = []tokens
)

var errPadded = errors.New("texts of as many tokens, perhaps with padding")

// read is the vectors of so many texts. What comes by token is pooled: the mean
// over all tokens, as sentence transformers make it.
func (e *Embedder) read(body []byte, texts int) ([]knowledge.Vector, error) {
	lists, err := unfold(body, texts)
	if err != nil {
		return nil, e.misshapen(body, texts)
	}
	if len(lists) != texts {
		return nil, e.misshapen(body, texts)
	}
	vectors := make([]knowledge.Vector, texts)
	for i, list := range lists {
		pooled, ok := mean(list, e.model.Dimension)
		if !ok {
			return nil, e.misshapen(body, texts)
		}
		vectors[i] = pooled
	}
	if padded(body, lists) {
		return nil, errPadded
	}
	return vectors, nil
}

// unfold is a body as the tokens of each text.
func unfold(body []byte, texts int) (batch, error) {
	switch depth(body) {
	case 1: // the vector of one text
		var v row
		err := json.Unmarshal(body, &v)
		return batch{{v}}, err
	case 2: // the tokens of one text, or the vector of each
		var list tokens
		err := json.Unmarshal(body, &list)
		if texts == 1 {
			return batch{list}, err
		}
		var lists batch
		for _, v := range list {
			lists = append(lists, tokens{v})
		}
		return lists, err
	case 3: // the tokens of each text
		var lists batch
		err := json.Unmarshal(body, &lists)
		return lists, err
	case 4: // the same, each as a batch of its own
		var alone []batch
		err := json.Unmarshal(body, &alone)
		var lists batch
		for _, one := range alone {
			if len(one) != 1 {
				return nil, errors.New("a batch in a batch")
			}
			lists = append(lists, one[0])
		}
		return lists, err
	}
	return nil, errors.New("no lists of numbers")
}

// depth is how many lists a body opens with.
func depth(body []byte) int {
	n := 0
	for _, b := range body {
		switch b {
		case '[':
			n++
		case ' ', '\t', '\r', '\n':
		default:
			return n
		}
	}
	return n
}

// padded reports texts that were made equally long, or happen to be.
func padded(body []byte, lists batch) bool {
	if depth(body) != 3 || len(lists) < 2 {
		return false
	}
	for _, list := range lists {
		if len(list) != len(lists[0]) {
			return false
		}
	}
	return true
}

// mean is that of rows of so many numbers; false where there are others, or none.
func mean(rows tokens, dimension int) (knowledge.Vector, bool) {
	sums := make([]float64, dimension)
	for _, r := range rows {
		if len(r) != dimension {
			return nil, false
		}
		for i, x := range r {
			sums[i] += float64(x)
		}
	}
	pooled := make(knowledge.Vector, dimension)
	for i, sum := range sums {
		pooled[i] = float32(sum / float64(len(rows)))
	}
	return pooled, len(rows) > 0
}

// misshapen is the error of a body of another shape, which it names.
func (e *Embedder) misshapen(body []byte, texts int) error {
	d := e.model.Dimension
	return knowledge.Unreadable(e.model.Name, "%s for %d texts, and not with %d×tokens×%d, tokens×%d or %d×%d", shape(body), texts, texts, d, d, texts, d)
}

// shape is what a body is, such as 1×12×384: the length of the first list of
// each depth.
func shape(body []byte) string {
	var v any
	if err := json.Unmarshal(bytes.TrimSpace(body), &v); err != nil {
		return "no JSON"
	}
	var lengths []string
	for {
		list, ok := v.([]any)
		if !ok {
			break
		}
		lengths = append(lengths, fmt.Sprint(len(list)))
		if len(list) == 0 {
			return strings.Join(lengths, "×")
		}
		v = list[0]
	}
	switch v.(type) {
	case float64:
		if lengths == nil {
			return "a number"
		}
		return strings.Join(lengths, "×")
	case map[string]any:
		lengths = append(lengths, "an object")
	case string:
		lengths = append(lengths, "a text")
	default:
		lengths = append(lengths, "nothing")
	}
	return strings.Join(lengths, "×")
}
