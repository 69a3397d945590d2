// Package simulation leads jobs through lives that are full of faults: workers
// that die, stall and stop, a database that refuses, breaks and loses its
// answer, a queue that loses, repeats and reorders, work that fails. It runs the
// real runner and the real store over SQLite in virtual time, one call to the
// database after the other, in the order that a seed decides; after each the
// rows are held against what is promised of a job. The same seed is the same
// run, to the letter. It exports nothing: its tests are all there is.
package simulation
