package app

import (
	"encoding/json"
	"io"
	"io/fs"
	"slices"
	"strconv"

	"alex"
	"alex/internal/seed"
)

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

// sampleHousehold reads that household for those who open a copy of it: what
// it gives is theirs to change. Its accounts have fingerprints of their own, so
// that they are recognised when they are added again, whatever they are called.
func sampleHousehold() (func() (alex.Person, []alex.Account), error) {
	in, err := Sample()
	if err != nil {
		return nil, err
	}
	files, err := readFiles(in.Files, "")
	if err != nil {
		return nil, err
	}
	for i := range files.accounts {
		files.accounts[i].Fingerprint = "sample " + strconv.Itoa(i+1)
	}
	return func() (alex.Person, []alex.Account) {
		accounts := slices.Clone(files.accounts)
		for i := range accounts {
			accounts[i].Positions = slices.Clone(accounts[i].Positions)
		}
		return in.Person, accounts
	}, nil
}
