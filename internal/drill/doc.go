// Package drill takes the whole program as people meet it, over HTTP, and
// breaks what it stands on, or measures it. It exports nothing: its tests and
// benchmarks are all there is, in a process of their own, so that goroutines
// and memory are those of the program.
package drill
