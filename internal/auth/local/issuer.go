package local

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/mail"
	"alex/internal/seed"
	"alex/internal/store"
)

// Who may sign up.
const (
	SignupOpen   = "open"
	SignupInvite = "invite"
	SignupClosed = "closed"
)

// Issuer signs people in and makes their tokens. Make it with New and set its
// fields before the first use; then it is safe for concurrent use.
type Issuer struct {
	Store *store.Store
	Now   func() time.Time
	Rand  io.Reader // of tokens, salts and passwords

	Name   string // the iss claim: where Alex is reached
	Party  string // the azp claim; empty leaves it out
	Signup string // SignupOpen, SignupInvite or SignupClosed
	Demos  bool   // whether anyone may open a demo
	Cost   Cost   // of a password's hash

	SessionLife time.Duration // after its last use
	DemoLife    time.Duration
	TokenLife   time.Duration // of an access token
	InviteLife  time.Duration
	Grace       time.Duration // in which a refresh token that was just replaced is no theft

	SealKey   []byte       // seals the secrets of second factors; without it there are none
	PublicURL string       // where people reach Alex; empty where that is not known
	Mail      mail.Sender  // nil: nobody is written to, and no password reset by e-mail
	Log       *slog.Logger // of e-mails that were not sent; may be nil

	// Sample is what a demo begins with; the ids in it are not kept.
	Sample func() (alex.Person, []alex.Account)

	derive  func(password string, cost Cost, salt []byte) []byte
	hashing chan struct{} // holds a place for each password that is being hashed
	errands *errands      // letters that people need
	asked   *errands      // requests for a new password, whose address is looked for
	resets  *errands      // the links that come of them
	strange *errands      // to addresses that are not known to be anybody's
	begun   atomic.Int64  // errands
	ring    keyring
}

// hashesAtOnce bounds the memory and the processors that passwords take.
const hashesAtOnce = 2

// New is an open issuer over a store, with the lifetimes that Alex promises:
// sessions until 30 days after their last use, demos of a day, tokens of a
// minute, invites of a week.
func New(s *store.Store, name string) *Issuer {
	const day = 24 * time.Hour
	return &Issuer{
		Store: s, Now: time.Now, Rand: rand.Reader,
		Name: name, Signup: SignupOpen, Demos: true, Cost: DefaultCost(),
		SessionLife: 30 * day, DemoLife: day, TokenLife: time.Minute, InviteLife: 7 * day, Grace: 10 * time.Second,
		Sample:  seed.Household,
		derive:  argon2id,
		hashing: make(chan struct{}, hashesAtOnce),
		errands: newErrands(),
		asked:   newErrands(),
		resets:  newErrands(),
		strange: newErrands(),
	}
}

// Session is a person who is signed in.
type Session = auth.Session

// answer is a session that stands in the store, as its owner sees it.
func (i *Issuer) answer(ctx context.Context, id alex.PersonID, session alex.ID, until time.Time, refresh string) (Session, error) {
	person, err := i.Store.As(id).Person(ctx)
	if err != nil {
		return Session{}, err
	}
	token, life, err := i.accessToken(ctx, id, session, until)
	if err != nil {
		return Session{}, err
	}
	return Session{
		Person: person, AccessToken: token, ExpiresIn: int(life / time.Second),
		RefreshToken: refresh, RefreshExpires: until,
	}, nil
}

func unauthorized(message string, err error) *alex.Error {
	return &alex.Error{Code: alex.CodeUnauthorized, Message: message, Err: err}
}
