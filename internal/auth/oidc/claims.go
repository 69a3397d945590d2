package oidc

import (
	"encoding/json"
	"errors"

	"github.com/coreos/go-oidc/v3/oidc"

	"alex"
	"alex/internal/auth"
)

// claims are those of an ID token that Alex reads (OpenID Connect Core 1.0, 2
// and 5.1).
type claims struct {
	Party    string `json:"azp"`
	Email    string `json:"email"`
	Verified yes    `json:"email_verified"`
	Name     string `json:"name"`
}

// yes is a claim that is true; some issuers write it as text. All else is no.
type yes bool

// UnmarshalJSON never fails: what is no yes is a no.
func (y *yes) UnmarshalJSON(data []byte) error {
	*y = string(data) == "true" || string(data) == `"true"`
	return nil
}

const (
	longestSubject = 255 // characters (OpenID Connect Core 1.0, 2)
	longestEmail   = 320
)

// read takes the address where the issuer says that it is verified, and no
// other: an address that anyone can type in tells nothing.
func (p *Provider) read(token *oidc.IDToken) (auth.Elsewhere, error) {
	var c claims
	if err := token.Claims(&c); err != nil {
		return auth.Elsewhere{}, strange(err)
	}
	if c.Party != "" && c.Party != p.ClientID || c.Party == "" && len(token.Audience) > 1 {
		return auth.Elsewhere{}, strange(errors.New("the token was made for another client"))
	}
	var problems alex.Problems
	if token.Subject == "" {
		problems.Addf("sub", "is empty")
	}
	alex.CheckText(&problems, "sub", token.Subject, longestSubject)
	if err := problems.Err(); err != nil {
		return auth.Elsewhere{}, strange(err)
	}
	who := auth.Elsewhere{Issuer: p.Issuer, Subject: token.Subject, Name: c.Name}
	if c.Verified && len(c.Email) <= longestEmail {
		who.Email = c.Email
	}
	return who, nil
}

var _ json.Unmarshaler = (*yes)(nil)
