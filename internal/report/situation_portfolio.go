package report

import (
	"slices"
	"strings"

	"alex"
)

// Conditions and lists that are about the portfolio.

// Attention are the three findings that matter most; Choices the options, three
// to five unless the person wants to hear no more of some.
func (v *situation) Attention() []finding { return attention(v.found) }

func (v *situation) Choices() []finding { return choices(v.in, v.found) }

func (v *situation) Classes() []string      { return exposedKeys(v.in.Portfolio.ByAssetClass, 99) }
func (v *situation) StockSectors() []string { return v.sectors }
func (v *situation) BondTypes() []string    { return v.bonds }
func (v *situation) StockRegions() []string { return v.regions }

func exposedKeys(list []alex.Exposure, most int) []string {
	var keys []string
	for _, e := range firstN(list, most) {
		keys = append(keys, e.Key)
	}
	return keys
}

func largestFirst(list []alex.Exposure) []alex.Exposure {
	slices.SortStableFunc(list, func(a, b alex.Exposure) int { return b.Value.Cmp(a.Value) })
	return list
}

// LargestDrift is the prefix of the row that is farthest from its target.
func (v *situation) LargestDrift() string {
	var row string
	var most alex.Decimal
	for _, d := range v.in.Portfolio.Drift {
		if distance := d.Points.Abs(); row == "" || distance.Cmp(most) > 0 {
			row, most = "drift."+d.Kind+"."+d.Key, distance
		}
	}
	return row
}

// GoalAboveTarget reports that the target for cash is too small for the
// emergency fund to aim for.
func (v *situation) GoalAboveTarget() bool {
	target := v.in.Snapshot.Person.AssetClassTargets[alex.Cash].Of(v.in.Portfolio.TotalValue)
	goal := v.in.Portfolio.Emergency(v.in.Snapshot.Person).GoalAmount
	return v.has("drift.asset_class.cash.target") && target.Cmp(goal) < 0
}

// DriftKinds are the kinds of targets that the person has; drifts the prefixes
// of one kind's rows.
func (v *situation) DriftKinds() []string {
	var kinds []string
	for _, d := range v.in.Portfolio.Drift {
		if !slices.Contains(kinds, d.Kind) {
			kinds = append(kinds, d.Kind)
		}
	}
	return kinds
}

func (v *situation) drifts(kind string) []string {
	var ids []string
	for _, d := range v.in.Portfolio.Drift {
		if d.Kind == kind {
			ids = append(ids, "drift."+d.Kind+"."+d.Key)
		}
	}
	return ids
}

// Aged reports that a dated price is old.
func (v *situation) Aged() bool {
	limit := v.in.Snapshot.Person.LimitOf("stale_price")
	return alex.DecimalOf(int64(v.in.Portfolio.OldestPrice())).Cmp(limit.Warn) > 0
}

// OnlyCash reports that there is nothing but cash.
func (v *situation) OnlyCash() bool {
	p := v.in.Portfolio
	return p.CashLike().Cmp(p.TotalValue) == 0
}

// MostlyUnknown reports that more than half is of unknown kind.
func (v *situation) MostlyUnknown() bool {
	return v.in.Portfolio.UnclassifiedPercent.Cmp(alex.DecimalOf(50)) > 0
}

// NoSpending reports that nothing is spent today, so that months of spending
// mean nothing.
func (v *situation) NoSpending() bool {
	return v.in.Portfolio.Emergency(v.in.Snapshot.Person).Monthly.IsZero()
}

// Rosy reports that the odds leave out how far a single company or the like
// can fall.
func (v *situation) Rosy() bool { return v.SingleStock() || v.Volatile() }

func (v *situation) status(check string) alex.Status {
	c, _ := alex.Find(v.in.Portfolio.Checks, check)
	return c.Status
}

func (v *situation) InsideTolerance() bool { return v.status("target_drift") == alex.Pass }
func (v *situation) RegionWarned() bool    { return v.status("region_concentration") != alex.Pass }
func (v *situation) Stale() bool           { return v.status("stale_price") != alex.Pass }
func (v *situation) HasCash() bool         { return v.in.Portfolio.Cash.Sign() > 0 }

// CashGains reports that interest keeps up with inflation.
func (v *situation) CashGains() bool {
	fact, ok := v.sheet.Fact("cash.erosion")
	return ok && (strings.HasPrefix(fact.Value, "-") || fact.Value == "0.00")
}

// FeesUnknown reports that there are funds, and the cost of none is known.
func (v *situation) FeesUnknown() bool { return v.NoFees() && v.has("fees.unknown") }

func (v *situation) NoFees() bool { return v.in.Portfolio.Fees().Annual.IsZero() }

func (v *situation) MoreUnclassified() bool {
	return len(unclassified(v.in.Portfolio)) > mostHoldings
}

func (v *situation) MoreUnpriced() bool { return len(v.in.Portfolio.Unpriced) > mostHoldings }

// AssumedClasses are the classes of the plan's mix.
func (v *situation) AssumedClasses() []string {
	var keys []string
	for _, class := range alex.Equity.Known() {
		if v.has("assumption." + string(class) + ".return") {
			keys = append(keys, string(class))
		}
	}
	return keys
}

// Authors says who wrote the words; Credited corrects it.
func (v *situation) Authors() string { return onlyRules }

// NoReach reports that no cash is within reach, LittleReach that what there is
// covers no tenth of a month.
func (v *situation) NoReach() bool { return v.word("emergency.cash") == "0.00" }

func (v *situation) LittleReach() bool { return v.text("emergency.months") == "0.0" && !v.NoSpending() }

// OneKind reports that everything is of a single asset class.
func (v *situation) OneKind() bool {
	return v.text("class.top.percent") == "100.0%" && len(v.in.Portfolio.ByAssetClass) == 1
}

func (v *situation) NoCash() bool { return v.in.Portfolio.CashLike().IsZero() }
