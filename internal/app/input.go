package app

import (
	"encoding/json"
	"io"
	"io/fs"

	"alex"
	"alex/internal/broker"
	"alex/internal/report"
	"alex/internal/seed"
)

// ParseMapping reads which column is what, for a file of an unknown layout.
// Unknown fields and duplicate keys are refused.
func ParseMapping(data []byte) (*broker.Mapping, error) {
	var m broker.Mapping
	return &m, report.DecodeStrict(data, &m, report.JSONLimits{})
}

// ParseProfile reads a person, strictly, and validates them.
func ParseProfile(data []byte) (alex.Person, error) {
	var p alex.Person
	if err := report.DecodeStrict(data, &p, report.JSONLimits{}); err != nil {
		return p, err
	}
	return p, p.Validate()
}

// Sample is the analysis of the household that ships with Alex.
func Sample() (Analysis, error) {
	var in Analysis
	files := seed.HouseholdFiles()
	names, err := fs.Glob(files, "*.csv")
	if err != nil {
		return in, err
	}
	for _, name := range names {
		in.Files = append(in.Files, PositionsFile{Name: name, Open: func() (io.ReadCloser, error) { return files.Open(name) }})
	}
	data, err := fs.ReadFile(files, seed.ProfileFile)
	if err != nil {
		return in, err
	}
	return in, json.Unmarshal(data, &in.Person)
}
