package report

import (
	"maps"
	"slices"
	"strings"

	"alex"
)

// Binding holds the figures of a text to what code says of them. It knows every
// statement that code makes with a figure: whole sentences, their clauses, and
// neighbours together. A sentence of another author is held against the
// statement whose words are most like its own; it must have the same figures,
// in the same order, and the same words of direction and negation. So a figure
// in another's place is refused whatever the words around it are, and a
// sentence that resembles no statement has no figure to show.
//
// It does not change after it is made, and is safe for concurrent use.
type Binding struct {
	figured  []unit // statements with figures
	plain    []unit // and without
	verbatim map[string]bool
}

// unit is a statement, or a sentence to be held against them.
type unit struct {
	words  []string       // content words, reduced to stems, sorted, each once
	gaps   map[string]int // between which figures each stands, as bits from before the first
	tokens string         // ids in their order, one a line
	polar  string         // words of direction and negation, sorted
	text   string
	span   span
}

// leastLike is how much of the words of a sentence and a statement together
// must be common to both.
const leastLike = 0.34

// NewBinding binds to the statements of texts: templates, Markdown with tokens.
func NewBinding(texts ...string) *Binding {
	b := &Binding{verbatim: map[string]bool{}}
	seen := map[string]bool{}
	for _, text := range texts {
		v := newView(text, scanTokens(text), nil)
		for _, s := range sentences(v.lower) {
			b.verbatim[strings.TrimSpace(v.lower[s.start:s.end])] = true
		}
		for _, u := range statements(v) {
			key := strings.Join(u.words, " ") + "\n" + u.tokens + "\n" + u.polar
			switch {
			case seen[key]:
			case u.tokens != "":
				b.figured = append(b.figured, u)
			default:
				b.plain = append(b.plain, u)
			}
			seen[key] = true
		}
	}
	return b
}

// And is the binding to the statements of both.
func (b *Binding) And(more *Binding) *Binding {
	both := &Binding{figured: slices.Concat(b.figured, more.figured), plain: slices.Concat(b.plain, more.plain), verbatim: maps.Clone(b.verbatim)}
	maps.Copy(both.verbatim, more.verbatim)
	return both
}

// says reports a sentence that code wrote just so, whatever its figures: its
// words have been checked.
func (b *Binding) says(sentence string) bool {
	return b != nil && b.verbatim[strings.TrimSpace(sentence)]
}

// check is what of a text is not as code says it.
func (b *Binding) check(text string, v *view) []alex.Violation {
	if b == nil {
		return nil
	}
	var list []alex.Violation
	for _, s := range sentences(v.lower) {
		u := readUnit(v, s)
		rule := b.judge(u)
		if rule == "" {
			continue
		}
		at := v.span(s.start, s.end)
		list = append(list, alex.Violation{Rule: rule, Text: strings.TrimSpace(text[at.start:at.end]), Start: at.start, End: at.end})
	}
	return list
}

// judge is the rule that a sentence breaks, or "".
func (b *Binding) judge(u unit) string {
	if u.tokens == "" {
		if u.polar == "" || u.polar == "not" || slices.ContainsFunc(b.plain, func(n unit) bool { return n.polar == u.polar && slices.Equal(n.words, u.words) }) {
			return ""
		}
		return "direction" // a claim of its own
	}
	if strings.Contains(u.tokens, computedPrefix) && !b.verbatim[u.text] {
		return "unbound_fact" // a computed figure is said as code says it, or not at all
	}
	near, like := nearestUnits(b.figured, u)
	same := slices.DeleteFunc(near, func(n unit) bool { return n.tokens != u.tokens })
	switch {
	case like < leastLike:
		return "unbound_fact"
	case len(same) == 0 || !slices.ContainsFunc(same, u.keepsPlaces):
		return "swapped_fact"
	case !slices.ContainsFunc(same, func(n unit) bool { return n.polar == u.polar }):
		return "direction"
	}
	return ""
}

// keepsPlaces reports that every word which the sentence shares with the
// statement stands between the same figures there.
func (u unit) keepsPlaces(statement unit) bool {
	for stem, gaps := range u.gaps {
		if there, shared := statement.gaps[stem]; shared && gaps&^there != 0 {
			return false
		}
	}
	return true
}

