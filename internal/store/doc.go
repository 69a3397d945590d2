// Package store keeps every row of Alex and holds every SQL statement: one
// text of queries for all engines, with the engine's own words only in the
// table definitions and in its error table.
//
// It has two doors. Store.As is for what belongs to one person and can reach
// nothing else; Store.System is for the few things that belong to nobody:
// sign-in, reference data, and the life of jobs.
//
// Money and quantities are exact decimals, never compared or summed in SQL;
// times are UTC microseconds; JSON is text.
package store
