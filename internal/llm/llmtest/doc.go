// Package llmtest holds adapters of models to one suite, over exchanges of each
// provider's API that are recorded as files.
package llmtest
