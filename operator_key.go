package alex

import (
	"regexp"
	"time"
)

// KeyRole is what a key of the installation opens.
type KeyRole string

// An operator's key opens the operators' routes and nothing else; one for
// ingesting brings documents and reads nothing.
const (
	KeyOperator KeyRole = "operator"
	KeyIngest   KeyRole = "ingest"
)

// Known lists every role.
func (KeyRole) Known() []KeyRole { return []KeyRole{KeyOperator, KeyIngest} }

// Validate refuses what is no role.
func (r KeyRole) Validate(location string) error {
	if r != KeyOperator && r != KeyIngest {
		return Invalid(location, "%q is no role; the roles are operator and ingest", clip(string(r)))
	}
	return nil
}

// OperatorKey is a key of the installation; the key itself is shown once and
// stored as its hash alone. A key without ExpiresAt is good until it is
// revoked. LastUsedAt is right to the minute.
type OperatorKey struct {
	ID         ID         `json:"id"`
	Name       string     `json:"name"`
	Role       KeyRole    `json:"role"`
	CreatedAt  time.Time  `json:"createdAt"`
	ExpiresAt  *time.Time `json:"expiresAt"`
	LastUsedAt *time.Time `json:"lastUsedAt"`
	RevokedAt  *time.Time `json:"revokedAt"`
}

// Good reports that the key opens what it is for.
func (k OperatorKey) Good(now time.Time) bool {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || now.Before(*k.ExpiresAt))
}

var keyName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$`)

// ValidKeyName refuses a name under which a key could not be told in the log of
// acts, and the one of the command line, which has no key.
func ValidKeyName(name string) error {
	if !keyName.MatchString(name) {
		return Invalid("name", "must be 1 to 60 letters, digits, spaces, dots and hyphens, such as \"ann laptop\"")
	}
	if taken := OperatorActor(name); taken == CommandLine || taken == AdminToken {
		return Invalid("name", "%q is the name of what has no key", name)
	}
	return nil
}

// AdminToken is the actor who brings the token of the configuration.
const AdminToken Actor = operatorPrefix + "admin token"
