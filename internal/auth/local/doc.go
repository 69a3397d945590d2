// Package local signs people in without an outside provider: with passwords,
// sessions, invites and demos, as the issuer of tokens that the one verifier of
// package auth checks like any other's. Its keys, sessions and counts of
// failures are rows, so that any number of processes are one issuer.
package local
