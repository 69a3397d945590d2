package report_test

import (
	"fmt"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// drawLook gives a projection what a closer look may find, odd as it is.
func drawLook(t *rapid.T, in *report.Input) {
	if in.Outlook.Projection == nil || rapid.Bool().Draw(t, "quick") {
		return
	}
	p := *in.Outlook.Projection
	p.Levers, p.Methods = drawLevers(t), drawMethods(t)
	for i := range rapid.IntRange(0, 16).Draw(t, "sensitivities") {
		kind := rapid.SampledFrom([]string{"retire", "spend", "save", "return", "inflation", "equity"}).Draw(t, "kind")
		s := retirement.Sensitivity{Name: fmt.Sprintf("%s_%d", kind, i), Label: "Change " + kind, Delta: rapid.Float64Range(-1, 1).Draw(t, "delta")}
		s.WithinNoise = rapid.Bool().Draw(t, "noise")
		p.Sensitivities = append(p.Sensitivities, s)
	}
	for range rapid.IntRange(0, 5).Draw(t, "stress") {
		p.Stress = append(p.Stress, drawStress(t))
	}
	in.Outlook.Projection = &p
}

func drawLevers(t *rapid.T) []retirement.Lever {
	var levers []retirement.Lever
	for _, name := range []string{"retire_later", "save_more", "spend_less", "claim_later"} {
		l := retirement.Lever{Name: name, Label: name, Unit: "dollars_a_month", SuccessRate: drawRate(t), Reached: rapid.Bool().Draw(t, "reached")}
		l.Value = drawDecimal(t, "value", 1, 90_000_00, 2)
		if name == "retire_later" || name == "claim_later" {
			l.Unit, l.Value = "months", alex.DecimalOf(rapid.Int64Range(1, 480).Draw(t, "months"))
		}
		if rapid.Bool().Draw(t, "has "+name) {
			levers = append(levers, l)
		}
	}
	return levers
}

func drawMethods(t *rapid.T) []retirement.Method {
	var methods []retirement.Method
	for i, mode := range []string{retirement.ModeParametric, retirement.ModeParametric, retirement.ModeParametric, retirement.ModeHistorical, retirement.ModeBootstrap} {
		m := retirement.Method{Mode: mode, AssumptionSet: []string{"default", "cautious", "historical", "us-annual-1", "us-annual-1"}[i], Futures: 10_000, SuccessRate: drawRate(t)}
		if mode == retirement.ModeHistorical {
			m.Futures = rapid.IntRange(0, 150).Draw(t, "windows")
			m.FailedStarts = rapid.SliceOfNDistinct(rapid.IntRange(1871, 2020), 0, m.Futures, rapid.ID).Draw(t, "failed")
		} else {
			low, high := m.SuccessRate*0.99, m.SuccessRate
			m.SuccessLow, m.SuccessHigh = &low, &high
		}
		if rapid.Bool().Draw(t, "fails") {
			m.Failure = &retirement.Failure{Age: rapid.IntRange(50, 110).Draw(t, "age"), CoveredPercent: hundredths(rapid.Int64Range(0, 10_000).Draw(t, "covered"))}
		}
		if i == 0 || rapid.Bool().Draw(t, "compared") {
			methods = append(methods, m)
		}
	}
	return methods
}

func drawStress(t *rapid.T) retirement.StressYear {
	y := retirement.StressYear{
		StartYear: rapid.IntRange(1871, 2022).Draw(t, "start"), Years: rapid.IntRange(1, 80).Draw(t, "years"),
		Complete: rapid.Bool().Draw(t, "complete"), PaidInFull: rapid.Bool().Draw(t, "paid"), Balance: drawMoney(t, "left", 0, 9_000_000_00),
	}
	if !y.PaidInFull {
		age := rapid.IntRange(50, 119).Draw(t, "age")
		y.UnderpaidAge = &age
	}
	return y
}

func drawRate(t *rapid.T) float64 {
	return rapid.SampledFrom([]float64{0, 0.004, 0.31, 0.68, 0.8449, 0.91, 0.997, 1}).Draw(t, "rate")
}
