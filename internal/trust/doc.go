// Command trust runs the tests behind what Alex promises and behind each failure
// mode of the runbook, and writes one report of them with what they measured:
//
//	go run ./internal/trust -o docs/trust-report.md          the long runs (hours)
//	go run ./internal/trust -short -o bin/trust-report.md    as make test runs them
//
// The promises are the tables of docs/promises.md, the failure modes the
// headings of docs/runbook.md; a test says what it measured with
// t.Attr("measured", "jobs=1000 lost=0").
package main
