package seed

import (
	"regexp"
	"strings"
)

var nameWord = regexp.MustCompile(`[\p{L}\p{N}&.'’]+`)

// yearWord is the year of a target-date fund.
var yearWord = regexp.MustCompile(`^20[0-9]{2}$`)

// Words are those words of an instrument's name that names of the shipped
// reference have too, such as "Treasury", "Index" or "Vanguard", and years. What
// else a name says was written by a person or a stranger, and may tell who they
// are or give orders.
func Words(name string) string {
	list, err := Instruments()
	if err != nil {
		return ""
	}
	common := map[string]bool{}
	for _, i := range list {
		for _, word := range nameWord.FindAllString(strings.ToLower(i.Name), -1) {
			common[word] = true
		}
	}
	var kept []string
	for _, word := range nameWord.FindAllString(name, -1) {
		if common[strings.ToLower(word)] || yearWord.MatchString(word) {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
