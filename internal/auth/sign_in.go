package auth

import (
	"context"
	"time"

	"alex"
)

// SignIn is a person who signs in with a password. Code is that of their second
// factor, or a recovery code; empty where they have given none.
type SignIn struct {
	Email, Password, Code string
	UserAgent, ClientIP   string
}

// Keyholder lets people look after what they sign in with. What is wrong about
// a given password or code is alex.CodeInvalid at its field, so that the answer
// is not taken for one about the token; alex.CodeThrottled comes after too many
// failures, alex.CodeConflict where somebody has no password here, where the
// second factor is on or off already, and where one is begun or confirmed before
// the address is that letters could confirm.
type Keyholder interface {
	// ChangePassword also ends every other session of the person.
	ChangePassword(ctx context.Context, who Holder, current, password string) error
	// EndOtherSessions leaves the holder's session alone, and ends a change of
	// address that waits.
	EndOtherSessions(ctx context.Context, who Holder) error

	SecondFactor(ctx context.Context, person alex.PersonID) (SecondFactor, error)
	// OfferSecondFactor begins one; it is not asked for until it is confirmed.
	OfferSecondFactor(ctx context.Context, who Holder, password string) (Offer, error)
	// ConfirmSecondFactor turns it on, and answers its recovery codes.
	ConfirmSecondFactor(ctx context.Context, who Holder, code string) (recovery []string, err error)
	NewRecoveryCodes(ctx context.Context, who Holder, password, code string) (recovery []string, err error)
	EndSecondFactor(ctx context.Context, who Holder, password, code string) error
}

// Resetter gives another password to who lost theirs, by e-mail.
type Resetter interface {
	// Resets reports that it is offered.
	Resets() bool
	// AskReset answers the same, and as soon, for every address.
	AskReset(ctx context.Context, email, clientIP string) error
	// Reset uses a token up, and ends every session of its person. Where their
	// second factor is on it wants a code of it as SignIn does.
	Reset(ctx context.Context, r Reset) error
}

// Holder is who is signed in, by which session, and from where they ask.
type Holder struct {
	Person   alex.PersonID
	Session  alex.ID
	ClientIP string
}

// SecondFactor is whether one is asked for, and how many recovery codes are
// unused. Without a password here there is none, and none to change.
type SecondFactor struct {
	Enabled           bool
	RecoveryCodesLeft int
	HasPassword       bool
}

// Offer is a secret to put into a device: as letters to type, as a URI
// (otpauth://), and that URI as a picture to scan, a PNG.
type Offer struct {
	Secret, URI string
	Picture     []byte
}

// Reset is another password for whom a token was sent to.
type Reset struct {
	Token, Password, Code string
	ClientIP              string
}

// Elsewhere is a person whom another issuer has recognised. Email is empty
// unless that issuer answers for it.
type Elsewhere struct {
	Issuer, Subject string
	Email, Name     string
	ClientIP        string // of the browser; may be empty
}

// Elsewherer signs in whom another issuer has recognised: alex.CodeForbidden
// where nobody, or not they, may sign up, alex.CodeConflict where their e-mail
// address has a password here, alex.CodeUnauthorized for who is disabled.
type Elsewherer interface {
	SignInElsewhere(ctx context.Context, who Elsewhere, userAgent string) (Session, error)
}

// SignOn takes a person to another issuer and back.
type SignOn interface {
	// Begin answers where to send the browser, and what it has to bring back
	// within SignOnLife, sealed. returnTo is where the person wants to be then.
	Begin(ctx context.Context, returnTo string) (url, sealed string, err error)
	// Finish reads what the browser brings: alex.CodeUnauthorized where that is
	// not the answer to its own question, alex.CodeForbidden where the issuer
	// or the person says no, alex.CodeUnavailable where the issuer is not there.
	Finish(ctx context.Context, sealed string, answer SignOnAnswer) (who Elsewhere, returnTo string, err error)
}

// SignOnAnswer is what an issuer sends a browser back with.
type SignOnAnswer struct{ Code, State, Issuer, Error string }

// SignOnLife is how long a person may take to sign in elsewhere.
const SignOnLife = 10 * time.Minute
