package api

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/store"
)

// operatorKey names the security scheme of the operators' routes.
const operatorKey = "operator"

// operated lets a request pass with an operator's key, and knows from then on
// who asks, for the log of acts. A person's token is no key.
func (s *Server) operated(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		actor, err := s.admitted(ctx)
		if err != nil {
			s.noted(ctx.Context(), reasonOfKey(err), "")
			answerProblem(api, ctx, problemOf(ctx.Context(), err))
			return
		}
		next(huma.WithContext(ctx, store.ActingAs(ctx.Context(), actor)))
	}
}

func (s *Server) admitted(ctx huma.Context) (alex.Actor, error) {
	key, found := bearerOf(ctx.Header("Authorization"))
	if !found {
		return "", alex.Errorf(alex.CodeUnauthorized, "this is for operators: it needs a key that alex key create has made")
	}
	client, _ := ctx.Context().Value(clientKey).(connection)
	timed, cancel := context.WithTimeout(ctx.Context(), s.patience())
	defer cancel()
	return s.Office.Admit(timed, key, client.address)
}

func bearerOf(header string) (token string, found bool) {
	scheme, token, found := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	return token, found && strings.EqualFold(scheme, "Bearer") && token != ""
}

// metrics are for who asks on this machine itself, or with an operator's key.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	if err := s.mayMeasure(r); err != nil {
		p := problemOf(r.Context(), err)
		writeProblem(w, r, p)
		return
	}
	s.Metrics.Handler().ServeHTTP(w, r)
}

func (s *Server) mayMeasure(r *http.Request) error {
	refused := alex.Errorf(alex.CodeUnauthorized, "metrics are for this machine, or with an operator's key")
	key, found := bearerOf(r.Header.Get("Authorization"))
	switch {
	case !found && fromHere(r):
		return nil
	case !found, s.Office == nil:
		return refused
	}
	_, err := s.Office.Admit(r.Context(), key, s.clientIP(r))
	if err != nil {
		s.notedAt(r, reasonOfKey(err))
	}
	return err
}

// reasonOfKey is reasonOf for a key that was presented.
func reasonOfKey(err error) string {
	if reason := reasonOf(err); reason != "" {
		return reason
	}
	return refusedKey
}

// fromHere reports that this machine itself asks, and no proxy on it.
func fromHere(r *http.Request) bool {
	address, err := netip.ParseAddrPort(r.RemoteAddr)
	direct := !slices.ContainsFunc([]string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"}, func(name string) bool { return r.Header.Get(name) != "" })
	return err == nil && direct && address.Addr().Unmap().IsLoopback()
}
