// Package ask answers fixed questions about one's own plan. Code computes each
// answer over the facts of a portfolio and over further projections in the very
// same futures; its words are a template of fact tokens, as those of a report
// are. Nothing is guessed: what was not understood is answered with what can be.
package ask
