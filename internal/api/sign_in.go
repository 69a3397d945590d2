package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alex"
	"alex/internal/auth"
)

// refreshCookie keeps the refresh token where no script can read it; it is
// sent to the routes of sign-in alone. By HTTPS its name has the prefix with
// which no other host, a sibling's subdomain either, can set it; the prefix
// demands the path of everything (RFC 6265bis, 4.1.3.2).
const (
	refreshCookie = "alex_refresh"
	refreshPath   = "/api/auth"
	ownHost       = "__Host-"
)

// SignedIn is a person who is signed in: a token for expiresIn seconds. The
// cookie gives the next one.
type SignedIn struct {
	AccessToken string     `json:"accessToken"`
	ExpiresIn   int        `json:"expiresIn" doc:"seconds"`
	User        PersonBody `json:"user"`
}

type (
	// SignUpInput opens an account with Alex.
	SignUpInput struct {
		Email       string `json:"email" maxLength:"320"`
		Password    string `json:"password" maxLength:"1024" doc:"at least 8 characters"`
		DisplayName string `json:"displayName,omitempty" maxLength:"255"`
		Invite      string `json:"invite,omitempty" maxLength:"200" doc:"where sign-up is by invitation"`
	}
	// SignInInput is an e-mail address and its password. The code is asked for
	// by a 401 of code second_factor_required.
	SignInInput struct {
		Email    string `json:"email" maxLength:"320"`
		Password string `json:"password" maxLength:"1024"`
		Code     string `json:"code,omitempty" maxLength:"64" doc:"where a second factor is on: of the device, or a recovery code"`
	}
	// FromClient is where a request comes from.
	FromClient struct {
		connection
		agent, cookie string
	}
	postSignUp struct {
		FromClient
		Body SignUpInput
	}
	postSignIn struct {
		FromClient
		Body SignInInput
	}
	fromClient struct{ FromClient }

	signedIn struct {
		Status    int
		Location  string        `header:"Location"`
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      SignedIn
	}
	signedOut struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
	}
)

// Resolve notes the address, the browser and the cookie.
func (c *FromClient) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	c.agent = r.UserAgent()
	c.connection, _ = ctx.Context().Value(clientKey).(connection)
	if cookie, err := r.Cookie(cookie("", 0, c.secure).Name); err == nil {
		c.cookie = cookie.Value
	}
	return nil
}

func (s *Server) signUp(ctx context.Context, in *postSignUp) (*signedIn, error) {
	session, err := s.Issuer.SignUp(ctx, auth.SignUp{
		Email: in.Body.Email, Password: in.Body.Password, DisplayName: in.Body.DisplayName, Invite: in.Body.Invite,
		UserAgent: in.agent, ClientIP: in.address,
	})
	return s.opened(session, err, http.StatusCreated, in.secure)
}

func (s *Server) signIn(ctx context.Context, in *postSignIn) (*signedIn, error) {
	session, err := s.Issuer.SignIn(ctx, auth.SignIn{
		Email: in.Body.Email, Password: in.Body.Password, Code: in.Body.Code, UserAgent: in.agent, ClientIP: in.address,
	})
	return s.opened(session, err, http.StatusOK, in.secure)
}

// demo opens a private copy of the sample household.
func (s *Server) demo(ctx context.Context, in *fromClient) (*signedIn, error) {
	session, err := s.Issuer.Demo(ctx, in.agent)
	return s.opened(session, err, http.StatusCreated, in.secure)
}

func (s *Server) refresh(ctx context.Context, in *fromClient) (*signedIn, error) {
	if in.cookie == "" {
		return nil, alex.Errorf(alex.CodeUnauthorized, "sign in first: there is no session")
	}
	session, err := s.Issuer.Refresh(ctx, in.cookie, in.address)
	return s.opened(session, err, http.StatusOK, in.secure)
}

// signOut ends the session; one that has ended already is no error.
func (s *Server) signOut(ctx context.Context, in *fromClient) (*signedOut, error) {
	if in.cookie != "" {
		if err := s.Issuer.SignOut(ctx, in.cookie); err != nil {
			return nil, err
		}
	}
	out := &signedOut{SetCookie: []http.Cookie{cookie("", -1, in.secure)}}
	if in.secure { // one of before there was HTTPS
		out.SetCookie = append(out.SetCookie, cookie("", -1, false))
	}
	return out, nil
}

func (s *Server) opened(session auth.Session, err error, status int, secure bool) (*signedIn, error) {
	if err != nil {
		return nil, err
	}
	out := &signedIn{Status: status, Body: SignedIn{
		AccessToken: session.AccessToken, ExpiresIn: session.ExpiresIn, User: personBody(session.Person),
	}}
	if status == http.StatusCreated {
		out.Location = "/api/user"
	}
	if session.RefreshToken != "" {
		out.SetCookie = []http.Cookie{cookie(session.RefreshToken, int(session.RefreshExpires.Sub(s.Now()).Seconds()), secure)}
	}
	return out, nil
}

func cookie(value string, seconds int, secure bool) http.Cookie {
	c := http.Cookie{
		Name: refreshCookie, Value: value, Path: refreshPath, MaxAge: seconds, HttpOnly: true, Secure: secure,
		SameSite: http.SameSiteLaxMode,
	}
	if secure {
		c.Name, c.Path = ownHost+refreshCookie, "/"
	}
	return c
}

type keySet struct {
	CacheControl string `header:"Cache-Control"`
	Body         json.RawMessage
}

// keys are the issuer's public keys (RFC 7517).
func (s *Server) keys(ctx context.Context, _ *nothing) (*keySet, error) {
	set, err := s.Issuer.JWKS(ctx)
	return &keySet{CacheControl: "public, max-age=60", Body: set}, err
}
