package retirement

import (
	"encoding/json"

	"alex"
)

// Projection is what a plan comes to. Money is in today's dollars, rates are
// 0–1; what does not apply is null or absent.
type Projection struct {
	Mode    string `json:"mode"`
	Timing  string `json:"timing"`
	Paths   int    `json:"paths,omitempty"`   // simulated futures
	Windows int    `json:"windows,omitempty"` // start years of history whose whole horizon lies in the series

	// A success is a future that pays every planned withdrawal in full; Low
	// and High bound the simulation's own 95 % uncertainty (Wilson). They are
	// null for start years of history, which overlap.
	Successes     int      `json:"successes"`
	SuccessRate   float64  `json:"successRate"`
	SuccessLow    *float64 `json:"successLow"`
	SuccessHigh   *float64 `json:"successHigh"`
	StandardError *float64 `json:"standardError"`

	// Percentiles are pointwise: each age by itself, from today's balance to
	// what is left at the horizon.
	Percentiles       []AgeBand      `json:"percentiles"`
	SustainableIncome *Income        `json:"sustainableIncome"` // null where nothing is ever withdrawn
	EndingBalance     Band           `json:"endingBalance"`
	EndingHistogram   []HistogramBin `json:"endingHistogram"`
	CashFlows         []CashFlow     `json:"cashFlows"`     // by year, of the plan as stated
	DepletionAges     *DepletionAges `json:"depletionAges"` // null where no future falls short
	ShortfallByAge    []AgeRisk      `json:"shortfallByAge"`

	// ExpectedShortfall is the mean unpaid spending of the worst twentieth of
	// the futures; MedianTotalSpent is what the middle one spends in all.
	ExpectedShortfall alex.Money `json:"expectedShortfall"`
	MedianTotalSpent  alex.Money `json:"medianTotalSpent"`

	// NominalPercentiles are the percentiles in the dollars of each year, each
	// future at its own prices: see Detail.
	NominalPercentiles []AgeBand `json:"nominalPercentiles,omitempty"`

	// IncomeCurve is success against income: the spending that is paid in full
	// in at least that share of the futures, from 5 % to 99 %.
	IncomeCurve []CurvePoint `json:"incomeCurve"`

	// What a closer look adds: see Detail. RequiredSaving is the annual
	// contribution, RequiredBalance the balance today, with which the plan is
	// paid in full in at least that percent of the futures; null where that
	// cannot help.
	RequiredSaving  *Income `json:"requiredSaving"`
	RequiredBalance *Income `json:"requiredBalance"`

	Sensitivities []Sensitivity `json:"sensitivities"`
	Levers        []Lever       `json:"levers"`
	Methods       []Method      `json:"methods"`
	Stress        []StressYear  `json:"stress"`

	// WorstStart is the start year of history that could pay the least;
	// FailedStarts are those that fall short. Both only in historical mode.
	WorstStart   *int  `json:"worstStart"`
	FailedStarts []int `json:"failedStarts,omitempty"`

	Seed          string   `json:"seed"`
	EngineVersion string   `json:"engineVersion"`
	AssumptionSet string   `json:"assumptionSet"`
	InputsHash    string   `json:"inputsHash"` // SHA-256 of everything that decides the result
	Warnings      []string `json:"warnings"`
}

// Band is a distribution by its percentiles.
type Band struct {
	P5  alex.Money `json:"p5"`
	P10 alex.Money `json:"p10"`
	P25 alex.Money `json:"p25"`
	P50 alex.Money `json:"p50"`
	P75 alex.Money `json:"p75"`
	P90 alex.Money `json:"p90"`
	P95 alex.Money `json:"p95"`
}

// AgeBand is the balance when a year begins at Age.
type AgeBand struct {
	Age int `json:"age"`
	Band
}

// Income is an annual spending that is paid in full, or an amount with which
// the plan is, in at least that percent of the futures.
type Income struct {
	P50 alex.Money `json:"p50"`
	P75 alex.Money `json:"p75"`
	P90 alex.Money `json:"p90"`
	P95 alex.Money `json:"p95"`
}

// DepletionAges are percentiles, in whole years, of the first underpaid age
// among the futures that fall short.
type DepletionAges struct {
	P5  int `json:"p5"`
	P25 int `json:"p25"`
	P50 int `json:"p50"`
}

// AgeRisk is the probability of having fallen short in a year up to and with
// the one that begins at Age.
type AgeRisk struct {
	Age         int     `json:"age"`
	Probability float64 `json:"probability"`
}

// CurvePoint is the annual spending that is paid in full in at least that
// share of the futures.
type CurvePoint struct {
	SuccessRate float64    `json:"successRate"`
	Income      alex.Money `json:"income"`
}

// Sensitivity is what one change of the plan does to the success rate over the
// very same futures. PairedError is the half-width of the paired difference's
// 95 % interval, null for start years of history; a Delta inside it is noise.
type Sensitivity struct {
	Name        string   `json:"name"`  // retire_1_year_later, spend_10_percent_less, …
	Label       string   `json:"label"` // the same in words
	SuccessRate float64  `json:"successRate"`
	Delta       float64  `json:"delta"`
	PairedError *float64 `json:"pairedError"`
	WithinNoise bool     `json:"withinNoise"`
}

// Lever is one change that alone brings the plan to the target success rate,
// solved and then simulated again. Where even the most of it does not, Reached
// is false and Value is that most.
type Lever struct {
	Name        string       `json:"name"`  // retire_later, save_more, spend_less, claim_later
	Label       string       `json:"label"` // the same in words
	Value       alex.Decimal `json:"value"`
	Unit        string       `json:"unit"` // months, or dollars_a_month
	SuccessRate float64      `json:"successRate"`
	Reached     bool         `json:"reached"`
}

// MarshalJSON gives dollars their cents.
func (l Lever) MarshalJSON() ([]byte, error) {
	type lever Lever
	value := l.Value.String()
	if l.Unit == UnitDollarsAMonth {
		value = l.Value.Fixed(2)
	}
	return json.Marshal(struct {
		lever
		Value string `json:"value"`
	}{lever(l), value})
}

// Units of a lever's value.
const (
	UnitMonths        = "months"
	UnitDollarsAMonth = "dollars_a_month"
)

// Method is the success rate of the same plan by another method or assumption
// set: the uncertainty that no number of paths removes.
type Method struct {
	Mode          string   `json:"mode"`
	AssumptionSet string   `json:"assumptionSet"`
	Futures       int      `json:"futures"` // paths, or windows
	SuccessRate   float64  `json:"successRate"`
	SuccessLow    *float64 `json:"successLow"`
	SuccessHigh   *float64 `json:"successHigh"`
	Failure       *Failure `json:"failure"` // null where no future falls short
	FailedStarts  []int    `json:"failedStarts,omitempty"`
}

// Failure is what falling short means: the typical (median) first underpaid
// age, and how much of the planned spending from then to the horizon other
// incomes still pay.
type Failure struct {
	Age            int          `json:"age"`
	CoveredPercent alex.Percent `json:"coveredPercent"`
}

// StressYear is the plan begun in a bad year of history. Years are those that
// the series has from there, at most the plan's; Balance is what is left after
// them in the dollars of the start.
type StressYear struct {
	StartYear    int        `json:"startYear"`
	Years        int        `json:"years"`
	Complete     bool       `json:"complete"` // the whole horizon lies in the series
	PaidInFull   bool       `json:"paidInFull"`
	UnderpaidAge *int       `json:"underpaidAge"` // null where everything was paid
	Balance      alex.Money `json:"balance"`
}
