package oidc

import (
	"encoding/json"
	"errors"
	"time"

	"alex/internal/auth"
)

// ticket is what a browser brings back: what its question was. It is sealed, so
// that no one reads the verifier or makes one up.
type ticket struct {
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"`
	Return   string    `json:"r"`
	Expires  time.Time `json:"e"`
}

const (
	sealPurpose = "alex single sign-on 1"
	longest     = 4 << 10 // bytes of a sealed ticket; real ones have some hundred
)

// sealTicket binds a ticket to the issuer that it was made for.
func (p *Provider) sealTicket(t ticket) (string, error) {
	seal, err := auth.NewSeal(p.Key, sealPurpose)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	return seal.Close(text, p.Issuer)
}

func (p *Provider) openTicket(sealed string) (t ticket, err error) {
	seal, err := auth.NewSeal(p.Key, sealPurpose)
	if err != nil {
		return t, err
	}
	if len(sealed) > longest {
		return t, errors.New("the cookie is too long")
	}
	text, err := seal.Open(sealed, p.Issuer)
	if err != nil {
		return t, err
	}
	if err := json.Unmarshal(text, &t); err != nil {
		return t, err
	}
	if !p.Now().Before(t.Expires) {
		return t, errors.New("the cookie is too old")
	}
	return t, nil
}
