package auth

import (
	"context"
	"time"

	"alex"
)

// Issuer signs people in here, where no outside provider does. Its errors are
// alex.CodeUnauthorized for who may not come in, alex.CodeThrottled with
// RetryAfter after too many failures, alex.CodeForbidden for what is not
// offered here. SignIn says alex.CodeSecondFactorRequired and
// alex.CodeSecondFactorWrong to who knew the password, and to nobody else.
type Issuer interface {
	Keyholder
	Resetter
	Addresser
	Elsewherer

	SignUp(ctx context.Context, s SignUp) (Session, error)
	SignIn(ctx context.Context, s SignIn) (Session, error)
	Demo(ctx context.Context, userAgent string) (Session, error)
	// Refresh notes where an old token was brought from; clientIP may be empty.
	Refresh(ctx context.Context, token, clientIP string) (Session, error)
	SignOut(ctx context.Context, token string) error
	JWKS(ctx context.Context) ([]byte, error)
}

// SignUp is a person who wants to begin. ClientIP may be empty; then attempts
// are not counted by address.
type SignUp struct {
	Email, Password, DisplayName string
	Invite                       string
	UserAgent, ClientIP          string
}

// Session is a person who is signed in: AccessToken is good for ExpiresIn
// seconds, RefreshToken, until RefreshExpires, for one exchange. RefreshToken
// is empty where another answer carried the newer one.
type Session struct {
	Person         alex.Person
	AccessToken    string
	ExpiresIn      int
	RefreshToken   string
	RefreshExpires time.Time
}
