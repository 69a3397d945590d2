package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"alex"
	"alex/internal/auth"
)

// Provider is an issuer by OpenID Connect Core 1.0, by the code flow with PKCE
// (RFC 7636). It is asked for what it offers when the first person signs in
// there, and again each day. Make it with its fields set; it is safe for
// concurrent use.
type Provider struct {
	Issuer       string // its URL, exactly as it names itself
	ClientID     string
	ClientSecret string // may be empty: PKCE alone
	Redirect     string // where it sends people back to
	Key          []byte // seals what a browser brings back
	Client       *http.Client
	Now          func() time.Time

	mu    sync.Mutex
	known *discovered
	tried time.Time // in vain
}

const (
	askTime    = 10 * time.Second // for one look at the issuer
	knownFor   = 24 * time.Hour
	triedPause = 5 * time.Second // between looks in vain
	largest    = 1 << 20         // bytes of one answer of the issuer
)

// discovered is what the issuer says of itself.
type discovered struct {
	*oidc.Provider

	namesItself bool // in each answer (RFC 9207)
	at          time.Time
}

// NewProvider is a provider with a client that waits ten seconds and follows no
// redirect: an issuer's own addresses are those that it publishes.
func NewProvider(issuer, clientID, secret, redirect string, key []byte) *Provider {
	return &Provider{
		Issuer: issuer, ClientID: clientID, ClientSecret: secret, Redirect: redirect, Key: key, Now: time.Now,
		Client: &http.Client{
			Timeout:       askTime,
			Transport:     bounded{http.DefaultTransport},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// bounded reads no more of an answer than an issuer has to say.
type bounded struct{ through http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.through.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, largest)
	}
	return response, err
}

// discover asks the issuer once, whoever waits for the answer.
func (p *Provider) discover() (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Now()
	switch {
	case p.known != nil && now.Sub(p.known.at) < knownFor:
		return p.known, nil
	case !p.tried.IsZero() && now.Sub(p.tried) < triedPause:
		return p.stale(errors.New("it was not there a moment ago"))
	}
	// The keys are fetched by this context later on: it is nobody's request.
	found, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.Client), p.Issuer)
	if err != nil {
		p.tried = p.Now() // whoever waited meanwhile does not ask again
		return p.stale(err)
	}
	var claims struct {
		NamesItself bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := found.Claims(&claims); err != nil {
		return nil, away(err)
	}
	p.known, p.tried = &discovered{found, claims.NamesItself, now}, time.Time{}
	return p.known, nil
}

// stale is what was known before; an issuer that is away for a while still is
// the one that it was.
func (p *Provider) stale(err error) (*discovered, error) {
	if p.known != nil {
		return p.known, nil
	}
	return nil, away(err)
}

func away(err error) error {
	return &alex.Error{Code: alex.CodeUnavailable, Message: "the single sign-on cannot be reached; try again in a little while", Err: err}
}

func (p *Provider) config(d *discovered) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, RedirectURL: p.Redirect, Endpoint: d.Endpoint(),
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// Begin answers where to send the browser, and what it has to bring back.
func (p *Provider) Begin(_ context.Context, returnTo string) (url, sealed string, err error) {
	d, err := p.discover()
	if err != nil {
		return "", "", err
	}
	t := ticket{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: returnPath(returnTo),
		Expires: p.Now().Add(auth.SignOnLife),
	}
	if sealed, err = p.sealTicket(t); err != nil {
		return "", "", err
	}
	return p.config(d).AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), sealed, nil
}

// Finish tells who the browser that comes back belongs to, and where they
// wanted to go.
func (p *Provider) Finish(ctx context.Context, sealed string, answer auth.SignOnAnswer) (who auth.Elsewhere, returnTo string, err error) {
	t, err := p.openTicket(sealed)
	if err != nil {
		return who, "", strange(err)
	}
	if !same(answer.State, t.State) {
		return who, "", strange(errors.New("the state is another"))
	}
	d, err := p.discover()
	if err != nil {
		return who, "", err
	}
	if answer.Issuer != p.Issuer && (answer.Issuer != "" || d.namesItself) {
		return who, "", strange(errors.New("the answer is another issuer's"))
	}
	if answer.Error != "" || answer.Code == "" {
		return who, "", &alex.Error{Code: alex.CodeForbidden, Message: "the single sign-on said no", Err: errors.New(answer.Error)}
	}
	who, err = p.exchange(ctx, d, t, answer.Code)
	return who, t.Return, err
}

// exchange gives the code for a token, and reads it.
func (p *Provider) exchange(ctx context.Context, d *discovered, t ticket, code string) (auth.Elsewhere, error) {
	token, err := p.config(d).Exchange(oidc.ClientContext(ctx, p.Client), code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.Response.StatusCode < http.StatusInternalServerError {
			return auth.Elsewhere{}, strange(err)
		}
		return auth.Elsewhere{}, away(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return auth.Elsewhere{}, strange(errors.New("the answer has no ID token"))
	}
	verified, err := d.Verifier(&oidc.Config{ClientID: p.ClientID, Now: p.Now}).Verify(oidc.ClientContext(ctx, p.Client), raw)
	if err != nil {
		return auth.Elsewhere{}, strange(err)
	}
	if !same(verified.Nonce, t.Nonce) {
		return auth.Elsewhere{}, strange(errors.New("the nonce is another"))
	}
	return p.read(verified)
}

func strange(err error) error {
	return &alex.Error{Code: alex.CodeUnauthorized, Message: "signing in there did not end as it began; try again", Err: err}
}

// same compares secrets; none is the same as none.
func same(a, b string) bool {
	return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
