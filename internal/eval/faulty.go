package eval

// FaultyResult is what came of a model that breaks in every way.
type FaultyResult struct {
	Runs     int `json:"runs"`
	Complete int `json:"complete"`
}
