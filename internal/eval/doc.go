// Package eval measures what models can do to a report: it has the agents work
// with fakes that write well, that lie in every way, and that break in every
// way, and counts what a person would have seen. The same table is drawn for a
// real model.
package eval
