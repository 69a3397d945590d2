package seed

import (
	"fmt"
	"strings"

	"alex"
)

// parseWeights reads "equity:60|fixed_income:40". Whether the keys are known
// and the weights sum to 100 is for Allocation.Validate to say.
func parseWeights[K alex.Key[K]](text string) (alex.Allocation[K], error) {
	weights := alex.Allocation[K]{}
	for part := range strings.SplitSeq(text, "|") {
		key, number, found := strings.Cut(part, ":")
		if !found {
			return nil, fmt.Errorf("%q is not of the form key:weight", part)
		}
		weight, err := alex.ParseDecimal(number)
		if err != nil {
			return nil, err
		}
		if _, twice := weights[K(key)]; twice {
			return nil, fmt.Errorf("the key %q stands twice", key)
		}
		weights[K(key)] = alex.Percent{Decimal: weight}
	}
	return weights, nil
}
