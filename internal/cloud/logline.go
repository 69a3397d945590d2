package cloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Line is one line of a log, read.
type Line struct {
	ID      string // of the event, where it comes from AWS
	Time    time.Time
	Role    string // whose it is, such as planner
	Level   string // such as INFO; empty where it has none
	Message string
	Attrs   []Attr // in the order of the line
	Metric  bool   // it is measurements, and not for people
	Runtime bool   // Lambda says it, and not the program
}

// Attr is one attribute of a line.
type Attr struct{ Key, Value string }

// ParseLine reads a line as slog or Lambda writes it; what is no JSON is its message.
// A line that tells no time has at, and one that names nobody is role's.
func ParseLine(text, role string, at time.Time) Line {
	text = strings.TrimRight(text, "\r\n")
	l := Line{Time: at, Role: role, Message: text}
	fields, ok := ordered(text)
	if !ok {
		first, _, _ := strings.Cut(text, " ")
		l.Runtime = slices.Contains([]string{"START", "END", "REPORT", "INIT_START", "INIT_REPORT", "EXTENSION"}, first)
		return l
	}
	l.Message = ""
	for _, f := range fields {
		l.field(f)
	}
	if l.Message == "" {
		l.Message = "(no message)"
	}
	return l
}

// field puts one field of a line where it belongs.
func (l *Line) field(f Attr) {
	switch f.Key {
	case "time", "timestamp":
		if at, err := time.Parse(time.RFC3339Nano, f.Value); err == nil {
			l.Time = at
			return
		}
	case "level":
		l.Level = strings.ToUpper(f.Value)
		return
	case "msg", "message":
		l.Message = f.Value
		return
	case "_aws":
		l.Metric = true
		return
	case "type":
		if strings.HasPrefix(f.Value, "platform.") {
			l.Runtime, l.Message = true, strings.TrimPrefix(f.Value, "platform.")
			return
		}
	case "role", "agent":
		if isRole(f.Value) {
			l.Role = f.Value
			return
		}
	}
	l.Attrs = append(l.Attrs, f)
}

// Roles are those that a function of Alex has.
func Roles() []string {
	return []string{"api", "webhook", "planner", "tagger", "reporter", "charter", "retirement", "ingest", "researcher", "sweeper"}
}

func isRole(text string) bool { return slices.Contains(Roles(), text) }

// ordered are the fields of a JSON object in their order; what is no text is as JSON
// writes it.
func ordered(text string) ([]Attr, bool) {
	d := json.NewDecoder(strings.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	var fields []Attr
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil, false
		}
		fields = append(fields, Attr{fmt.Sprint(key), plainValue(value)})
	}
	if _, err := d.Token(); err != nil || d.More() {
		return nil, false
	}
	return fields, true
}

func plainValue(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value)
	}
	return b.String()
}
