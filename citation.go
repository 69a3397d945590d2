package alex

// Citation is what a report may quote of a document that others wrote: whole
// sentences, word for word, with where they stand. It is frozen with the
// snapshot, so that a report reads the same when the document is gone.
type Citation struct {
	About       string `json:"about"` // what was looked for, such as "bonds, interest rates and inflation"
	Quote       string `json:"quote"`
	Title       string `json:"title"`
	Source      string `json:"source"`                // an address, or what who brought it calls it
	PublishedOn Date   `json:"publishedOn,omitempty"` // left out where it is not known
	KeptOn      Date   `json:"keptOn"`                // when it came to Alex
	Document    ID     `json:"documentId"`
	Ordinal     int    `json:"ordinal"`       // of the passage, from 0
	Own         bool   `json:"own,omitempty"` // of a text of the person's own
}
