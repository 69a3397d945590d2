package retirement

import (
	"embed"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"

	"alex"
)

// Inflation is the name under which correlations refer to inflation.
const Inflation = alex.KeyInflation

const maxClasses = 16

// Assumptions are capital-market assumptions: nominal US-dollar returns of
// each asset class a year, their correlations, and inflation.
type Assumptions struct {
	ID           string                          `json:"id"`
	Name         string                          `json:"name,omitempty"`
	Classes      map[alex.AssetClass]ReturnModel `json:"classes"`
	Correlations map[string]map[string]float64   `json:"correlations,omitempty"` // of log returns; absent is 0
	Inflation    ReturnModel                     `json:"inflation"`
}

// ReturnModel is a lognormal annual return in percent. The mean is given
// either as the compound (geometric) or as the arithmetic one; Volatility is
// the standard deviation of the simple annual return.
type ReturnModel struct {
	Compound   *alex.Percent `json:"compound,omitempty"`
	Arithmetic *alex.Percent `json:"arithmetic,omitempty"`
	Volatility alex.Percent  `json:"volatility"`
	Source     string        `json:"source,omitempty"` // where the figures come from, or "judgement"
}

//go:embed assumptions/*.json
var shipped embed.FS

// ShippedIDs lists the shipped assumption sets; the first is the default.
func ShippedIDs() []string {
	var ids []string
	for _, set := range alex.DefaultSet.Known() {
		ids = append(ids, string(set))
	}
	return ids
}

// DefaultAssumptions is the shipped set "default".
func DefaultAssumptions() Assumptions {
	a, err := ShippedAssumptions(ShippedIDs()[0])
	if err != nil {
		panic(err) // the file is part of the program
	}
	return a
}

// ShippedAssumptions is the shipped set of that id, or CodeNotFound.
func ShippedAssumptions(id string) (Assumptions, error) {
	if !slices.Contains(ShippedIDs(), id) {
		return Assumptions{}, alex.Errorf(alex.CodeNotFound,
			"there is no assumption set %q; shipped are default, cautious and historical", clip(id))
	}
	file, err := shipped.Open("assumptions/" + id + ".json")
	if err != nil {
		return Assumptions{}, err
	}
	defer func() { _ = file.Close() }() // embedded: nothing to flush
	return ParseAssumptions(file)
}

// OwnSetID is the id of a set with figures of a person's own.
const OwnSetID = "own"

// AssumptionsFor is the set that a person plans by: the default of who has
// chosen none; correlations are always those of the shipped set. Refused values
// are alex.CodeInvalid.
func AssumptionsFor(c *alex.AssumptionChoice) (Assumptions, error) {
	if c == nil {
		return DefaultAssumptions(), nil
	}
	a, err := ShippedAssumptions(string(c.Set))
	if err != nil || !c.IsOwn() {
		return a, err
	}
	a.ID, a.Name = OwnSetID, fmt.Sprintf("Your own, beginning with the set %q", c.Set)
	for name, own := range c.Returns {
		model := ReturnModel{Compound: &own.Compound, Volatility: own.Volatility, Source: "you"}
		if name == Inflation {
			a.Inflation = model
			continue
		}
		a.Classes[alex.AssetClass(name)] = model
	}
	return a, a.Validate()
}

// ParseAssumptions reads the JSON of --assumptions and validates it. Unknown
// fields, duplicate keys and text after the document are refused.
func ParseAssumptions(r io.Reader) (Assumptions, error) {
	data, err := readDocument(r, "assumptions")
	if err != nil {
		return Assumptions{}, err
	}
	var a Assumptions
	if err := decodeStrict(data, &a); err != nil {
		return Assumptions{}, err
	}
	return a, a.Validate()
}

// Validate refuses sets that cannot be simulated, naming each field.
func (a Assumptions) Validate() error {
	var p alex.Problems
	if a.ID == "" {
		p.Addf("id", "is empty")
	}
	alex.CheckText(&p, "id", a.ID, 100)
	alex.CheckText(&p, "name", a.Name, 200)
	if len(a.Classes) == 0 || len(a.Classes) > maxClasses {
		p.Addf("classes", "has %d classes; give 1 to %d", len(a.Classes), maxClasses)
	}
	for _, class := range a.classNames() {
		at := "classes." + clip(string(class))
		if !classPattern.MatchString(string(class)) || class == Inflation {
			p.Addf(at, "is not the name of an asset class")
		}
		p.Join(at, a.Classes[class].validate())
	}
	p.Join("inflation", a.Inflation.validate())
	if err := p.Err(); err != nil {
		return err
	}
	return a.validateCorrelations()
}

var classPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func (m ReturnModel) validate() error {
	var p alex.Problems
	switch {
	case m.Compound != nil && m.Arithmetic != nil:
		p.Addf("compound", "give either compound or arithmetic, not both")
	case m.Compound == nil && m.Arithmetic == nil:
		p.Addf("compound", "is missing; give compound or arithmetic")
	}
	checkRate(&p, "compound", m.Compound, alex.LowestReturn, alex.HighestReturn)
	checkRate(&p, "arithmetic", m.Arithmetic, alex.LowestReturn, alex.HighestReturn)
	checkRate(&p, "volatility", &m.Volatility, 0, alex.HighestVolatility)
	alex.CheckText(&p, "source", m.Source, 1000)
	return p.Err()
}

func checkRate(p *alex.Problems, location string, value *alex.Percent, low, high int64) {
	if value != nil && (value.Cmp(alex.DecimalOf(low)) < 0 || value.Cmp(alex.DecimalOf(high)) > 0) {
		p.Addf(location, "%s percent is not between %d and %d", value, low, high)
	}
}

func (a Assumptions) validateCorrelations() error {
	var p alex.Problems
	names := a.drawOrder()
	for _, x := range sortedKeys(a.Correlations) {
		for _, y := range sortedKeys(a.Correlations[x]) {
			at, value := "correlations."+clip(x)+"."+clip(y), a.Correlations[x][y]
			mirror, both := a.Correlations[y][x]
			switch {
			case !slices.Contains(names, x) || !slices.Contains(names, y):
				p.Addf(at, "names a class that the set does not have")
			case math.IsNaN(value) || value < -1 || value > 1:
				p.Addf(at, "%v is not between -1 and 1", value)
			case x == y && value != 1:
				p.Addf(at, "a class has correlation 1 with itself, not %v", value)
			case both && mirror != value:
				p.Addf(at, "%v contradicts %v the other way round", value, mirror)
			}
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	_, err := cholesky(a.correlationMatrix())
	return err
}

// classNames are the set's classes in name order.
func (a Assumptions) classNames() []alex.AssetClass { return sortedKeys(a.Classes) }

// drawOrder is the order in which each step draws its normals: every class in
// name order, then inflation.
func (a Assumptions) drawOrder() []string {
	names := make([]string, 0, len(a.Classes)+1)
	for _, class := range a.classNames() {
		names = append(names, string(class))
	}
	return append(names, Inflation)
}

// correlation is that of log returns between two names, in either order.
func (a Assumptions) correlation(x, y string) float64 {
	if x == y {
		return 1
	}
	if value, ok := a.Correlations[x][y]; ok {
		return value
	}
	return a.Correlations[y][x]
}

// correlationMatrix is in drawOrder.
func (a Assumptions) correlationMatrix() [][]float64 {
	names := a.drawOrder()
	matrix := make([][]float64, len(names))
	for i, x := range names {
		matrix[i] = make([]float64, len(names))
		for j, y := range names {
			matrix[i][j] = a.correlation(x, y)
		}
	}
	return matrix
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
