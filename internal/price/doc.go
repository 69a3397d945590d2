// Package price keeps what instruments trade at: a port for sources of prices,
// the rule that keeps absurd ones out, and the refresh of what is kept. It never
// makes a price up: an instrument without one is unpriced.
package price
