package fake

import (
	"regexp"
	"strings"
)

// add says one sentence more.
func add(sentence string) func(*node) {
	return speakAfter(func(text string) string { return strings.TrimRight(text, " \n") + " " + sentence })
}

// speak says something else.
func speak(text string) func(*node) { return speakAfter(func(string) string { return text }) }

func speakAfter(change func(string) string) func(*node) {
	return func(root *node) { prose(root, change) }
}

var (
	token     = regexp.MustCompile(`\{\{[^{}]+\}\}`)
	digits    = regexp.MustCompile(`[0-9][0-9,.]*[0-9]|[0-9]`)
	disclaims = regexp.MustCompile(`(?i)[^.\n]*(educational|not (individual |personal )?advice|hypothetical|no guarantee)[^.\n]*\.?`)
)

// swap exchanges the first two figures that differ, tokens before numbers.
func swap(root *node) {
	prose(root, func(text string) string {
		for _, figure := range []*regexp.Regexp{token, digits} {
			if swapped, ok := exchange(text, figure.FindAllStringIndex(text, -1)); ok {
				return swapped
			}
		}
		return text
	})
}

func exchange(text string, at [][]int) (string, bool) {
	for i := 1; i < len(at); i++ {
		a, b := at[0], at[i]
		first, second := text[a[0]:a[1]], text[b[0]:b[1]]
		if first != second {
			return text[:a[0]] + second + text[a[1]:b[0]] + first + text[b[1]:], true
		}
	}
	return text, false
}

// otherUnit gives the first figure a unit that is not its own.
func otherUnit(root *node) {
	prose(root, func(text string) string {
		for _, figure := range []*regexp.Regexp{token, digits} {
			if at := figure.FindStringIndex(text); at != nil {
				before := strings.TrimSuffix(text[:at[0]], "$")
				return before + text[at[0]:at[1]] + " percent" + text[at[1]:]
			}
		}
		return text + " percent"
	})
}

func undisclaimed(root *node) {
	root.walk(func(n *node) {
		if text, ok := n.leaf.(string); ok && n.kind == 0 {
			n.leaf = disclaims.ReplaceAllString(text, "")
		}
	})
}