// nearestUnits are the statements most like u, and how much so: the Jaccard
// index of their words. Figures alone, as in a list of names, are like each
// other.
func nearestUnits(units []unit, u unit) (near []unit, like float64) {
	like = -1
	for _, s := range units {
		switch x := jaccard(s.words, u.words); {
		case x > like:
			near, like = append(near[:0:0], s), x
		case x == like:
			near = append(near, s)
		}
	}
	return near, max(like, 0)
}

// jaccard compares two sorted sets.
func jaccard(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	common := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch strings.Compare(a[i], b[k]) {
		case 0:
			common, i, k = common+1, i+1, k+1
		case -1:
			i++
		default:
			k++
		}
	}
	return float64(common) / float64(len(a)+len(b)-common)
}

// statements are the sentences of a text, each with every run of its clauses,
// and each with the one before it.
func statements(v *view) []unit {
	var list []unit
	var before span
	for i, s := range sentences(v.lower) {
		list = append(list, readUnit(v, s))
		if i > 0 {
			list = append(list, readUnit(v, span{before.start, s.end}))
		}
		before = s
		for _, run := range runs(clausesOf(v, s)) {
			if u := readUnit(v, run); u.tokens != "" && len(u.words) > 0 {
				list = append(list, u)
			}
		}
	}
	return list
}

// mostClauses bounds the runs of a sentence.
const mostClauses = 12

// runs are all stretches of neighbouring clauses that are not the whole.
func runs(clauses []span) []span {
	var list []span
	if len(clauses) > mostClauses {
		return clauses
	}
	for i := range clauses {
		for k := i; k < len(clauses); k++ {
			if i > 0 || k < len(clauses)-1 {
				list = append(list, span{clauses[i].start, clauses[k].end})
			}
		}
	}
	return list
}

// clausesOf cuts a sentence at its commas, colons, brackets and conjunctions.
func clausesOf(v *view, s span) []span {
	var list []span
	start := s.start
	for _, at := range unitBreak.FindAllStringIndex(v.lower[s.start:s.end], -1) {
		list = append(list, span{start, s.start + at[0]})
		start = s.start + at[1]
	}
	return append(list, span{start, s.end})
}

// readUnit reads a stretch of a view.
func readUnit(v *view, s span) unit {
	u := unit{span: s, text: strings.TrimSpace(v.lower[s.start:s.end]), gaps: map[string]int{}}
	marks := v.marksIn(s)
	words, polar := map[string]bool{}, []string{}
	first, _ := slices.BinarySearchFunc(v.words, s.start, func(w word, at int) int { return w.start - at })
	for skip, list := 0, v.words[first:]; len(list) > 0 && list[0].start < s.end; list = list[1+skip:] {
		w, stem, sign := list[0], stemOf(list[0].lower), polarity[list[0].lower]
		skip = 0
		if len(list) > 1 && runsOut.MatchString(v.lower[w.start:s.end]) {
			stem, sign, skip = "fail", "broken", 1
		}
		if sign != "" {
			polar = append(polar, sign)
		}
		if stem != "" {
			words[stem] = true
			gap, _ := slices.BinarySearch(marks, w.start)
			u.gaps[stem] |= 1 << min(gap, 62)
		}
	}
	for _, m := range nearby.FindAllStringSubmatch(v.lower[s.start:s.end], -1) {
		polar = append(polar, m[1]+m[2])
	}
	u.words = slices.Sorted(maps.Keys(words))
	slices.Sort(polar)
	u.polar = strings.Join(polar, " ")
	var ids []string
	for _, at := range marks {
		ids = append(ids, v.tokens[at].id)
	}
	u.tokens = strings.Join(ids, "\n")
	return u
}

// LabelStatements says each fact of a sheet that is a figure by its label: "The
// label is {{id}}." Labels that several facts have say none of them.
func LabelStatements(sheet *Sheet) []string {
	count := map[string]int{}
	for _, f := range sheet.facts {
		count[f.Label]++
	}
	var list []string
	for _, f := range sheet.facts {
		if f.Unit != alex.UnitWord && count[f.Label] == 1 {
			list = append(list, f.Label+" is {{"+f.ID+"}}.")
		}
	}
	return list
}
