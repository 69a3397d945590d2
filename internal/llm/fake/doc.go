// Package fake is models that do as they are told: by a script, or every fault
// that a real one was ever seen to commit. It is for tests and for `alex eval`.
package fake
