package broker

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// record is one non-blank line of a table: its line number and trimmed cells.
type record struct {
	line  int
	cells []string
}

// cell is the text of column i, empty where the line is too short.
func (r record) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

// names reports that some cell of rec is the header word, in any case.
func (r record) names(word string) bool {
	for _, c := range r.cells {
		if strings.EqualFold(c, word) {
			return true
		}
	}
	return false
}

// filled is the number of cells that are not empty.
func (r record) filled() int {
	n := 0
	for _, c := range r.cells {
		if c != "" {
			n++
		}
	}
	return n
}

func (r record) text() string { return strings.TrimRight(strings.Join(r.cells, ", "), ", ") }

// source is a file as a table.
type source struct {
	opt      Options
	records  []record
	warnings []string
}

// aroundRows is how many lines may stand around the rows: titles, headers,
// totals, footers.
const aroundRows = 100

// parseSource splits text into records by the delimiter that fits best.
func parseSource(text string, opt Options) (source, error) {
	src := source{opt: opt}
	comma := delimiterOf(text)
	records, err := splitStrict(text, comma)
	if err != nil {
		src.warnings = append(src.warnings, "the file has a stray quotation mark, so each line was read by itself")
		records = splitLines(text, comma)
	}
	src.records = records
	if len(records) > opt.mostRows()+aroundRows {
		return source{}, tooManyRows(opt.mostRows())
	}
	if len(records) == 0 {
		return source{}, nothing("", "the file has no rows")
	}
	return src, nil
}

func newCSV(text string, comma rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = comma != '\t' // a tab would count as leading space
	return r
}

func splitStrict(text string, comma rune) ([]record, error) {
	r := newCSV(text, comma)
	var records []record
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		records = appendRecord(records, line, cells)
	}
}

// splitLines reads each line by itself, so that a quotation mark that is
// never closed cannot swallow the lines below it.
func splitLines(text string, comma rune) []record {
	var records []record
	for i, line := range strings.Split(text, "\n") {
		r := newCSV(line, comma)
		r.LazyQuotes = true
		cells, err := r.Read()
		if err != nil {
			continue
		}
		records = appendRecord(records, i+1, cells)
	}
	return records
}

func appendRecord(records []record, line int, cells []string) []record {
	blank := true
	for i, c := range cells {
		cells[i] = clean(c)
		blank = blank && cells[i] == ""
	}
	if blank {
		return records
	}
	return append(records, record{line: line, cells: cells})
}

// clean trims a cell and takes away what does not print.
func clean(cell string) string {
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u00a0' || r == '\u202f':
			return ' '
		case r < 0x20 || r == 0x7f || r == '\ufeff' || r == '\u200b' || r == '\ufffd':
			return -1
		}
		return r
	}, cell)
	return strings.TrimSpace(cell)
}

// firstLines is text up to the end of its n-th line.
func firstLines(text string, n int) string {
	end := 0
	for range n {
		i := strings.IndexByte(text[end:], '\n')
		if i < 0 {
			return text
		}
		end += i + 1
	}
	return text[:end]
}

// delimiterOf picks comma, semicolon or tab: the one under which some early
// line has the most known headers, else the one that occurs most.
func delimiterOf(text string) rune {
	best, score := ',', -1
	head, words := firstLines(text, 60), newVocabulary()
	for _, comma := range []rune{',', ';', '\t'} {
		s := 0
		for _, rec := range splitLines(head, comma) {
			s = max(s, 100*words.count(rec)+min(len(rec.cells)-1, 99))
		}
		if s > score {
			best, score = comma, s
		}
	}
	return best
}
