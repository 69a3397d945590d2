// Package sqlite opens Alex's store in an SQLite file: the embedded database
// of a laptop, and the temporary one of a single analysis.
package sqlite
