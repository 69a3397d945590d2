// Command bench runs the benchmarks and writes one page of what they measured:
//
//	go run ./internal/bench          the benchmarks of the code (make bench)
//	go run ./internal/bench -load    a running program under load (make load)
//	go run ./internal/bench -page    the page anew, of what was measured last
//
// What a run prints is kept as it was printed, in Go's benchmark format, in
// docs/measurements/; the page, docs/measurements.md, is page.md with the figures
// put in, and with what each was promised to be. Whoever has the two files can make
// the page again.
package main
