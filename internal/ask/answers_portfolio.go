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
	} else if d.has("unclassified.count") {
		text += "Of what is classified, nothing is a single company's stock; {{unclassified.count}} of your holdings are not. "
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
	switch f := d.in.Portfolio.Fees(); {
	case f.Annual.IsZero() && f.Unknown.Sign() > 0:
		return "", missing("What your funds cost is not known here, for {{fees.unknown}} that lies in them. You can add an expense ratio to each on the page of your portfolio.")
	case f.Annual.IsZero():
		return "What you hold costs nothing to hold, as far as fund fees go.", nil
	case f.Unknown.Sign() > 0:
		return feesKnown + " The cost of funds worth {{fees.unknown}} is not known and not counted; you can add it on the page of your portfolio.", nil
	default:
		return feesKnown, nil
	}
}

const feesKnown = "**{{fees.annual}}** a year, {{fees.ratio}} of the {{fees.known}} whose cost is known; {{fees.decade}} in a decade, at today's value."

func cash(d *desk) (string, error) {
	if d.isEmpty() {
		return "", missing(nothingHeld)
	}
	switch e := d.in.Portfolio.Emergency(d.in.Snapshot.Person); {
	case e.Cash.Sign() < 0:
		return "Not at all: in your taxable and savings accounts more cash is owed than held, {{emergency.cash}} together. " + cashAim(e), nil
	case e.Monthly.Sign() <= 0 && e.SpendingAssumed:
		return "", missing("Say what you spend a year, in the settings: then Alex can tell how long your cash lasts.")
	case e.Monthly.Sign() <= 0:
		return "You spend nothing today, so any cash is enough. Within reach is {{emergency.cash}}.", nil
	case e.Cash.IsZero():
		return "No cash is within reach, in taxable and savings accounts. " + cashAim(e), nil
	case e.Months.Floor(1).IsZero():
		return "Next to nothing: {{emergency.cash}} is within reach, beside " + spentMonthly(e) + ". " + cashAim(e), nil
	default:
		return cashMonths(e) + " of " + spentMonthly(e) + ": {{emergency.cash}} within reach. " + cashAim(e), nil
	}
}

// cashMonths is how long the cash lasts; what is measured ends at a most.
func cashMonths(e alex.Emergency) string {
	if e.Cash.Cmp(e.Monthly.Mul(alex.DecimalOf(alex.MaxMonths))) > 0 {
		return "**Over {{emergency.months}} months**"
	}
	return "**{{emergency.months}} months**"
}

func cashAim(e alex.Emergency) string {
	if e.Monthly.Sign() <= 0 {
		return ""
	}
	text := "The aim is {{emergency.goal_months}} months, which is {{emergency.goal}}"
	if e.SpendingAssumed && e.Cash.Sign() <= 0 {
		return text + " by " + spentMonthly(e) + "."
	}
	return text + "."
}

// spentMonthly says whose figure the spending is.
func spentMonthly(e alex.Emergency) string {
	if e.SpendingAssumed {
		return "spending, assumed at {{emergency.monthly}} a month"
	}
	return "your current spending of {{emergency.monthly}} a month"
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
