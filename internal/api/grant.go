package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

type (
	// GrantInput offers access to what is one's own.
	GrantInput struct {
		Role  alex.Role `json:"role"`
		Label string    `json:"label,omitempty" maxLength:"255" doc:"a word of your own for it; who accepts does not see it"`
	}
	postGrant struct {
		Keyed
		Body GrantInput
	}
	// CodeInput is the code of an invitation.
	CodeInput struct {
		Code string `json:"code" maxLength:"200" doc:"as it was given to you; spaces, hyphens and small letters do no harm"`
	}
	postCode struct {
		Keyed
		Body CodeInput
	}
)

// GrantBody is a grant as one side of it sees it.
type GrantBody struct {
	ID        alex.ID             `json:"id" format:"uuid"`
	Direction alex.GrantDirection `json:"direction"`
	Role      alex.Role           `json:"role"`
	Status    alex.GrantStatus    `json:"status"`
	Label     string              `json:"label"`
	Person    *alex.GrantPerson   `json:"person" doc:"the other side, as it was when both agreed; null of an invitation"`
	CreatedAt time.Time           `json:"createdAt"`
	ExpiresAt *time.Time          `json:"expiresAt" doc:"when the code of an invitation ends; null of a grant"`
}

// TransformSchema lets the other side be null.
func (GrantBody) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["person"] = orNull(s.Properties["person"])
	return s
}

// InvitationBody is an invitation with its code, which is told once: no answer
// that is kept has it, so that a repeated request is answered with null.
type InvitationBody struct {
	GrantBody
	Code *string `json:"code" doc:"give it to who shall have access; null where the request is repeated: take this invitation back and make another"`
}

// TransformSchema lets the other side be null.
func (InvitationBody) TransformSchema(r huma.Registry, s *huma.Schema) *huma.Schema {
	return GrantBody{}.TransformSchema(r, s)
}

func grantBody(g alex.Grant) GrantBody { return GrantBody(g) }

// grantLocation is where both sides find it.
func grantLocation(alex.Grant) string { return "/api/grants" }

func (s *Server) listGrants(ctx context.Context, in *PageQuery) (*list[GrantBody], error) {
	page, err := s.mine(ctx).Grants(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, grantBody), nil
}

// invite makes an invitation. What is kept under a key is the answer without
// the code.
func (s *Server) invite(ctx context.Context, in *postGrant) (*created[InvitationBody], error) {
	if s.Issuer != nil {
		if err := s.Issuer.MayShare(ctx, person(ctx)); err != nil {
			return nil, err
		}
	}
	code := auth.NewCode()
	out, err := create(ctx, s, creation[alex.Grant, InvitationBody]{
		Keyed: in.Keyed, Route: "grants", Asked: in.Body,
		Do: func(p *store.Personal) (alex.Grant, error) {
			return p.Invite(ctx, store.NewInvitation{Role: in.Body.Role, Label: in.Body.Label, CodeHash: auth.CodeHash(code)})
		},
		View:     func(g alex.Grant) InvitationBody { return InvitationBody{GrantBody: grantBody(g)} },
		Location: grantLocation,
	})
	if err == nil && out.Replayed == "" {
		out.Body.Code = &code
	}
	return out, err
}

func (s *Server) acceptGrant(ctx context.Context, in *postCode) (*created[GrantBody], error) {
	hash := auth.CodeHash(in.Body.Code)
	return create(ctx, s, creation[alex.Grant, GrantBody]{
		Keyed: in.Keyed, Route: "grants/accept", Asked: hash,
		Do:       func(p *store.Personal) (alex.Grant, error) { return p.Accept(ctx, hash) },
		View:     grantBody,
		Location: grantLocation,
	})
}

func (s *Server) endGrant(ctx context.Context, in *ByID) (*nothing, error) {
	return nil, s.mine(ctx).EndGrant(ctx, in.id())
}
