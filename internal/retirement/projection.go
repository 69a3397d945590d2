package retirement

import "alex"

// Projection is what a plan comes to. Money is in today's dollars, rates are
// 0–1; what does not apply is null or absent.
type Projection struct {
	Mode   string `json:"mode"`
	Timing string `json:"timing"`
	Paths  int    `json:"paths"`

	// A success is a future that pays every planned withdrawal in full; Low
	// and High bound the simulation's own 95 % uncertainty (Wilson).
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
	DepletionAges     *DepletionAges `json:"depletionAges"` // null where no future falls short
	ShortfallByAge    []AgeRisk      `json:"shortfallByAge"`

	// ExpectedShortfall is the mean unpaid spending of the worst twentieth of
	// the futures; MedianTotalSpent is what the middle one spends in all.
	ExpectedShortfall alex.Money `json:"expectedShortfall"`
	MedianTotalSpent  alex.Money `json:"medianTotalSpent"`

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

// Income is the annual spending that is paid in full in at least that percent
// of the futures.
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
