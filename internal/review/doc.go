// Package review writes the monthly letter: what has changed since the last one
// or the last report, in words of code. It tells nothing of what a person owns:
// no amount, no name, no symbol.
package review
