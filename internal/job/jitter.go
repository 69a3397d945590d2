package job

import "math/rand/v2"

// Jitter is the chance that spreads retries; tests give the Runner another.
func Jitter() float64 { return rand.Float64() }
