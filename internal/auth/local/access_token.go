package local

import (
	"context"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex"
)

// accessToken is a token for a session, good for TokenLife, but not past until.
func (i *Issuer) accessToken(ctx context.Context, person alex.PersonID, session alex.ID, until time.Time) (string, time.Duration, error) {
	key, err := i.signer(ctx)
	if err != nil {
		return "", 0, err
	}
	now := i.Now()
	life := min(i.TokenLife, until.Sub(now))
	claims := jwt.MapClaims{
		"iss": i.Name, "sub": string(person), "sid": string(session),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(life).Unix(),
	}
	if i.Party != "" {
		claims["azp"] = i.Party
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = key.id
	signed, err := token.SignedString(key.private)
	return signed, life, err
}
