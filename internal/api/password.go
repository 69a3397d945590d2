package api

import (
	"context"

	"alex/internal/auth"
)

type (
	// PasswordInput is another password of one's own.
	PasswordInput struct {
		CurrentPassword string `json:"currentPassword" maxLength:"1024"`
		Password        string `json:"password" maxLength:"1024" doc:"at least 8 characters"`
	}
	// ResetInput asks for a link to choose another password with.
	ResetInput struct {
		Email string `json:"email" maxLength:"320"`
	}
	// ResetConfirm is another password, by the token of such a link.
	ResetConfirm struct {
		Token    string `json:"token" maxLength:"200"`
		Password string `json:"password" maxLength:"1024" doc:"at least 8 characters"`
		Code     string `json:"code,omitempty" maxLength:"64" doc:"where a second factor is on: of the device, or a recovery code"`
	}
	postReset struct {
		FromClient

		Body ResetInput
	}
	postResetConfirm struct {
		FromClient

		Body ResetConfirm
	}
)

// changePassword ends every other session of the person.
func (s *Server) changePassword(ctx context.Context, in *holderOf[PasswordInput]) (*nothing, error) {
	who, err := s.holder(ctx, &in.FromHolder)
	if err != nil {
		return nil, err
	}
	return nil, s.Issuer.ChangePassword(ctx, who, in.Body.CurrentPassword, in.Body.Password)
}

// endOtherSessions signs out everywhere else.
func (s *Server) endOtherSessions(ctx context.Context, in *FromHolder) (*nothing, error) {
	who, err := s.holder(ctx, in)
	if err != nil {
		return nil, err
	}
	return nil, s.Issuer.EndOtherSessions(ctx, who)
}

// askReset answers alike for every address.
func (s *Server) askReset(ctx context.Context, in *postReset) (*nothing, error) {
	return nil, s.Issuer.AskReset(ctx, in.Body.Email, in.address)
}

func (s *Server) confirmReset(ctx context.Context, in *postResetConfirm) (*nothing, error) {
	return nil, s.Issuer.Reset(ctx, auth.Reset{
		Token: in.Body.Token, Password: in.Body.Password, Code: in.Body.Code, ClientIP: in.address,
	})
}
