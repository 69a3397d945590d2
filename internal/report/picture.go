package report

import (
	"encoding/json"
	"fmt"
	"slices"

	"alex"
)

// Charts draws every picture that the input has numbers for, in the order of
// the report. Titles state the finding, with facts of the sheet.
func Charts(in Input, sheet *Sheet) ([]alex.Chart, error) {
	a := &artist{sheet: sheet}
	p := in.Portfolio
	a.pie("asset_class", "{{class.top.name}}: {{class.top.percent}} of what you own",
		"Value by kind; funds are looked through.", withTargets(slicesOf(p.ByAssetClass), p.Drift, "asset_class"))
	a.bars("region", "{{region.top.name}}: {{region.top.percent}} of what you own", "All of your money by region of the world; cash by itself.", slicesOf(p.ByRegion))
	a.bars("sector", "{{stocks.sector.top.name}}: {{stocks.sector.top.percent}} of your stocks",
		"Stocks only, by industry; funds are looked through.", slicesOf(largestFirst(p.StocksBySector())))
	a.bars("account", "{{portfolio.accounts}} accounts, {{portfolio.value}}", "Value by account, cash included.", accountsOf(p))
	a.bars("top_holdings", "Your largest holdings are {{holdings.shown.percent}} of everything",
		"The largest holdings, added up over accounts, and all the rest.", stakesOf(p))
	if in.Outlook.Projection != nil {
		a.outlook(in.Outlook)
	}
	return a.charts, a.err
}

// Keys of the charts in the sections where they stand; the rest belongs to the
// appendix.
func ChartsBySection() map[string][]string {
	return map[string][]string{
		"retirement": {"retirement_fan", "retirement_income", "retirement_sensitivities"},
		"holdings":   {"asset_class", "top_holdings"},
		"method":     {"sector", "region", "account", "retirement_ending"},
	}
}

// slice is one part of a whole before its percentages are rounded.
type slice struct {
	key, name string
	value     alex.Money
	target    *alex.Percent
}

// artist gathers charts and the first error.
type artist struct {
	sheet  *Sheet
	charts []alex.Chart
	err    error
}

func (a *artist) pie(key, title, caption string, parts []slice) {
	a.parts(alex.Pie, key, title, caption, parts)
}

func (a *artist) bars(key, title, caption string, parts []slice) {
	a.parts(alex.Bar, key, title, caption, parts)
}

// parts adds a chart of parts of a whole, whose percentages sum to 100.00. A
// part below zero (a margin loan) has no place in a picture of shares, so the
// shares are of the rest and the caption says so.
func (a *artist) parts(kind alex.ChartType, key, title, caption string, parts []slice) {
	owned := slices.DeleteFunc(slices.Clone(parts), func(s slice) bool { return s.value.Sign() < 0 || s.value.IsZero() && s.target == nil })
	if slices.ContainsFunc(parts, func(s slice) bool { return s.value.Sign() < 0 }) {
		caption += " What is below zero is left out."
	}
	var whole alex.Money
	for _, s := range owned {
		whole = whole.Add(s.value)
	}
	if whole.Sign() <= 0 {
		return
	}
	c := alex.Chart{Key: key, Caption: caption, Type: kind}
	for i, share := range sharesOf(valuesOf(owned), whole) {
		s := owned[i]
		c.Data = append(c.Data, alex.ChartPoint{
			Name: s.name, Value: json.Number(s.value.String()), Percentage: &share, Color: colorOf(s.key, i), Target: s.target,
		})
	}
	a.add(c, title)
}

func (a *artist) add(c alex.Chart, title string) {
	rendered, err := a.sheet.Plain(title)
	if err != nil && a.err == nil {
		a.err = fmt.Errorf("chart %s: %w", c.Key, err)
	}
	c.Title = rendered
	a.charts = append(a.charts, c)
}

func valuesOf(parts []slice) []alex.Money {
	values := make([]alex.Money, len(parts))
	for i, s := range parts {
		values[i] = s.value
	}
	return values
}

// accountsOf are the accounts one by one: two may have the same name.
func accountsOf(p alex.Portfolio) []slice {
	var parts []slice
	for _, a := range p.Accounts {
		parts = append(parts, slice{key: "account", name: a.Name, value: a.Value})
	}
	return parts
}

func slicesOf(list []alex.Exposure) []slice {
	var parts []slice
	for _, e := range list {
		parts = append(parts, slice{key: e.Key, name: e.Name, value: e.Value})
	}
	return parts
}

// withTargets puts the targets beside the parts, and adds the parts that are
// wanted but not owned.
func withTargets(parts []slice, drift []alex.Drift, kind string) []slice {
	for _, d := range drift {
		if d.Kind != kind {
			continue
		}
		i := slices.IndexFunc(parts, func(s slice) bool { return s.key == d.Key })
		if i < 0 {
			i = len(parts)
			parts = append(parts, slice{key: d.Key, name: alex.Title(d.Key)})
		}
		parts[i].target = &d.Target
	}
	return parts
}

func stakesOf(p alex.Portfolio) []slice {
	var parts []slice
	rest := p.TotalValue.Sub(p.Cash)
	for _, s := range firstN(p.Stakes, mostHoldings) {
		parts = append(parts, slice{key: "holding", name: string(s.Instrument.Symbol), value: s.Value})
		rest = rest.Sub(s.Value)
	}
	if rest.Sign() > 0 {
		parts = append(parts, slice{key: "other", name: "Other holdings", value: rest})
	}
	if p.Cash.Sign() > 0 && len(parts) > 0 {
		parts = append(parts, slice{key: alex.KeyCash, name: "Cash in accounts", value: p.Cash})
	}
	return parts
}

func number(m alex.Money) json.Number { return json.Number(m.String()) }

// colorOf is the color of a key, the same in every picture; what has none of
// its own takes turns. The palette is that of Okabe and Ito, told apart with
// any color vision.
func colorOf(key string, turn int) string {
	own := map[string]string{
		"equity": "#0072B2", "fixed_income": "#E69F00", "real_estate": "#009E73", "commodities": "#D55E00",
		"cash": "#56B4E9", "alternatives": "#CC79A7", "unclassified": "#999999", "other": "#999999", "retirement": "#0072B2", "holding": "#0072B2",
	}
	if color, ok := own[key]; ok {
		return color
	}
	if at := slices.Index(alex.NorthAmerica.Known(), alex.Region(key)); at >= 0 {
		turn = at
	}
	if at := slices.Index(alex.Technology.Known(), alex.Sector(key)); at >= 0 {
		turn = at
	}
	palette := []string{"#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442"}
	return palette[turn%len(palette)]
}
