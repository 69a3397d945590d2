// Package clerktest stands in for Clerk in tests: it publishes keys, signs the
// tokens of sessions, and signs what it tells of its people.
package clerktest
