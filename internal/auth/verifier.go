package auth

import (
	"context"
	"crypto"
	"crypto/rsa"
	"errors"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex"
)

// Algorithm is the one signature that is accepted: RSASSA-PKCS1-v1_5 with
// SHA-256 (RFC 7518, 3.3), by keys of 2048 to 8192 bits.
const Algorithm = "RS256"

const (
	leeway      = 5 * time.Second // clocks differ by so much
	longestWord = 255             // of a subject, a session, a key id
	longest     = 16 << 10        // bytes of a token
	smallestKey = 2048
	largestKey  = 8192
)

// Keys are the public keys of an issuer. Key is the key with an id: an error of
// alex.CodeUnauthorized where the issuer has none such, of another code where
// that cannot be found out now.
type Keys interface {
	Key(ctx context.Context, kid string) (crypto.PublicKey, error)
}

// Verifier checks the tokens of one issuer. It is safe for concurrent use.
type Verifier struct {
	Issuer string // equal to the iss claim, letter for letter
	Keys   Keys

	// Parties and Audiences, where they are not empty, each demand that the
	// token names one of them, in azp and in aud.
	Parties   []string
	Audiences []string

	Now func() time.Time
}

// Identity is who a verified token speaks for. Session is the issuer's id of
// the sign-in; it, Email and Name may be empty. Issued is the zero time where
// the token does not say when it was made.
type Identity struct {
	Subject alex.PersonID
	Session string
	Issued  time.Time
	Expires time.Time
	Issuer  string
	Email   string
	Name    string
}

// Verify checks a token and says who it speaks for. A token that is not good
// is alex.CodeUnauthorized with a message that may be shown.
func (v *Verifier) Verify(ctx context.Context, token string) (Identity, error) {
	// Line breaks would be skipped in the signature: one token, many spellings.
	if len(token) > longest || strings.ContainsAny(token, "\r\n") {
		return Identity{}, refused("the token is not valid", errors.New("it is too long, or in several lines"))
	}
	claims := jwt.MapClaims{}
	_, err := v.parser().ParseWithClaims(token, claims, func(t *jwt.Token) (any, error) { return v.key(ctx, t.Header) })
	if err != nil {
		return Identity{}, explain(err)
	}
	return v.identity(claims)
}

// parser is made for each token, which costs nothing beside the signature.
func (v *Verifier) parser() *jwt.Parser {
	options := []jwt.ParserOption{
		jwt.WithValidMethods([]string{Algorithm}), jwt.WithIssuer(v.Issuer), jwt.WithLeeway(leeway),
		jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(), jwt.WithIssuedAt(),
		jwt.WithTimeFunc(v.Now), jwt.WithStrictDecoding(),
	}
	if len(v.Audiences) > 0 {
		options = append(options, jwt.WithAudience(v.Audiences...))
	}
	return jwt.NewParser(options...)
}

// key finds the key that the header names by its id. A key that the header
// itself brings (jwk, x5c) or points at (jku, x5u) is never looked at.
func (v *Verifier) key(ctx context.Context, header map[string]any) (crypto.PublicKey, error) {
	if _, there := header["crit"]; there {
		return nil, refused("the token is not valid", errors.New("it demands an extension"))
	}
	kid, ok := header["kid"].(string)
	if !ok || kid == "" || len(kid) > longestWord {
		return nil, refused("the token is not valid", errors.New("it does not name its key"))
	}
	key, err := v.Keys.Key(ctx, kid)
	if err != nil {
		return nil, err
	}
	if !usable(key) {
		return nil, refused("the token is not valid", errors.New("its key is not an RSA key of 2048 to 8192 bits"))
	}
	return key, nil
}

func usable(key crypto.PublicKey) bool {
	k, ok := key.(*rsa.PublicKey)
	return ok && k.N != nil && k.N.BitLen() >= smallestKey && k.N.BitLen() <= largestKey
}

// explain keeps what a caller may be told: that a token is over or early, and
// that keys are out of reach, which is no fault of the token.
func explain(err error) error {
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return refused("the token has expired", err)
	case errors.Is(err, jwt.ErrTokenNotValidYet), errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return refused("the token is not valid yet", err)
	}
	if e, ok := errors.AsType[*alex.Error](err); ok && e.Code != alex.CodeUnauthorized {
		return e
	}
	return refused("the token is not valid", err)
}

func refused(message string, err error) *alex.Error {
	return &alex.Error{Code: alex.CodeUnauthorized, Message: message, Err: err}
}
