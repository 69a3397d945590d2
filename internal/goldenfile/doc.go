// Package goldenfile holds what a test made to what a file keeps of it.
package goldenfile
