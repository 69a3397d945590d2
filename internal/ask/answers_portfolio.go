package ask

import "alex"

const nothingHeld = "There is nothing to look at yet: add your accounts first, from a broker's file or by hand."

// has reports that the facts hold an id.
func (d *desk) has(id string) bool {
	_, found := d.sheet.Fact(id)
	return found
}

func (d *desk) isEmpty() bool { return d.in.Portfolio.TotalValue.Sign() == 0 }

func concentrated(d *desk) (string, error) {
	if d.isEmpty() {
		return "", missing(nothingHeld)
	}
	text := ""
	if d.has("concentration.stock.percent") {
		text += "Your largest single company is {{concentration.stock.symbol}}, with **{{concentration.stock.percent}}** of everything ({{concentration.stock.value}}). "
	} else {
		text += "You hold no single company's stock by itself. "
	}
	if d.has("concentration.narrow.percent") {
		text += "The largest holding that is not a broad fund is {{concentration.narrow.symbol}}, with {{concentration.narrow.percent}}. "
	}
	if d.has("concentration.region.percent") {
		text += "Of your stocks, {{concentration.region.percent}} are in {{concentration.region.name}}. "
	}
	return text + "The health checks on the dashboard say which of this is past a limit, and you can move the limits.", nil
}

func fees(d *desk) (string, error) {
	if d.isEmpty() {
		return "", missing(nothingHeld)
	}
	f := d.in.Portfolio.Fees()
	switch {
	case f.Known.Sign() == 0 && f.Unknown.Sign() == 0:
		return "You hold no funds, and so you pay no fund fees.", nil
	case f.Known.Sign() == 0:
		return "", missing("Nobody knows what your funds cost: none of them has an expense ratio here. You can add one to each on the page of your portfolio.")
	}
	text := "**{{fees.annual}}** a year, {{fees.ratio}} of the funds whose cost is known; {{fees.decade}} in a decade, at today's value."
	if d.has("fees.unknown") {
		text += " The cost of funds worth {{fees.unknown}} is not known, and not in that."
	}
	return text, nil
}

func cash(d *desk) (string, error) {
	if d.isEmpty() {
		return "", missing(nothingHeld)
	}
	e := d.in.Portfolio.Emergency(d.in.Snapshot.Person)
	switch {
	case e.Monthly.Sign() <= 0:
		return "", missing("Say what you spend a year, in the settings: then Alex can tell how long your cash lasts.")
	case e.Cash.Sign() <= 0:
		return "No cash is within reach: what you hold in cash lies in retirement accounts, or is owed. You aim for {{emergency.goal_months}} months, which is {{emergency.goal}}.", nil
	}
	spending, covers := "current spending", "**{{emergency.months}} months** of "
	if e.SpendingAssumed {
		spending = "assumed spending"
	}
	if e.Months.Cmp(alex.DecimalOf(alex.MaxMonths)) >= 0 {
		covers = "**Over {{emergency.months}} months** of "
	}
	return covers + spending + ": {{emergency.cash}} within reach, at {{emergency.monthly}} a month. You aim for {{emergency.goal_months}} months, which is {{emergency.goal}}.", nil
}

func targets(d *desk) (string, error) {
	if d.isEmpty() {
		return "", missing(nothingHeld)
	}
	if !d.has("drift.largest") {
		return "", missing("You have set no targets, so nothing is compared. You can set a mix in the settings, if you have one in mind.")
	}
	text := "The furthest of your targets is **{{drift.largest}}** away; up to {{drift.tolerance}} are tolerated."
	if d.has("drift.misplaced") {
		text += " In dollars, {{drift.misplaced}} lies outside your targets by kind."
	}
	return text, nil
}
