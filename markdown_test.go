package alex_test

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// markdown is a document, taken apart as far as tests look at it.
type markdown struct {
	path    string
	text    string // without fenced blocks and comments, line for line
	fences  []fence
	anchors map[string]bool
}

// fence is a fenced block.
type fence struct {
	line       int
	lang, text string
}

var (
	commentText = regexp.MustCompile(`(?s)<!--.*?-->`)
	headingLine = regexp.MustCompile(`^#{1,6} (.+)$`)
	linkText    = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	linkTarget  = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s]+)\)`)
	codeText    = regexp.MustCompile("`+[^`]+`+")
	codeSpan    = regexp.MustCompile("`([^`]+)`")
)

func readMarkdown(name, text string) markdown {
	m := markdown{path: name, anchors: map[string]bool{}}
	text = commentText.ReplaceAllStringFunc(text, func(c string) string { return strings.Repeat("\n", strings.Count(c, "\n")) })
	var kept []string
	open := -1
	for i, line := range strings.Split(text, "\n") {
		fenced := strings.HasPrefix(strings.TrimSpace(line), "```")
		switch {
		case open < 0 && fenced:
			open = len(m.fences)
			m.fences = append(m.fences, fence{line: i + 1, lang: strings.TrimPrefix(strings.TrimSpace(line), "```")})
		case open >= 0 && fenced:
			open = -1
		case open >= 0:
			m.fences[open].text += line + "\n"
		default:
			kept = append(kept, line)
			if heading := headingLine.FindStringSubmatch(line); heading != nil {
				m.addAnchor(heading[1])
			}
			continue
		}
		kept = append(kept, "")
	}
	m.text = strings.Join(kept, "\n")
	return m
}

// addAnchor keeps a heading's anchor as GitHub makes it: lower case, words
// joined by hyphens, a number behind one that is there already.
func (m markdown) addAnchor(heading string) {
	heading = linkText.ReplaceAllString(heading, "$1")
	anchor := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(heading))
	unique := anchor
	for n := 1; m.anchors[unique]; n++ {
		unique = fmt.Sprintf("%s-%d", anchor, n)
	}
	m.anchors[unique] = true
}

// links are the targets of links and pictures.
func (m markdown) links() (targets []string) {
	for _, found := range linkTarget.FindAllStringSubmatch(codeText.ReplaceAllString(m.text, "`"), -1) {
		targets = append(targets, found[1])
	}
	return targets
}

// code are the spans of code.
func (m markdown) code() (spans []string) {
	for _, found := range codeSpan.FindAllStringSubmatch(m.text, -1) {
		spans = append(spans, found[1])
	}
	return spans
}

// documents are the texts for people: no prompts, and no prose that becomes a report.
func documents(t *testing.T) map[string]markdown {
	t.Helper()
	all := map[string]markdown{}
	for _, name := range repositoryPaths(t) {
		if strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "internal/") {
			all[name] = readMarkdown(name, readText(t, name))
		}
	}
	if len(all) < 20 {
		t.Fatalf("only %d documents were found", len(all))
	}
	return all
}

// within is the path from the root that a link of a document leads to, and its
// anchor.
func (m markdown) within(target string) (name, anchor string) {
	target, anchor, _ = strings.Cut(target, "#")
	if target == "" {
		return m.path, anchor
	}
	return path.Join(path.Dir(m.path), target), anchor
}
