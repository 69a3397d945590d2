package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alex"
	"alex/internal/auth"
)

const (
	signOnPath     = "/api/auth/oidc"
	signOnCallback = "/api/auth/oidc/callback"
	signOnCookie   = "alex_oidc"
)

// Words by which the page knows why signing in elsewhere came to nothing. No
// text of the issuer is among them.
const (
	signOnFailed   = "sso_failed"
	signOnAway     = "sso_unavailable"
	signOnRefused  = "sso_refused"
	signOnClosed   = "sso_no_sign_up"
	signOnPassword = "sso_has_password"
	signOnDisabled = "sso_disabled"
)

type (
	signOnBegin struct {
		FromClient

		Return string `query:"return" maxLength:"2000" doc:"where to go within the page afterwards, such as /reports; anything else is the first page"`
	}
	signOnBack struct {
		FromClient

		Code   string `query:"code" maxLength:"4000"`
		State  string `query:"state" maxLength:"200"`
		Issuer string `query:"iss" maxLength:"2000"`
		Error  string `query:"error" maxLength:"200"`

		sealed string
	}
	redirection struct {
		Location  string        `header:"Location"`
		SetCookie []http.Cookie `header:"Set-Cookie"`
	}
)

// redirects says that an operation answers 302.
func redirects(op *huma.Operation) { op.DefaultStatus = http.StatusFound }

// Resolve notes the cookie of the question.
func (b *signOnBack) Resolve(ctx huma.Context) []error {
	errs := b.FromClient.Resolve(ctx)
	r, _ := humago.Unwrap(ctx)
	if cookie, err := r.Cookie(questionCookie("", 0, b.secure).Name); err == nil {
		b.sealed = cookie.Value
	}
	return errs
}

// questionCookie is sent to the way back alone. A navigation from the issuer
// carries it, because it is Lax.
func questionCookie(value string, seconds int, secure bool) http.Cookie {
	c := http.Cookie{
		Name: signOnCookie, Value: value, Path: signOnCallback, MaxAge: seconds, HttpOnly: true, Secure: secure,
		SameSite: http.SameSiteLaxMode,
	}
	if secure { // no other host of the domain can set one of this name
		c.Name, c.Path = "__Host-"+c.Name, "/"
	}
	return c
}

// beginSignOn sends the browser to the issuer.
func (s *Server) beginSignOn(ctx context.Context, in *signOnBegin) (*redirection, error) {
	to, sealed, err := s.SignOn.Begin(ctx, in.Return)
	if err != nil {
		return s.signOnProblem(ctx, err), nil
	}
	return &redirection{
		Location: to, SetCookie: []http.Cookie{questionCookie(sealed, int(auth.SignOnLife.Seconds()), in.secure)},
	}, nil
}

// finishSignOn is where the issuer sends the browser back to. Its cookie has
// done its work, whatever comes of it.
func (s *Server) finishSignOn(ctx context.Context, in *signOnBack) (*redirection, error) {
	out, err := s.signedOn(ctx, in)
	if err != nil {
		out = s.signOnProblem(ctx, err)
	}
	out.SetCookie = append(out.SetCookie, questionCookie("", -1, in.secure))
	return out, nil
}

func (s *Server) signedOn(ctx context.Context, in *signOnBack) (*redirection, error) {
	who, returnTo, err := s.SignOn.Finish(ctx, in.sealed, auth.SignOnAnswer{
		Code: in.Code, State: in.State, Issuer: in.Issuer, Error: in.Error,
	})
	if err != nil {
		return nil, signOnError{err, true}
	}
	who.ClientIP = in.address
	session, err := s.Issuer.SignInElsewhere(ctx, who, in.agent)
	if err != nil {
		return nil, signOnError{err, false}
	}
	life := int(session.RefreshExpires.Sub(s.Now()).Seconds())
	return &redirection{Location: s.pageURL(returnTo), SetCookie: []http.Cookie{cookie(session.RefreshToken, life, in.secure)}}, nil
}

// signOnError is an error with who said no: the issuer, or Alex.
type signOnError struct {
	error

	there bool
}

func (e signOnError) Unwrap() error { return e.error }

// signOnProblem sends the browser to the page that says what is wrong.
func (s *Server) signOnProblem(ctx context.Context, err error) *redirection {
	s.noted(ctx, reasonOf(err), "")
	if code := alex.CodeOf(err); code == alex.CodeInternal || code == alex.CodeUnavailable {
		s.log(ctx, slog.LevelError, "signing in elsewhere failed", "error", err)
	} else {
		s.log(ctx, slog.LevelInfo, "signing in elsewhere came to nothing", "error", err)
	}
	return &redirection{Location: s.pageURL("/sign-in?" + url.Values{"problem": {signOnWord(err)}}.Encode())}
}

func signOnWord(err error) string {
	e, _ := err.(signOnError) //nolint:errorlint // it is the outermost
	switch code := alex.CodeOf(err); {
	case code == alex.CodeUnavailable:
		return signOnAway
	case code == alex.CodeForbidden && e.there:
		return signOnRefused
	case code == alex.CodeForbidden:
		return signOnClosed
	case code == alex.CodeConflict:
		return signOnPassword
	case code == alex.CodeUnauthorized && !e.there:
		return signOnDisabled
	default:
		return signOnFailed
	}
}

// pageURL is a place of the page, which people reach at one address.
func (s *Server) pageURL(path string) string { return strings.TrimSuffix(s.PublicURL, "/") + path }
