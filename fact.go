package alex

// Unit says how the value of a fact is to be read.
type Unit string

const (
	UnitDollars Unit = "$"     // value is an amount in dollars
	UnitPercent Unit = "%"     // value is on the scale 0–100
	UnitPoints  Unit = "pt"    // a difference of percentages
	UnitYears   Unit = "years" // an age or a span
	UnitCount   Unit = "count" // a whole number of things
	UnitRatio   Unit = "ratio" // a plain number
	UnitDate    Unit = "date"  // value is YYYY-MM-DD
	UnitWord    Unit = "word"  // text: a name, or a direction such as "above"
	UnitLink    Unit = "link"  // value is an address on the web, and text the words of the link
)

// Fact is one figure, or one word that depends on figures, that a report may
// show. Code computes it; text refers to it as {{id}} and never spells it out.
type Fact struct {
	ID     string `json:"id"`
	Value  string `json:"value"` // exact, machine-readable
	Unit   Unit   `json:"unit"`
	Text   string `json:"text"`   // the one canonical rendering
	Label  string `json:"label"`  // what it is, in words
	Source string `json:"source"` // the formula and the rows it used
	AsOf   Date   `json:"asOf"`
}
