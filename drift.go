package alex

// Drift is how far one key stands from its target: in points of the whole
// value, and in dollars. Over a kind both sum to zero.
type Drift struct {
	Kind    string  `json:"kind"` // asset_class or region
	Key     string  `json:"key"`
	Actual  Percent `json:"actualPercent"`
	Target  Percent `json:"targetPercent"`
	Points  Percent `json:"driftPercent"` // actual − target
	Dollars Money   `json:"driftValue"`   // positive is more than the target
}

const (
	driftByClass  = "asset_class"
	driftByRegion = "region"
)

// drift compares exposures with targets; without targets there is none.
func drift[K Key[K]](kind string, exposures []Exposure, targets Allocation[K], whole Money) []Drift {
	if len(targets) == 0 || whole.Sign() <= 0 {
		return nil
	}
	keys := keysOf[K](KeyCash, KeyUnclassified)
	var goals []Decimal
	for _, key := range keys {
		goals = append(goals, targets[K(key)].Of(whole).Decimal())
	}
	list := []Drift{}
	for i, goal := range Apportion(goals, whole.Decimal(), 2) {
		key := keys[i]
		actual, value := find(exposures, key)
		target, wanted := targets[K(key)]
		if !wanted && value.IsZero() {
			continue
		}
		list = append(list, Drift{
			Kind: kind, Key: key, Actual: actual, Target: target,
			Points: actual.Sub(target), Dollars: value.Sub(Dollars(goal)),
		})
	}
	return list
}

func find(exposures []Exposure, key string) (Percent, Money) {
	for _, e := range exposures {
		if e.Key == key {
			return e.Percent, e.Value
		}
	}
	return Percent{}, Money{}
}

// foldRegions counts regions that the targets do not name under
// "international", where the targets name that.
func foldRegions(exposures []Exposure, targets RegionAllocation) []Exposure {
	if _, ok := targets[International]; !ok {
		return exposures
	}
	folded := []Exposure{}
	rest := Exposure{Name: Title(string(International)), Key: string(International)}
	for _, e := range exposures {
		_, named := targets[Region(e.Key)]
		if e.Key == KeyCash || e.Key == KeyUnclassified || named && e.Key != rest.Key {
			folded = append(folded, e)
			continue
		}
		rest.Value = rest.Value.Add(e.Value)
		rest.Percent = rest.Percent.Add(e.Percent)
	}
	return append(folded, rest)
}
