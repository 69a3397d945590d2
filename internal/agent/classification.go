package agent

import (
	"encoding/json"

	"alex"
	"alex/internal/llm"
	"alex/internal/strictjson"
)

// Classification is how a model answers what an instrument is. The rationale
// comes first, so that the weights follow from it. There is no price in it:
// what a model says of a price is never taken.
type Classification struct {
	Rationale    string                `json:"rationale" description:"What the instrument is and what its weights rest on, in one or two sentences" jsonschema:"maxLength=1000"`
	Type         alex.InstrumentType   `json:"instrumentType" description:"The kind of security"`
	AssetClasses alex.ClassAllocation  `json:"allocationAssetClass" description:"Weight of each asset class in percent; a fund is looked through to what it holds; the weights sum to 100"`
	Regions      alex.RegionAllocation `json:"allocationRegions" description:"Weight of each region in percent, by where issuers have their home; the weights sum to 100"`
	Sectors      alex.SectorAllocation `json:"allocationSectors" description:"Weight of each sector in percent: industries for stocks, types of issuer for bonds; the weights sum to 100"`
	Confidence   alex.Percent          `json:"confidence" description:"How sure the weights are, 0 to 100; below 50 where name and symbol leave room for doubt"`
}

// ClassificationSchema is the JSON Schema of a Classification.
func ClassificationSchema() json.RawMessage { return llm.Schema[Classification]() }

// ParseClassification reads a model's answer: one JSON document of at most
// 16 KiB with these fields and no others, else CodeInvalid or CodeTooLarge.
// What is missing, Instrument refuses.
func ParseClassification(answer []byte) (Classification, error) {
	var c Classification
	limits := strictjson.Limits{MaxBytes: 16 << 10, MaxDepth: 4}
	if err := strictjson.Decode(answer, &c, limits); err != nil {
		return Classification{}, err
	}
	return c, nil
}

// rationaleLength is the most characters that a rationale has.
const rationaleLength = 1000

// Instrument is the answer as a classified instrument, tagged with the model
// and the day. Weights that miss 100 by at most one point are brought to
// exactly 100; anything else that is wrong with them is CodeInvalid and names
// its field.
func (c Classification) Instrument(symbol alex.Symbol, name, model string, asOf alex.Date) (alex.Instrument, error) {
	var p alex.Problems
	i := alex.Instrument{
		Symbol: symbol, Name: name, Type: c.Type, Currency: "USD",
		AssetClasses: normal(&p, "allocationAssetClass", c.AssetClasses),
		Regions:      normal(&p, "allocationRegions", c.Regions),
		Sectors:      normal(&p, "allocationSectors", c.Sectors),
		Classification: alex.Classification{
			Source: alex.SourceModel, Model: model, Confidence: c.Confidence, Note: c.Rationale, AsOf: asOf,
		},
	}
	if !alex.IsKnown(c.Type) {
		p.Addf("instrumentType", "%.60q is unknown", c.Type)
	}
	if c.Confidence.Sign() < 0 || c.Confidence.Cmp(alex.DecimalOf(100)) > 0 {
		p.Addf("confidence", "%s is not between 0 and 100", c.Confidence)
	}
	if c.Rationale == "" {
		p.Addf("rationale", "is empty")
	}
	alex.CheckText(&p, "rationale", c.Rationale, rationaleLength)
	if err := p.Err(); err != nil {
		return alex.Instrument{}, err
	}
	if !i.WhollyClassified() {
		return i, alex.Invalid("classification", "lacks classes, regions or sectors")
	}
	return i, i.Validate()
}

// normal brings weights to hundredths that sum to exactly 100, by largest
// remainder, and leaves out what is nothing. It refuses unknown keys, weights
// outside 0–100, and sums that miss 100 by more than a point.
func normal[K alex.Key[K]](p *alex.Problems, location string, given alex.Allocation[K]) alex.Allocation[K] {
	var keys []K
	var weights []alex.Decimal
	var sum alex.Decimal
	for _, key := range (*new(K)).Known() {
		if weight, ok := given[key]; ok {
			keys, weights, sum = append(keys, key), append(weights, weight.Decimal), sum.Add(weight.Decimal)
		}
	}
	hundred := alex.DecimalOf(100)
	if sum.Sub(hundred).Abs().Cmp(alex.DecimalOf(1)) > 0 || !sound(given) {
		p.Join("", given.Validate(location)) // says what is wrong, key by key
		return nil
	}
	for i, weight := range weights {
		weights[i] = weight.Mul(hundred).Div(sum, 12)
	}
	whole := alex.Allocation[K]{}
	for i, weight := range alex.Apportion(weights, hundred, 2) {
		if weight.Sign() > 0 {
			whole[keys[i]] = alex.Percent{Decimal: weight}
		}
	}
	return whole
}

// sound reports known keys, and weights between 0 and 100.
func sound[K alex.Key[K]](a alex.Allocation[K]) bool {
	for key, weight := range a {
		if !alex.IsKnown(key) || weight.Sign() < 0 || weight.Cmp(alex.DecimalOf(100)) > 0 {
			return false
		}
	}
	return true
}
