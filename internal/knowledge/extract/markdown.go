package extract

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"

	"alex"
)

// Bounds of Markdown: past them, marks are read as letters. The parser's time
// grows with the square of what is nested, and more.
const (
	mostMarks    = 40  // bytes of indents, quotes and bullets that a line begins with
	mostNested   = 10  // quotes or bullets among them
	mostBrackets = 300 // of one paragraph
)

// readMarkdown renders Markdown and reads it as a page, so that a comment or a
// hidden element in it comes through no more than there.
func readMarkdown(name, text string) (Document, error) {
	front, text := frontMatter(text)
	var b bytes.Buffer
	converter := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := converter.Convert([]byte(calm(text)), &b); err != nil {
		return Document{}, refuse(name, "cannot be read as Markdown")
	}
	root, err := parsePage(b.String())
	if err != nil {
		return Document{}, refuse(name, "is nested too deep")
	}
	doc := Document{Title: front["title"], PublishedOn: dateIn(front["date"]), Body: shown(root)}
	if doc.Title == "" {
		doc.Title = shown(firstHeading(root))
	}
	return doc, nil
}

func firstHeading(root *nethtml.Node) *nethtml.Node {
	return find(root, func(n *nethtml.Node) bool {
		return len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
	})
}

var (
	fronted     = regexp.MustCompile(`\A(?:---|\+\+\+)[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\+\+\+)[ \t]*(?:\n|\z)`)
	frontMember = regexp.MustCompile(`(?m)^(title|date|published|publishdate)[ \t]*[:=][ \t]*(.*)$`)
)

// frontMatter takes the title and the date out of what stands before a text,
// and the rest of it away.
func frontMatter(text string) (members map[string]string, rest string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	found := fronted.FindStringSubmatch(text)
	if found == nil {
		return nil, text
	}
	members = map[string]string{}
	for _, m := range frontMember.FindAllStringSubmatch(strings.ToLower(found[1]), -1) {
		if m[1] != "title" {
			members["date"] = strings.Trim(m[2], ` "'`)
		}
	}
	for _, m := range frontMember.FindAllStringSubmatch(found[1], 1) {
		if m[1] == "title" {
			members["title"] = strings.Trim(m[2], ` "'`)
		}
	}
	return members, text[len(found[0]):]
}

// calm takes the meaning of marks that are nested deeper than any text needs.
func calm(text string) string {
	var b strings.Builder
	brackets := 0
	for row := range strings.Lines(text) {
		marks := row[:len(row)-len(strings.TrimLeft(row, " \t>-*+0123456789.)"))]
		if len(marks) > mostMarks && strings.TrimSpace(row) != "" || strings.Count(marks, ">") > mostNested || len(strings.Fields(marks)) > mostNested {
			row = "\u2060" + strings.TrimLeft(row, " \t>-*+") // what has no shape makes a mark a letter
		}
		if beginsBlock(row) {
			brackets = 0
		}
		if brackets += strings.Count(row, "["); brackets > mostBrackets {
			row = strings.NewReplacer("[", "(", "]", ")").Replace(row)
		}
		b.WriteString(row)
	}
	return b.String()
}

// beginsBlock reports a line that no paragraph goes on in.
func beginsBlock(row string) bool {
	row = strings.TrimSpace(row)
	return row == "" || strings.HasPrefix(row, "#") || len(row) > 2 && strings.ContainsRune("-*+", rune(row[0])) && row[1] == ' '
}

var isoDate = regexp.MustCompile(`^\s*(\d{4}-\d{2}-\d{2})`)

// dateIn is the day that a text begins with, as YYYY-MM-DD, else none.
func dateIn(text string) alex.Date {
	found := isoDate.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	day, err := alex.ParseDate(found[1])
	if err != nil || !plausible(day) {
		return ""
	}
	return day
}

// plausible reports a day on which something may have been published.
func plausible(day alex.Date) bool { return day >= "1800-01-01" && day < "2200-01-01" }
