package seed

import (
	"regexp"
	"strings"
)

var nameWord = regexp.MustCompile(`[\p{L}\p{N}&.'’]+`)

// yearWord is the year of a target-date fund.
var yearWord = regexp.MustCompile(`^20[0-9]{2}$`)

// Words are the words of the names of the shipped reference.
type Words struct{ common map[string]bool }

// NewWords reads the reference.
func NewWords() (Words, error) {
	w := Words{map[string]bool{}}
	list, err := names()
	for _, name := range list {
		for _, word := range nameWord.FindAllString(strings.ToLower(name), -1) {
			w.common[word] = true
		}
	}
	return w, err
}

// Of are those words of an instrument's name that names of the reference have
// too, such as "Treasury", "Index" or "Vanguard", and years. What else a name
// says was written by a person or a stranger, and may tell who they are or give
// orders.
func (w Words) Of(name string) string {
	var kept []string
	for _, word := range nameWord.FindAllString(name, -1) {
		if w.common[strings.ToLower(word)] || yearWord.MatchString(word) {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
