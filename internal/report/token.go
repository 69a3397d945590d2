package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"alex"
)

// computedPrefix begins the ids of facts that a model derived from others.
// They are shown like any fact, and are left out of the hash, so that it is
// the same with and without a model.
const computedPrefix = "compute."

var factID = regexp.MustCompile(`^[a-z][a-z0-9_.]*$`)

// Sheet is an ordered fact sheet: everything a text may state. It does not
// change after it is made, and is safe for concurrent use.
type Sheet struct {
	facts []alex.Fact
	index map[string]int

	directions map[string][]string // ids of direction facts, by their prefix
}

// NewSheet makes a sheet of facts in the order given. An id that is not of
// the form [a-z][a-z0-9_.]*, an id that comes twice, and a fact without text
// are refused; the error names each as facts[i].
func NewSheet(facts []alex.Fact) (*Sheet, error) {
	s := &Sheet{facts: slices.Clone(facts), index: make(map[string]int, len(facts)), directions: directionsOf(facts)}
	var problems alex.Problems
	for i, f := range facts {
		location := fmt.Sprintf("facts[%d]", i)
		if !factID.MatchString(f.ID) {
			problems.Addf(location+".id", "%.60q is not a fact id; ids look like equity.weight", f.ID)
			continue
		}
		if first, twice := s.index[f.ID]; twice {
			problems.Addf(location+".id", "%.60q is already the id of facts[%d]", f.ID, first)
			continue
		}
		if strings.TrimSpace(f.Text) == "" {
			problems.Addf(location+".text", "is empty; a fact needs its rendering")
		}
		s.index[f.ID] = i
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Fact is the fact of an id, and whether there is one.
func (s *Sheet) Fact(id string) (alex.Fact, bool) {
	if s == nil {
		return alex.Fact{}, false
	}
	i, found := s.index[id]
	if !found {
		return alex.Fact{}, false
	}
	return s.facts[i], true
}

// Facts is a copy of all facts in their order.
func (s *Sheet) Facts() []alex.Fact { return slices.Clone(s.facts) }

// Hash is the SHA-256, in hexadecimal, of the facts as canonical JSON: sorted
// by id, keys sorted, no spaces, computed facts left out. The order in which
// the facts were given does not matter.
func (s *Sheet) Hash() string {
	rows := make([]map[string]string, 0, len(s.facts))
	for _, f := range s.facts {
		if strings.HasPrefix(f.ID, computedPrefix) {
			continue
		}
		rows = append(rows, map[string]string{
			"id": f.ID, "value": f.Value, "unit": string(f.Unit), "text": f.Text,
			"label": f.Label, "source": f.Source, "asOf": string(f.AsOf),
		})
	}
	slices.SortFunc(rows, func(a, b map[string]string) int { return strings.Compare(a["id"], b["id"]) })
	var canonical bytes.Buffer
	encoder := json.NewEncoder(&canonical)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(rows); err != nil {
		panic(err) // strings always encode
	}
	sum := sha256.Sum256(bytes.TrimSuffix(canonical.Bytes(), []byte("\n")))
	return hex.EncodeToString(sum[:])
}

// Render replaces every {{id}} by the text of its fact, escaped so that a name
// with Markdown characters in it is shown as it is spelled, and a link leads to
// its address. A token that is not on the sheet and braces that are no token are
// refused.
func (s *Sheet) Render(template string) (string, error) {
	return s.render(template, func(f alex.Fact) string {
		if address, _, ok := webAddress(f.Value); ok && f.Unit == alex.UnitLink {
			return "[" + EscapeMarkdown(f.Text) + "](" + address + ")"
		}
		return EscapeMarkdown(f.Text)
	})
}

// Plain is Render for text that is no Markdown: the title of a chart.
func (s *Sheet) Plain(template string) (string, error) {
	return s.render(template, func(f alex.Fact) string { return f.Text })
}

func (s *Sheet) render(template string, spell func(alex.Fact) string) (string, error) {
	var out strings.Builder
	last := 0
	var problems alex.Problems
	for _, t := range scanTokens(template) {
		fact, found := s.Fact(t.id)
		if !found {
			problems.Addf("template", "%.60q at byte %d is not a fact of the sheet", template[t.start:t.end], t.start)
			continue
		}
		out.WriteString(template[last:t.start])
		out.WriteString(spell(fact))
		last = t.end
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	out.WriteString(template[last:])
	return out.String(), nil
}

// TokensOf lists the ids that a template names, each once and in order.
func TokensOf(template string) []string {
	var ids []string
	for _, t := range scanTokens(template) {
		if t.id != "" && !slices.Contains(ids, t.id) {
			ids = append(ids, t.id)
		}
	}
	return ids
}
