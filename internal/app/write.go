package app

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"

	"alex/internal/report"
)

// Write puts the report into a folder, which it makes if it is missing, for its
// owner alone:
// report.html, report.md, report.json, facts.json and charts.json. They hold
// accounts by name, no id and no clock: the same input gives the same bytes.
func (out Outcome) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	page, err := report.Page(out.Report)
	if err != nil {
		return err
	}
	files := []struct {
		name string
		body []byte
	}{{"report.html", page}, {"report.md", []byte(report.Markdown(out.Report))}}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.body, 0o600); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		name     string
		document any
	}{{"report.json", out.Report}, {"facts.json", out.Facts}, {"charts.json", out.Charts}} {
		body, err := IndentedJSON(f.document)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), body, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// IndentedJSON is a document as people read it, with a newline at its end.
func IndentedJSON(document any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(document)
	return text.Bytes(), err
}
