package report

import (
	"slices"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// finding is something that deserves attention, with the money at stake.
type finding struct {
	key      string
	severity int // 2 fails its check, 1 warns
	dollars  alex.Money
}

// findings are all that the facts give reason for, the weightiest first: by
// severity, then by the money at stake.
func findings(in Input) []finding {
	var list []finding
	for _, c := range in.Portfolio.Checks {
		if c.Status == alex.Pass {
			continue
		}
		if f := (finding{key: c.ID, severity: severity(c.Status), dollars: atStake(c.ID, in)}); relevant(f, in) {
			list = append(list, f)
		}
	}
	if f, ok := oddsFinding(in); ok {
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b finding) int {
		if a.severity != b.severity {
			return b.severity - a.severity
		}
		if c := b.dollars.Cmp(a.dollars); c != 0 {
			return c
		}
		return strings.Compare(a.key, b.key)
	})
	return list
}

func severity(s alex.Status) int {
	if s == alex.Fail {
		return 2
	}
	return 1
}

// atStake is the money that a check's finding is about.
func atStake(check string, in Input) alex.Money {
	p, person := in.Portfolio, in.Snapshot.Person
	switch check {
	case "single_stock":
		s, _ := p.LargestStock()
		return excess(p, s, check, person)
	case "single_holding":
		s, _ := p.LargestNarrow()
		return excess(p, s, check, person)
	case "emergency_fund":
		e := p.Emergency(person)
		return e.GoalAmount.Sub(e.Cash)
	case "cash_drag":
		return p.IdleCash(person)
	case "fees":
		return p.Fees().Annual.Mul(alex.DecimalOf(10))
	case "target_drift":
		return misplaced(p)
	case "unclassified":
		return alex.Exposed(p.ByAssetClass, alex.KeyUnclassified)
	default:
		return alex.Money{}
	}
}

// excess is the part of a stake above the limit at which its check warns.
func excess(p alex.Portfolio, s alex.Stake, check string, person alex.Person) alex.Money {
	limit := person.LimitOf(check)
	return s.Value.Sub(alex.Percent{Decimal: limit.Warn}.Of(p.TotalValue))
}

// relevant drops findings that say another's again or mean nothing here.
func relevant(f finding, in Input) bool {
	p := in.Portfolio
	stock, hasStock := p.LargestStock()
	narrow, _ := p.LargestNarrow()
	single := hasStock && severityOf(p, "single_stock") > 0
	switch f.key {
	case "single_holding":
		return !single || stock.Instrument.Symbol != narrow.Instrument.Symbol
	case "top_five":
		return !single && severityOf(p, "single_holding") == 0
	case "emergency_fund": // a limit of the person's own may lie above the goal
		return p.TotalValue.Sign() > 0 && f.dollars.Sign() > 0
	case "cash_drag":
		return p.TotalValue.Sign() > 0
	}
	return true
}

func severityOf(p alex.Portfolio, check string) int {
	if c, _ := alex.Find(p.Checks, check); c.Status != alex.Pass {
		return severity(c.Status)
	}
	return 0
}

// Success rates under which the odds deserve attention, and fail.
const (
	fairOdds = retirement.TargetPercent / 100.0
	poorOdds = 0.70
)

// oddsFinding weighs the odds by the spending at stake: the distance to the
// income that lasts, over all years of retirement.
func oddsFinding(in Input) (finding, bool) {
	o := in.Outlook
	if o.Projection == nil || o.Projection.SuccessRate >= fairOdds {
		return finding{}, false
	}
	f := finding{key: "odds", severity: 1}
	if o.Projection.SuccessRate < poorOdds {
		f.severity = 2
	}
	years := o.Plan.HorizonAge - max(o.Plan.RetirementAge, o.Plan.CurrentAge)
	f.dollars = margin(o).Abs().Mul(alex.DecimalOf(int64(years)))
	return f, true
}

// attention are the three findings for page one.
func attention(found []finding) []finding { return firstN(found, 3) }

// fewestChoices is how many options a report offers at least: below that,
// some that suit everyone join in.
const fewestChoices = 3

// choices are three to five options: what deserves attention and the odds,
// then what is worth doing in any case. What the person marked as not theirs
// makes room for others.
func choices(in Input, found []finding) []finding {
	notForMe := func(f finding) bool { return f.notForMe(in) }
	found = slices.DeleteFunc(slices.Clone(found), notForMe)
	list := slices.Clone(attention(found))
	if i := slices.IndexFunc(found, isOdds); i >= len(list) {
		list = append(list, found[i])
	}
	add := func(key string, when bool) {
		if f := (finding{key: key}); when && len(list) < 5 && !notForMe(f) {
			list = append(list, f)
		}
	}
	known := &situation{in: in}
	o := in.Outlook
	projected := o.Projection != nil && !o.Plan.AnnualSpending.IsZero()
	add("profile", len(o.Assumed) > 0 && assumedPerson(in))
	add("tax", projected && untaxed(in))
	add("more_time", slices.ContainsFunc(list, isOdds) && len(known.Levers()) == 0 && o.Plan.RetirementAge > o.Plan.CurrentAge)
	add("spend_more", projected && couldSpendMore(o))
	add("targets", !known.MostlyUnknown() && len(in.Portfolio.Drift) == 0 && in.Portfolio.TotalValue.Sign() > 0)
	add("review", len(list) < 4)
	add("whole", len(list) < fewestChoices)
	add("limits", len(list) < fewestChoices)
	return list
}

// couldSpendMore reports that the income that lasts is above planned spending
// by more than a twentieth: less is noise.
func couldSpendMore(o retirement.Outlook) bool {
	return margin(o).Neg().Cmp(o.Plan.AnnualSpending.Mul(alex.MustDecimal("0.05"))) > 0
}

// untaxed reports that the odds count no tax though some of the money bears it.
func untaxed(in Input) bool {
	return in.Snapshot.Person.Tax == nil && deferredValue(in.Portfolio).Sign() > 0
}

func isOdds(f finding) bool { return f.key == "odds" }

// assumedPerson reports that answers about the person are missing.
func assumedPerson(in Input) bool {
	for _, a := range unsaid(in) {
		if a.Field == "currentAge" || a.Field == "annualSpending" || a.Field == "retirementAge" {
			return true
		}
	}
	return false
}
