package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"alex"
)

// situation is what the templates see: the conditions on which their words branch.
// Figures reach the words through tokens only.
type situation struct {
	in    Input
	sheet *Sheet
	found []finding
	known map[string]bool // what ids of facts begin with: "holding.1"

	// The largest keys of a list, worked out once: a template asks often.
	regions, sectors, bonds []string
}

func newSituation(in Input, sheet *Sheet) *situation {
	v := &situation{in: in, sheet: sheet, found: findings(in), known: map[string]bool{}}
	v.regions = exposedKeys(largestFirst(in.Portfolio.StocksByRegion()), 4)
	v.sectors = exposedKeys(largestFirst(in.Portfolio.StocksBySector()), 6)
	v.bonds = exposedKeys(largestFirst(in.Portfolio.BondsByType()), 4)
	for _, fact := range sheet.facts {
		if at := strings.LastIndexByte(fact.ID, '.'); at > 0 {
			v.known[fact.ID[:at]] = true
		}
	}
	return v
}

func (v *situation) functions(block func(string) (string, error)) template.FuncMap {
	return template.FuncMap{
		"has":      v.has,
		"word":     v.word,
		"plural":   v.plural,
		"level":    v.level,
		"partners": v.partners,
		"drifts":   v.drifts,
		"rows":     v.rows,
		"list":     v.list,
		"title":    alex.Title,
		"lower":    lowerFirst,
		"say":      func(kind string, f finding) (string, error) { return block(kind + "." + f.key) },
	}
}

func (v *situation) has(id string) bool {
	_, ok := v.sheet.Fact(id)
	return ok
}

func (v *situation) word(id string) string {
	fact, _ := v.sheet.Fact(id)
	return fact.Value
}

// plural picks the form of a word by the value of a fact.
func (v *situation) plural(id, one, many string) string {
	if v.word(id) == "1" {
		return one
	}
	return many
}

// rows are the numbered prefixes of a table: holding.1, holding.2, …
func (v *situation) rows(prefix string) []string {
	var rows []string
	for i := 1; ; i++ {
		row := fmt.Sprintf("%s.%d", prefix, i)
		if !v.known[row] {
			return rows
		}
		rows = append(rows, row)
	}
}

// list keeps the keys that have a fact under prefix.
func (v *situation) list(prefix string, keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !v.has(prefix + "." + key + ".value") })
}

func lowerFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

func (v *situation) Empty() bool {
	p := v.in.Portfolio
	return len(p.Stakes) == 0 && len(p.Unpriced) == 0 && p.Cash.IsZero()
}

func (v *situation) Projected() bool { return v.in.Outlook.Projection != nil }
func (v *situation) Ranged() bool    { return v.in.Outlook.AsCash != nil }
func (v *situation) Retired() bool {
	return v.in.Outlook.Plan.RetirementAge <= v.in.Outlook.Plan.CurrentAge
}
func (v *situation) Zero() bool { return v.in.Outlook.Plan.AnnualSpending.IsZero() }

// Assumed are the answers that Alex filled in, in words with tokens.
func (v *situation) Assumed() []string {
	var lines []string
	for i := range v.in.Outlook.Assumed {
		lines = append(lines, fmt.Sprintf("{{assumed.%d.text}}", i+1))
	}
	return lines
}

// AssumedFields names what was assumed, in a list of words.
func (v *situation) AssumedFields() string {
	names := map[string]string{
		"currentAge": "your age", "retirementAge": "when you retire", "horizonAge": "how long the money must last",
		"annualSpending": "what you spend", "annualContribution": "what you save", "incomes": "other income",
	}
	var list []string
	for _, a := range v.in.Outlook.Assumed {
		if name, ok := names[a.Field]; ok && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

// AgeAssumed reports that the odds rest on an assumed age.
func (v *situation) AgeAssumed() bool {
	return v.in.Snapshot.Person.AgesOn(v.in.Snapshot.AsOf).CurrentAssumed
}

func (v *situation) SpendingAssumed() bool {
	return v.in.Portfolio.Emergency(v.in.Snapshot.Person).SpendingAssumed
}

// Flows reports that the plan has incomes, phases or events.
func (v *situation) Flows() bool {
	p := v.in.Outlook.Plan
	return len(p.Incomes)+len(p.Spending)+len(p.Events) > 0
}

// level and partners report what kind of income a row of the table is.
func (v *situation) level(row string) bool {
	income := v.income(row)
	return income.Indexed != nil && !*income.Indexed
}

func (v *situation) partners(row string) bool { return v.income(row).Partner }

func (v *situation) income(row string) alex.Income {
	incomes := v.in.Outlook.Plan.Incomes
	i, err := strconv.Atoi(strings.TrimPrefix(row, "income."))
	if err != nil || i < 1 || i > len(incomes) {
		return alex.Income{}
	}
	return incomes[i-1]
}

// Volatile reports so much in alternatives that a mild volatility for them
// misleads.
func (v *situation) Volatile() bool {
	share := alex.Exposed(v.in.Portfolio.ByAssetClass, string(alex.Alternatives)).PercentOf(v.in.Portfolio.TotalValue)
	return share.Cmp(alex.DecimalOf(20)) > 0
}

// NarrowMatters reports that the largest holding that is not a broad fund is
// large enough to be felt.
func (v *situation) NarrowMatters() bool {
	s, ok := v.in.Portfolio.LargestNarrow()
	return ok && s.Percent.Cmp(v.in.Snapshot.Person.LimitOf("single_stock").Warn) > 0
}

// InterestKnown reports that some cash has a known interest.
func (v *situation) InterestKnown() bool { return v.word("cash.interest") != "0.00" }

// WideGap reports that planned spending is so far above the income that lasts,
// by more than a third of itself, that spending less cannot be the answer.
func (v *situation) WideGap() bool {
	o := v.in.Outlook
	return margin(o).Cmp(o.Plan.AnnualSpending.Mul(alex.MustDecimal("0.3333"))) > 0
}

// LeavesMoney reports that the middle future ends with something.
func (v *situation) LeavesMoney() bool { return v.in.Outlook.Projection.EndingBalance.P50.Sign() > 0 }

// SingleStock reports that a single company fails its check, and with it the
// assumption that stocks move like their market.
func (v *situation) SingleStock() bool { return v.status("single_stock") == alex.Fail }

func (v *situation) ShortfallKnown() bool { return v.has("retirement.shortfall") }

// Attention are the three findings that matter most; Choices the options,
// three to five.
func (v *situation) Attention() []finding { return attention(v.found) }
func (v *situation) Choices() []finding   { return choices(v.in, v.found) }

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
func (v *situation) Idle() bool            { return v.in.Portfolio.IdleCash(v.in.Snapshot.Person).Sign() > 0 }
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

// Authors says who wrote the words.
func (v *situation) Authors() string {
	return "The words were written by Alex's rules, section by section, without a model."
}
