package report_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

// TestColumnsAddUp adds up what the tables show.
func TestColumnsAddUp(t *testing.T) {
	t.Parallel()
	in := study(t, couple())
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSnapshot(rt)
		p := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
		in.Portfolio = p
		sheet := factsOf(t, in)
		invested := p.TotalValue.Sub(p.Cash)
		addsUp(rt, sheet, "class.", ".value", p.TotalValue, "class.top")
		addsUp(rt, sheet, "account.", ".value", p.TotalValue, "")
		addsUp(rt, sheet, "source.", ".value", invested, "")
		addsUp(rt, sheet, "holding", ".value", invested, "")
		addsUp(rt, sheet, "stocks.sector.", ".value", sum(p.StocksBySector()), "")
		addsUp(rt, sheet, "stocks.region.", ".value", sum(p.StocksByRegion()), "")
		addsUp(rt, sheet, "bonds.type.", ".value", sum(p.BondsByType()), "")
		if p.TotalValue.Sign() > 0 {
			for _, prefix := range []string{"class.", "region.", "account."} {
				addsUpTo(rt, sheet, prefix, ".percent", "100.00%")
			}
			shown, _ := sheet.Fact("holdings.shown.percent")
			addsUpTo(rt, sheet, "holding.", ".percent", shown.Value+"%")
		}
		for prefix, list := range map[string][]alex.Exposure{
			"stocks.sector.": p.StocksBySector(), "stocks.region.": p.StocksByRegion(), "bonds.type.": p.BondsByType(),
		} {
			if sum(list).Cmp(alex.MustMoney("100")) > 0 { // of a few cents the shares are rough
				addsUpTo(rt, sheet, prefix, ".percent", "100.00%")
			}
		}
		for _, kind := range []string{"asset_class", "region"} {
			if p.TotalValue.Cmp(alex.MustMoney("100")) <= 0 {
				break // as above
			}
			addsUpTo(rt, sheet, "drift."+kind+".", ".actual", "100.00%")
		}
	})
}

func sum(list []alex.Exposure) alex.Money {
	var whole alex.Money
	for _, e := range list {
		whole = whole.Add(e.Value)
	}
	return whole
}

// column are the facts of a table's column; what names its largest row is none.
func column(sheet *report.Sheet, prefix, suffix, not string) []alex.Fact {
	var facts []alex.Fact
	for _, fact := range sheet.Facts() {
		if strings.HasPrefix(fact.ID, prefix) && strings.HasSuffix(fact.ID, suffix) && !strings.Contains(fact.ID, ".top.") && (not == "" || !strings.HasPrefix(fact.ID, not)) {
			facts = append(facts, fact)
		}
	}
	return facts
}

// addsUp compares the sum of the amounts shown with the total shown, in whole
// dollars where any of them is shown so.
func addsUp(t failer, sheet *report.Sheet, prefix, suffix string, total alex.Money, not string) {
	t.Helper()
	var shown, exact alex.Decimal
	var texts []string
	places := int32(2)
	for _, fact := range column(sheet, prefix, suffix, not) {
		shown, exact = shown.Add(shownDecimal(fact.Text)), exact.Add(alex.MustDecimal(fact.Value))
		texts = append(texts, fact.Text)
		if !strings.Contains(fact.Text, ".") {
			places = 0
		}
	}
	if exact.Cmp(total.Decimal()) != 0 {
		t.Errorf("%s*%s: values add up to %s, not %s", prefix, suffix, exact, total)
	}
	off := alex.MustDecimal("0.5") // of a dollar, where cents are not shown
	if places > 0 {
		off = alex.Decimal{}
	}
	if shown.Sub(total.Decimal().Round(places)).Abs().Cmp(off) > 0 {
		t.Errorf("%s*%s: %s add up to %s, not to %s", prefix, suffix, strings.Join(texts, " + "), shown, total.Text())
	}
}

func addsUpTo(t failer, sheet *report.Sheet, prefix, suffix, total string) {
	t.Helper()
	var shown alex.Decimal
	var texts []string
	for _, fact := range column(sheet, prefix, suffix, "class.top") {
		shown = shown.Add(shownDecimal(fact.Text))
		texts = append(texts, fact.Text)
	}
	if len(texts) > 0 && shown.Cmp(shownDecimal(total)) != 0 {
		t.Errorf("%s*%s: %s add up to %s, not to %s", prefix, suffix, strings.Join(texts, " + "), shown, total)
	}
}
