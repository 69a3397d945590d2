package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// Conditions that are about the person and the plan.

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
	for i, a := range v.in.Outlook.Assumed {
		if a.Field == "taxPercent" && v.Untaxed() {
			continue // an option of its own says so
		}
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
	for _, a := range unsaid(v.in) {
		if name, ok := names[a.Field]; ok && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

// unsaid is what the plan assumes for want of an answer: spending that is taken
// on from today's has one.
func unsaid(in Input) []retirement.Assumed {
	return slices.DeleteFunc(slices.Clone(in.Outlook.Assumed), func(a retirement.Assumed) bool {
		return a.Field == "annualSpending" && in.Snapshot.Person.CurrentAnnualSpending != nil
	})
}

// AgeAssumed reports that the odds rest on an assumed age.
func (v *situation) AgeAssumed() bool {
	return v.in.Snapshot.Person.AgesOn(v.in.Snapshot.AsOf).CurrentAssumed
}

// OutlayAssumed reports that the odds rest on assumed spending in retirement.
func (v *situation) OutlayAssumed() bool {
	return slices.ContainsFunc(unsaid(v.in), func(a retirement.Assumed) bool { return a.Field == "annualSpending" })
}

// Early reports an age at which taking money out of retirement accounts can
// cost a penalty.
func (v *situation) Early() bool {
	return v.in.Snapshot.Person.AgesOn(v.in.Snapshot.AsOf).Current < 60
}

func (v *situation) SpendingAssumed() bool {
	return v.in.Portfolio.Emergency(v.in.Snapshot.Person).SpendingAssumed
}

// Flows reports that the plan has incomes, phases or events.
func (v *situation) Flows() bool {
	p := v.in.Outlook.Plan
	return len(p.Incomes)+len(p.Spending)+len(p.Events) > 0
}

// begun reports that an income is paid already.
func (v *situation) begun(row string) bool {
	start, _ := v.in.Outlook.Plan.Span(v.income(row))
	return start <= v.in.Outlook.Plan.CurrentAge
}

// Ordered reports accounts of several kinds, which are drawn in an order.
func (v *situation) Ordered() bool {
	kinds := map[alex.AccountType]bool{}
	for _, a := range v.in.Outlook.Plan.Accounts {
		kinds[a.Kind] = true
	}
	return len(kinds) > 1 && kinds[alex.TaxDeferred]
}

// Untaxed reports that no tax is counted though some of the money will bear it.
func (v *situation) Untaxed() bool {
	return v.in.Snapshot.Person.Tax == nil && v.has("deferred.percent")
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

// NothingLeft reports that even a good future ends with nothing.
func (v *situation) NothingLeft() bool { return v.in.Outlook.Projection.EndingBalance.P90.Sign() <= 0 }

// SingleStock reports that a single company fails its check, and with it the
// assumption that stocks move like their market.
func (v *situation) SingleStock() bool { return v.status("single_stock") == alex.Fail }

func (v *situation) ShortfallKnown() bool { return v.has("retirement.shortfall") }
