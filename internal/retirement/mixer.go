package retirement

import (
	"alex"
)

// mixer turns an economy's futures into those of one plan: the real growth of
// its mix after fees, and the deflator.
type mixer struct {
	columns   int
	years     []blend
	kept      float64 // of a balance after a year's fee
	worse     float64 // taken off every year's growth after the fee
	inflation float64 // added to every year's inflation
}

// blend is what a plan holds in one year, as shares of the balance that are left
// after the fee.
type blend struct {
	parts []part
	fixed float64 // growth of what is known to be, such as cash at its own interest
}

type part struct {
	column int
	weight float64
}

func newMixer(plan alex.Plan, classes []alex.AssetClass) *mixer {
	m := &mixer{columns: len(classes) + 1, kept: 1 - fraction(plan.Fee)}
	rate, hasCash := cashRate(plan)
	for age := plan.CurrentAge; age < plan.LastAge(); age++ {
		year, weights := blend{}, plan.MixAt(age)
		for column, class := range classes {
			switch weight := m.kept * fraction(weights[class]); {
			case weight == 0:
			case class == alex.Cash && hasCash:
				year.fixed = weight * (1 + rate)
			default:
				year.parts = append(year.parts, part{column, weight})
			}
		}
		m.years = append(m.years, year)
	}
	return m
}

// mix fills growth and deflator from the years of eight futures: growth[t] is
// the real growth factor of year t after fees, deflator[t] one over the price
// index at its start (deflator[0] is 1).
func (m *mixer) mix(futures, growth, deflator []wide) {
	for lane := range lanes {
		deflator[0][lane] = 1
	}
	for t := range m.years {
		row := futures[t*m.columns : (t+1)*m.columns]
		shrink := &row[m.columns-1]
		if m.inflation != 0 {
			shrink = m.dearer(shrink)
		}
		g, before, after := &growth[t], &deflator[t], &deflator[t+1]
		m.nominal(g, row, &m.years[t])
		for lane := range lanes {
			g[lane] = float64(g[lane] * shrink[lane])
			after[lane] = float64(before[lane] * shrink[lane])
		}
	}
}

// nominal is the growth of the year's mix after the fee. The eight sums stay in
// registers, which a loop over lanes would not do.
func (m *mixer) nominal(g *wide, row []wide, year *blend) {
	a, b, c, d := year.fixed, year.fixed, year.fixed, year.fixed
	e, f, h, i := year.fixed, year.fixed, year.fixed, year.fixed
	for _, p := range year.parts {
		x := &row[p.column]
		a += float64(p.weight * x[0])
		b += float64(p.weight * x[1])
		c += float64(p.weight * x[2])
		d += float64(p.weight * x[3])
		e += float64(p.weight * x[4])
		f += float64(p.weight * x[5])
		h += float64(p.weight * x[6])
		i += float64(p.weight * x[7])
	}
	*g = wide{a, b, c, d, e, f, h, i}
	if m.worse != 0 {
		for lane := range lanes {
			g[lane] = max(g[lane]-m.worse, 0)
		}
	}
}

// dearer is shrink with more inflation.
func (m *mixer) dearer(shrink *wide) *wide {
	var more wide
	for lane := range lanes {
		more[lane] = 1 / (1/shrink[lane] + m.inflation)
	}
	return &more
}

// cashRate is the balance-weighted interest of the cash that lies in the
// plan's accounts; ok is false where there is none.
func cashRate(plan alex.Plan) (rate float64, ok bool) {
	var interest, cash float64
	for _, a := range plan.Accounts {
		interest += a.Cash.Float64() * a.CashInterest.Float64()
		cash += a.Cash.Float64()
	}
	if cash <= 0 {
		return 0, false
	}
	return interest / cash, true
}
