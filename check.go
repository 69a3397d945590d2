package alex

// Limit is where a check begins to warn and where it fails.
type Limit struct {
	Warn Decimal `json:"warn"`
	Fail Decimal `json:"fail"`
}
