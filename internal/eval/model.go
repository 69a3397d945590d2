package eval

// ModelResult is what a real model made of the same work.
type ModelResult struct {
	Model     string  `json:"model"`
	Reports   int     `json:"reports"`
	Structure float64 `json:"structure"` // answers in the form that was asked for
	Grounded  float64 `json:"grounded"`  // texts that passed the checks at once
	Retries   int     `json:"retries"`
	Fallbacks int     `json:"fallbacks"`
	Tokens    int     `json:"tokens"`
}
