// Package retirement projects retirement plans: it draws correlated futures of
// returns and inflation from capital-market assumptions, walks a plan through
// each of them year by year, and says how often, for how long and at what
// income the money lasts.
//
// The package is pure and seeded: the same plan, assumptions, seed and number
// of paths give the same bits for any number of workers. Money enters and
// leaves as exact decimals; floats live only in between, in today's dollars.
// The formulas and what is not modelled are in docs/retirement-model.md.
package retirement
