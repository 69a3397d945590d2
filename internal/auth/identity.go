package auth

import (
	"errors"
	"slices"

	"github.com/golang-jwt/jwt/v5"

	"alex"
)

// identity reads the claims of a token whose signature, issuer and times are
// good.
func (v *Verifier) identity(claims jwt.MapClaims) (Identity, error) {
	id := Identity{
		Subject: alex.PersonID(text(claims, "sub")), Session: text(claims, "sid"), Issuer: v.Issuer,
		Email: text(claims, "email"), Name: text(claims, "name"),
	}
	if err := id.check(); err != nil {
		return Identity{}, refused("the token is not valid", err)
	}
	if party := text(claims, "azp"); len(v.Parties) > 0 && !slices.Contains(v.Parties, party) {
		return Identity{}, refused("the token was made for another site", errors.New("azp is "+party))
	}
	expires, err := claims.GetExpirationTime()
	if err != nil || expires == nil {
		return Identity{}, refused("the token is not valid", err)
	}
	issued, err := claims.GetIssuedAt()
	if err != nil || issued != nil && !issued.Before(expires.Time) {
		return Identity{}, refused("the token is not valid", errors.New("it ends before it was issued"))
	}
	if issued != nil {
		id.Issued = issued.UTC()
	}
	id.Expires = expires.UTC()
	return id, nil
}

// text is a claim that is text; empty where it is missing or something else.
func text(claims jwt.MapClaims, name string) string {
	value, _ := claims[name].(string)
	return value
}

// check refuses what cannot be stored as a person's id or a session's, and
// what would pass for another once it is.
func (id Identity) check() error {
	var problems alex.Problems
	if id.Subject == "" {
		problems.Addf("sub", "is empty")
	}
	alex.CheckText(&problems, "sub", string(id.Subject), longestWord)
	alex.CheckText(&problems, "sid", id.Session, longestWord)
	alex.CheckText(&problems, "email", id.Email, 320)
	alex.CheckText(&problems, "name", id.Name, 255)
	return problems.Err()
}
