package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/store"
)

// route serves the mux, and answers what it has no handler for as a problem:
// 404, or 405 with the methods that there are. A path outside the API is the
// page's.
func (s *Server) route(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if climbs(r.URL.Path) {
			writeProblem(w, r, newProblem(r.Context(), alex.CodeNotFound, "there is no such route"))
			return
		}
		if _, pattern := mux.Handler(r); pattern != "" {
			s.measured(pattern, mux).ServeHTTP(w, r)
			return
		}
		if allowed := otherMethods(mux, r); len(allowed) > 0 {
			p := newProblem(r.Context(), codeMethod, "this route does not take "+r.Method)
			p.headers.Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
			writeProblem(w, r, p)
			return
		}
		if s.Page != nil && !strings.HasPrefix(r.URL.Path, "/api/") {
			s.Page.ServeHTTP(w, r)
			return
		}
		writeProblem(w, r, newProblem(r.Context(), alex.CodeNotFound, "there is no such route"))
	})
}

// climbs reports a path that names the one above, or begins twice: the mux would send
// who asks elsewhere, and DELETE /api/user/keys/.. is not meant to erase the person.
func climbs(path string) bool {
	return strings.HasPrefix(path, "//") || slices.Contains(strings.Split(path, "/"), "..")
}

// routeOf is the pattern of the route that a request is for: its path without
// ids, or empty.
func routeOf(mux *http.ServeMux, r *http.Request) string {
	_, pattern := mux.Handler(r)
	_, route, _ := strings.Cut(pattern, " ")
	return route
}

func otherMethods(mux *http.ServeMux, r *http.Request) (allowed []string) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// registry adds routes to the API; open ones need no token.
type registry struct {
	huma.API
	server *Server
	open   bool
	office bool // for operators, and nobody else
	ingest bool // for who brings texts, and nobody else
}

// add registers one operation. Its id is made of the method and the path, and
// its errors become problems.
func add[I, O any](r registry, method, path, summary string, handle func(context.Context, *I) (*O, error), change ...func(*huma.Operation)) {
	op := huma.Operation{
		Method: method, Path: path, Summary: summary, OperationID: operationID(method, path), Tags: []string{tag(path)},
		MaxBodyBytes: maxBody + 1,
	}
	switch {
	case r.office:
		op.Security = []map[string][]string{{operatorKey: {}}}
		op.Middlewares = append(op.Middlewares, r.server.operated(r.API))
	case r.ingest:
		op.Security = []map[string][]string{{ingestKey: {}}}
		op.Middlewares = append(op.Middlewares, r.server.ingesting(r.API))
	case !r.open:
		op.Security = []map[string][]string{{bearer: {}}}
		op.Middlewares = append(op.Middlewares, r.server.authenticated(r.API))
	}
	op.Middlewares = append(op.Middlewares, identityOnly(r.API))
	for _, c := range change {
		c(&op)
	}
	huma.Register(r.API, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, r.server.refused(ctx, err)
		}
		return out, nil
	})
}

// refused is the problem that err is, and logs what is a defect of ours.
func (s *Server) refused(ctx context.Context, err error) *Problem {
	p := problemOf(ctx, err)
	s.noted(ctx, reasonOf(err), caller(ctx))
	if p.Status == http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		s.log(ctx, slog.LevelError, "a request failed", "error", err)
	}
	return p
}

// operationID is the method and the words of the path: "put-accounts-id".
func operationID(method, path string) string {
	words := strings.FieldsFunc(strings.TrimPrefix(path, "/api"), func(r rune) bool { return strings.ContainsRune("/{}.", r) })
	return strings.ToLower(method) + "-" + strings.Join(words, "-")
}

// tag is the first word of the path behind /api.
func tag(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/api"), "/"), "/")
	return first
}

// creates says that an operation answers 201.
func creates(op *huma.Operation) { op.DefaultStatus = http.StatusCreated }

// accepts says that an operation answers 202.
func accepts(op *huma.Operation) { op.DefaultStatus = http.StatusAccepted }

// empties says that an operation answers 204.
func empties(op *huma.Operation) { op.DefaultStatus = http.StatusNoContent }

// Inputs that many routes share.
type (
	nothing struct{}
	ByID    struct {
		ID string `path:"id" format:"uuid" doc:"the id, a UUID"`
	}
	PageQuery struct {
		Cursor string `query:"cursor" maxLength:"400" doc:"nextCursor of the page before"`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
)

// id is the id in the one spelling that is stored.
func (in ByID) id() alex.ID { return alex.ID(strings.ToLower(in.ID)) }

func (q PageQuery) page() store.Page { return store.Page{Cursor: q.Cursor, Limit: q.Limit} }

// deleteByID is a deletion that may depend on what is deleted.
type deleteByID struct {
	ByID
	WhenMatching
}

// Outputs that many routes share.
type (
	body[T any] struct{ Body T }
	list[T any] struct {
		Body ListBody[T]
	}
)

// ListBody is a page of a list; nextCursor is null at its end.
type ListBody[T any] struct {
	Items      []T     `json:"items" nullable:"false"`
	NextCursor *string `json:"nextCursor"`
}

// listed turns a page of rows into a page of what is shown.
func listed[R, T any](rows store.List[R], view func(R) T) *list[T] {
	out := list[T]{Body: ListBody[T]{Items: make([]T, len(rows.Items))}}
	for i, row := range rows.Items {
		out.Body.Items[i] = view(row)
	}
	if rows.Next != "" {
		out.Body.NextCursor = &rows.Next
	}
	return &out
}

func itself[T any](v T) T { return v }
