// Command release writes what is given to people: an archive for each system, their
// sums, and a document of all parts.
//
//	go run ./internal/release -o dist                         every system
//	go run ./internal/release -o dist -targets linux/amd64    one of them
//	go run ./internal/release -image dist                     what the container image is made of
//
// The same commit, release of the go tool and build of the page make the same bytes, in
// whichever folder, at whatever time: docs/release.md.
package main
