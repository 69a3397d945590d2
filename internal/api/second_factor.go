package api

import (
	"context"
	"encoding/base64"
	"strings"

	"alex"
	"alex/internal/auth"
)

type (
	// SecondFactorBody is whether a code is asked for beside the password.
	SecondFactorBody struct {
		Enabled           bool `json:"enabled"`
		RecoveryCodesLeft int  `json:"recoveryCodesLeft"`
		HasPassword       bool `json:"hasPassword" doc:"false: signs in elsewhere, or is a demo; then there is no second factor here"`
	}
	// SecondFactorOffer is what to put into a device. It is shown once.
	SecondFactorOffer struct {
		Secret  string `json:"secret" doc:"to type in, in base32"`
		URI     string `json:"uri" doc:"the same as otpauth://"`
		Picture string `json:"picture" doc:"the uri to scan: a PNG as data:"`
	}
	// RecoveryCodes are shown once. Each is good once, in place of a code.
	RecoveryCodes struct {
		RecoveryCodes []string `json:"recoveryCodes" nullable:"false"`
	}
	// OwnPassword proves that it is the person who asks.
	OwnPassword struct {
		Password string `json:"password" maxLength:"1024"`
	}
	// OneCode is a code of the device.
	OneCode struct {
		Code string `json:"code" maxLength:"64"`
	}
	// PasswordAndCode are asked for to turn the second factor off, and for other
	// recovery codes.
	PasswordAndCode struct {
		Password string `json:"password" maxLength:"1024"`
		Code     string `json:"code" maxLength:"64" doc:"of the device, or a recovery code"`
	}

	// FromHolder is where a request comes from, and by which token.
	FromHolder struct {
		FromClient

		Token string `header:"Authorization" hidden:"true"`
	}
	holderOf[T any] struct {
		FromHolder

		Body T
	}
)

// sessionOf is the session of a token that was let in; empty where nobody
// knows of sessions.
func (s *Server) sessionOf(ctx context.Context, header string) (alex.ID, error) {
	knows, ok := s.Auth.(Sessioner)
	if !ok {
		return "", nil
	}
	_, token, _ := strings.Cut(header, " ")
	return knows.SessionOf(ctx, strings.TrimSpace(token))
}

// holder is who asks. These routes are closed to who acts for another, so that
// is the person themselves.
func (s *Server) holder(ctx context.Context, in *FromHolder) (auth.Holder, error) {
	session, err := s.sessionOf(ctx, in.Token)
	return auth.Holder{Person: person(ctx), Session: session, ClientIP: in.address}, err
}

func (s *Server) getSecondFactor(ctx context.Context, _ *nothing) (*body[SecondFactorBody], error) {
	f, err := s.Issuer.SecondFactor(ctx, person(ctx))
	return &body[SecondFactorBody]{SecondFactorBody(f)}, err
}

func (s *Server) offerSecondFactor(ctx context.Context, in *holderOf[OwnPassword]) (*body[SecondFactorOffer], error) {
	who, err := s.holder(ctx, &in.FromHolder)
	if err != nil {
		return nil, err
	}
	offer, err := s.Issuer.OfferSecondFactor(ctx, who, in.Body.Password)
	return &body[SecondFactorOffer]{SecondFactorOffer{
		Secret: offer.Secret, URI: offer.URI, Picture: "data:image/png;base64," + base64.StdEncoding.EncodeToString(offer.Picture),
	}}, err
}

func (s *Server) confirmSecondFactor(ctx context.Context, in *holderOf[OneCode]) (*body[RecoveryCodes], error) {
	who, err := s.holder(ctx, &in.FromHolder)
	if err != nil {
		return nil, err
	}
	codes, err := s.Issuer.ConfirmSecondFactor(ctx, who, in.Body.Code)
	return &body[RecoveryCodes]{RecoveryCodes{codes}}, err
}

func (s *Server) newRecoveryCodes(ctx context.Context, in *holderOf[PasswordAndCode]) (*body[RecoveryCodes], error) {
	who, err := s.holder(ctx, &in.FromHolder)
	if err != nil {
		return nil, err
	}
	codes, err := s.Issuer.NewRecoveryCodes(ctx, who, in.Body.Password, in.Body.Code)
	return &body[RecoveryCodes]{RecoveryCodes{codes}}, err
}

func (s *Server) endSecondFactor(ctx context.Context, in *holderOf[PasswordAndCode]) (*nothing, error) {
	who, err := s.holder(ctx, &in.FromHolder)
	if err != nil {
		return nil, err
	}
	return nil, s.Issuer.EndSecondFactor(ctx, who, in.Body.Password, in.Body.Code)
}
