package alex

import (
	"slices"
	"time"
)

// KeyScope is a part of what is a person's own that an access key lets read.
type KeyScope string

// The scopes of access keys. None lets anything be changed.
const (
	ScopePortfolio  KeyScope = "portfolio"  // accounts, positions and what they come to
	ScopeReport     KeyScope = "report"     // reports, and the facts that they rest on
	ScopeProjection KeyScope = "projection" // the retirement plan, its projection, and changes to it
	ScopeResearch   KeyScope = "research"   // texts by others, and those of one's own
)

// Known lists every scope.
func (KeyScope) Known() []KeyScope {
	return []KeyScope{ScopePortfolio, ScopeReport, ScopeProjection, ScopeResearch}
}

// AccessKey lets a program that a person chose, such as the assistant that they
// use, read what is theirs, as far as Scopes goes. The key itself is shown once and
// stored as its hash alone. LastUsedAt is right to the minute.
type AccessKey struct {
	ID         ID         `json:"id"`
	Name       string     `json:"name"`
	Scopes     []KeyScope `json:"scopes"`
	CreatedAt  time.Time  `json:"createdAt"`
	ExpiresAt  time.Time  `json:"expiresAt"`
	LastUsedAt *time.Time `json:"lastUsedAt"`
	RevokedAt  *time.Time `json:"revokedAt"`
}

// Good reports that the key opens what its scopes name.
func (k AccessKey) Good(now time.Time) bool { return k.RevokedAt == nil && now.Before(k.ExpiresAt) }

// Lets reports that a scope is one of the key's.
func (k AccessKey) Lets(scope KeyScope) bool { return slices.Contains(k.Scopes, scope) }

// Limits of access keys. Every one ends: what an assistant's settings hold is
// forgotten there sooner than it is revoked here.
const (
	MaxAccessKeys  = 20 // of one person that are good at a time
	UsualKeyDays   = 90
	MostKeyDays    = 365
	KeptAccessKeys = 30 // of one person that are over: the newest are still listed
	MostKeysADay   = 50 // that one person makes
	mostKeyName    = 60
)

// AccessKeyRequest is a key that a person wants; Days is how long it shall be good,
// UsualKeyDays where it is 0.
type AccessKeyRequest struct {
	Name   string     `json:"name"`
	Scopes []KeyScope `json:"scopes"`
	Days   int        `json:"days,omitempty"`
}

// Valid is the request with its scopes in their usual order and its days said.
// Names are as those of operators' keys, so that the log of acts can tell them.
func (r AccessKeyRequest) Valid() (AccessKeyRequest, error) {
	var problems Problems
	if !keyName.MatchString(r.Name) {
		problems.Addf("name", "must be 1 to %d letters, digits, spaces, dots and hyphens, such as \"my laptop\"", mostKeyName)
	}
	if r.Days == 0 {
		r.Days = UsualKeyDays
	}
	if r.Days < 1 || r.Days > MostKeyDays {
		problems.Addf("days", "%d is not between 1 and %d", r.Days, MostKeyDays)
	}
	known, scopes := KeyScope("").Known(), []KeyScope{}
	for _, scope := range r.Scopes {
		if !slices.Contains(known, scope) {
			problems.Addf("scopes", "%q is no scope; the scopes are portfolio, report, projection and research", clip(string(scope)))
		}
	}
	for _, scope := range known {
		if slices.Contains(r.Scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	if len(r.Scopes) == 0 {
		problems.Addf("scopes", "name at least one of portfolio, report, projection and research")
	}
	r.Scopes = scopes
	return r, problems.Err()
}
