package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"alex"
	"alex/internal/broker"
	"alex/internal/retirement"
)

// ParseMapping reads which column is what, for a file of an unknown layout.
// Unknown fields and duplicate keys are refused.
func ParseMapping(data []byte) (*broker.Mapping, error) {
	m, err := retirement.Decode[broker.Mapping](bytes.NewReader(data), "mapping")
	return &m, err
}

// OfferedMapping takes an error about a file of an unknown layout apart: what
// was seen, and the mapping, as JSON, that ParseMapping reads once it is
// complete. ok is false for every other error.
func OfferedMapping(err error) (said, mapping string, ok bool) {
	unknown, ok := errors.AsType[*broker.UnknownLayout](err)
	if !ok {
		return "", "", false
	}
	body, err2 := IndentedJSON(unknown.Offer)
	if err2 != nil {
		return "", "", false
	}
	return strings.TrimSuffix(err.Error(), ": "+unknown.Error()), strings.TrimSpace(string(body)), true
}

// RefusesModels reports a profile that says no to language models in so many
// words.
func RefusesModels(data []byte) (bool, error) {
	var said struct {
		AllowModels *bool `json:"allowModels"`
	}
	err := json.Unmarshal(data, &said) // ParseProfile has read it strictly
	return said.AllowModels != nil && !*said.AllowModels, err
}

// ParseProfile reads a person, strictly, and validates them; the error names
// every field that is refused.
func ParseProfile(data []byte) (alex.Person, error) {
	p, err := retirement.Decode[alex.Person](bytes.NewReader(data), "profile")
	if err != nil {
		return p, err
	}
	return p, p.Validate()
}
