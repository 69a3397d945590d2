package alex

import "encoding/json"

// Snapshot is everything that a job reads, frozen at its first claim: the
// same snapshot gives the same facts, to the byte.
type Snapshot struct {
	AsOf        Date         `json:"asOf"`
	Person      Person       `json:"person"`
	Accounts    []Account    `json:"accounts"`
	Instruments []Instrument `json:"instruments"`
	Imports     []Import     `json:"imports,omitempty"`
	Assumptions string       `json:"assumptions"` // id of the assumption set
	Versions    Versions     `json:"versions"`
	Previous    []Fact       `json:"previous,omitempty"` // facts of the last report
	Research    []Citation   `json:"research,omitempty"` // what may be quoted
}

// Versions are those of the code that a report depends on.
type Versions struct {
	Engine    string `json:"engine"`
	Facts     string `json:"facts"`
	Reference string `json:"reference"`
}

// Import is how one file reconciled: FileTotal = ReadTotal + NotHeld. AsOf is
// null in JSON where the file gives no date.
type Import struct {
	File      string `json:"file"`
	Broker    string `json:"broker"`
	AsOf      Date   `json:"asOf"`
	Accounts  int    `json:"accounts"`
	FileTotal Money  `json:"fileTotal"`
	ReadTotal Money  `json:"readTotal"`
	NotHeld   Money  `json:"notHeld"`
	Rows      int    `json:"rows"`
	Line      string `json:"line"` // the reconciliation in words
}

// MarshalJSON says null for a date that there is not.
func (i Import) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		File      string `json:"file"`
		Broker    string `json:"broker"`
		AsOf      *Date  `json:"asOf"`
		Accounts  int    `json:"accounts"`
		FileTotal Money  `json:"fileTotal"`
		ReadTotal Money  `json:"readTotal"`
		NotHeld   Money  `json:"notHeld"`
		Rows      int    `json:"rows"`
		Line      string `json:"line"`
	}{i.File, i.Broker, orNull(i.AsOf), i.Accounts, i.FileTotal, i.ReadTotal, i.NotHeld, i.Rows, i.Line})
}

// Book is the snapshot's instruments by symbol.
func (s Snapshot) Book() Book {
	book := make(Book, len(s.Instruments))
	for _, i := range s.Instruments {
		book[i.Symbol] = i
	}
	return book
}
