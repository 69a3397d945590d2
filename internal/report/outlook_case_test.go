package report_test

import (
	"testing"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// looked is the couple's input with a hand-made closer look at the plan: one
// of everything that the words and pictures branch on.
func looked(t testing.TB) report.Input {
	t.Helper()
	in := study(t, couple())
	p := *in.Outlook.Projection
	p.SuccessRate, p.Successes = 0.7812, 7812
	low, high := 0.7730, 0.7892
	p.SuccessLow, p.SuccessHigh = &low, &high
	p.DepletionAges = &retirement.DepletionAges{P5: 84, P25: 87, P50: 90}
	p.Levers, p.Sensitivities, p.Stress, p.IncomeCurve = handLevers(), handSensitivities(), handStress(), handCurve()
	p.Methods = handMethods()
	in.Outlook.Projection = &p
	return in
}

func handLevers() []retirement.Lever {
	return []retirement.Lever{
		{Name: "retire_later", Label: "Retire later", Value: alex.DecimalOf(14), Unit: "months", SuccessRate: 0.8512, Reached: true},
		{Name: "save_more", Label: "Save more", Value: alex.MustDecimal("2345.67"), Unit: "dollars_a_month", SuccessRate: 0.8496, Reached: true},
		{Name: "spend_less", Label: "Spend less", Value: alex.MustDecimal("391.02"), Unit: "dollars_a_month", SuccessRate: 0.8504, Reached: true},
		{Name: "claim_later", Label: "Claim Social Security later", Value: alex.DecimalOf(36), Unit: "months", SuccessRate: 0.8144},
	}
}

func handSensitivities() []retirement.Sensitivity {
	one := func(name, label string, delta float64, noise bool) retirement.Sensitivity {
		half := 0.006
		return retirement.Sensitivity{Name: name, Label: label, SuccessRate: 0.7812 + delta, Delta: delta, PairedError: &half, WithinNoise: noise}
	}
	return []retirement.Sensitivity{
		one("retire_1_year_later", "Retire 1 year later", 0.0561, false),
		one("spend_10_percent_less", "Spend 10% less", 0.0824, false),
		one("equity_10_points_more", "10 points more in stocks", 0.0042, true),
		one("return_1_point_lower", "Returns 1 point lower a year", -0.1549, false),
		one("spend_10_percent_more", "Spend 10% more", -0.0911, false),
		one("inflation_1_point_higher", "Inflation 1 point higher", -0.0104, false),
	}
}

func handStress() []retirement.StressYear {
	age := 88
	balance := alex.MustMoney
	return []retirement.StressYear{
		{StartYear: 1929, Years: 37, Complete: true, PaidInFull: true, Balance: balance("1234567.89")},
		{StartYear: 1966, Years: 37, Complete: true, UnderpaidAge: &age},
		{StartYear: 2008, Years: 15, PaidInFull: true, Balance: balance("723400.00")},
	}
}

func handCurve() []retirement.CurvePoint {
	var curve []retirement.CurvePoint
	for percent := int64(95); percent >= 5; percent -= 5 { // falling, so that order is tried
		curve = append(curve, retirement.CurvePoint{SuccessRate: float64(percent) / 100, Income: alex.Dollars(alex.DecimalOf(150_000 - 1_000*percent))})
	}
	return curve
}

func handMethods() []retirement.Method {
	failure := &retirement.Failure{Age: 90, CoveredPercent: alex.PercentOf100(37)}
	one := func(mode, set string, rate float64) retirement.Method {
		low, high := rate-0.008, rate+0.008
		return retirement.Method{Mode: mode, AssumptionSet: set, Futures: 10_000, SuccessRate: rate, SuccessLow: &low, SuccessHigh: &high, Failure: failure}
	}
	return []retirement.Method{
		one(retirement.ModeParametric, "default", 0.7812),
		one(retirement.ModeParametric, "cautious", 0.7066),
		one(retirement.ModeParametric, "historical", 0.8391),
		{
			Mode: retirement.ModeHistorical, AssumptionSet: "shiller", Futures: 115, SuccessRate: 0.9565, Failure: failure,
			FailedStarts: []int{1929, 1965, 1966, 1967, 1969},
		},
		one(retirement.ModeBootstrap, "shiller", 0.8055),
	}
}
