// Package broker reads the positions files that brokers let people download
// and turns them into accounts, positions and cash.
//
// A layout is recognised by the set of its column headers, never by their
// order. Every row of a file becomes a position, cash, or a row that is listed
// as not held with a reason, so that
//
//	the file's total = what Alex holds + what is listed as not held
//
// to the cent; where it does not, the file carries a warning with both
// figures. Account numbers do not survive reading: an account is recognised by
// a keyed hash of its number and by its last four characters.
package broker
