package app

import (
	"encoding/json"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"sync"

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

// shippedHousehold is the household that ships with Alex, read when somebody opens a copy
// of it first. Its accounts have fingerprints of their own, so that they are
// recognised when they are added again, whatever they are called.
var shippedHousehold = sync.OnceValues(func() (alex.Person, []alex.Account) {
	in, err := Sample()
	if err != nil {
		panic(err) // it is part of the program
	}
	files, err := readFiles(in.Files, "")
	if err != nil {
		panic(err)
	}
	for i := range files.accounts {
		files.accounts[i].Fingerprint = "sample " + strconv.Itoa(i+1)
	}
	return in.Person, files.accounts
})

// sampleHousehold is that household; the accounts and their positions are the
// caller's to change.
func sampleHousehold() (alex.Person, []alex.Account) {
	person, accounts := shippedHousehold()
	accounts = slices.Clone(accounts)
	for i := range accounts {
		accounts[i].Positions = slices.Clone(accounts[i].Positions)
	}
	return person, accounts
}
