package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// forHeader names whose rows a request is about, where they are not the
// caller's own: the id of who granted access.
const forHeader = "Alex-For"

// grantees marks the operations that are open to who acts for another, with
// the role that they ask for. What is not marked is closed to them.
const grantees = "grantees"

// byViewer opens an operation to who may read what is the owner's.
func byViewer(op *huma.Operation) { opened(op, alex.Viewer) }

// byEditor opens an operation to who may also change it.
func byEditor(op *huma.Operation) { opened(op, alex.Editor) }

func opened(op *huma.Operation, role alex.Role) {
	mark(op, grantees, role)
	most := longestID
	op.Parameters = append(op.Parameters, &huma.Param{
		Name: forHeader, In: "header",
		Description: "act for who granted you access, by their id; you need the role of " + string(role),
		Schema:      ready(&huma.Schema{Type: huma.TypeString, MaxLength: &most}),
	})
}

// mark notes something of an operation beside what is noted already.
func mark(op *huma.Operation, key string, value any) {
	if op.Metadata == nil {
		op.Metadata = map[string]any{}
	}
	op.Metadata[key] = value
}

// longestID is the most characters of a person's id.
const longestID = 255

// ownerOf is whose rows a request is about: those of the caller, or of who
// granted the caller what the operation asks for. Whyever there is no such
// grant, the answer is one.
func (s *Server) ownerOf(ctx huma.Context, who alex.PersonID) (alex.PersonID, error) {
	var named []string
	ctx.EachHeader(func(name, value string) {
		if name == forHeader && value != "" {
			named = append(named, value)
		}
	})
	switch {
	case len(named) == 0 || len(named) == 1 && alex.PersonID(named[0]) == who:
		return who, nil
	case len(named) > 1 || !utf8.ValidString(named[0]) || utf8.RuneCountInString(named[0]) > longestID:
		return "", alex.ErrForbidden
	}
	asked, _ := ctx.Operation().Metadata[grantees].(alex.Role)
	owner := alex.PersonID(named[0])
	timed, cancel := context.WithTimeout(ctx.Context(), s.patience()) // streams have no other
	defer cancel()
	return owner, s.mayAct(timed, owner, who, asked)
}

// mayAct refuses one whom the owner has not granted the role.
func (s *Server) mayAct(ctx context.Context, owner, who alex.PersonID, asked alex.Role) error {
	role, err := s.Store.RoleOver(ctx, owner, who)
	if err == nil && !role.Covers(asked) {
		err = alex.ErrForbidden
	}
	return err
}

// caller is who asks: whoever's rows it is about, limits of what one may ask
// for count for them.
func caller(ctx context.Context) alex.PersonID {
	if who, acts := ctx.Value(callerKey).(alex.PersonID); acts {
		return who
	}
	return person(ctx)
}

// acting reports that who asks is not the one whose rows it is about.
func acting(ctx context.Context) bool { return ctx.Value(callerKey) != nil }

// keyOf is the name under which a request's answer is kept with the owner's
// rows: the keys of who acts for another are their own.
func keyOf(ctx context.Context, key string) string {
	if key == "" || !acting(ctx) {
		return key
	}
	sum := sha256.Sum256([]byte(string(caller(ctx)) + "\n" + key))
	return "for " + hex.EncodeToString(sum[:])
}
