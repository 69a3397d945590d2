package retirement

import "alex"

// Series is a stub until the real one is merged.
type Series struct {
	ID        string
	FirstYear int
	Classes   []alex.AssetClass
	Returns   [][]float64
	Inflation []float64
}
