// Package reference is the source of the dated prices that are shipped with
// Alex: no network, no key, and only as new as the release.
package reference
