// Package alex is the domain of Alex, an educational financial planner: the
// nouns (money, instruments, accounts, portfolios, people, plans, facts, jobs)
// and the rules between them, without any I/O.
//
// Every amount is an exact decimal. Money is US dollars in whole cents,
// a Decimal is any other exact number (a quantity, a price, a rate as a
// fraction), and a Percent is a number on the scale 0–100.
package alex
