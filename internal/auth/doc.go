// Package auth verifies bearer tokens: one verifier for every issuer, Alex's
// own and outside ones alike. A token is a JSON Web Token (RFC 7519) signed
// with RS256 by a key that the issuer publishes; whatever else a token claims
// about how it wants to be verified is ignored or refused (RFC 8725).
package auth
