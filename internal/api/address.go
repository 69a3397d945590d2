package api

import (
	"context"

	"alex/internal/auth"
)

type (
	// AddressBody is the e-mail address of who asks.
	AddressBody struct {
		Email       string `json:"email"`
		Confirmed   bool   `json:"confirmed" doc:"it is known to be theirs"`
		Waiting     string `json:"waiting" doc:"takes its place once the link that was sent there is used; empty: none"`
		HasPassword bool   `json:"hasPassword" doc:"false: signs in elsewhere, or is a demo; then no address is changed here"`
		Letters     bool   `json:"letters" doc:"false: no links are sent here, and an address changes at once"`
	}
	// AddressInput asks for another address.
	AddressInput struct {
		Email    string `json:"email" maxLength:"320"`
		Password string `json:"password" maxLength:"1024"`
		Code     string `json:"code,omitempty" maxLength:"64" doc:"where a second factor is on: of the device, or a recovery code"`
	}
	// AddressConfirm is the token of a letter.
	AddressConfirm struct {
		Token string `json:"token" maxLength:"200"`
	}
	// AddressConfirmed is what its link has done.
	AddressConfirmed struct {
		Changed bool `json:"changed" doc:"it has taken the place of another, and is the one to sign in with"`
	}
	postAddressConfirm struct {
		FromClient

		Body AddressConfirm
	}
)

func (s *Server) getAddress(ctx context.Context, _ *nothing) (*body[AddressBody], error) {
	return addressBody(s.Issuer.Address(ctx, person(ctx)))
}

func addressBody(a auth.Address, err error) (*body[AddressBody], error) {
	return &body[AddressBody]{AddressBody(a)}, err
}

// changeAddress tells nobody who else has an address, where letters are sent.
func (s *Server) changeAddress(ctx context.Context, in *holderOf[AddressInput]) (*body[AddressBody], error) {
	who, err := s.holder(ctx, &in.FromHolder)
	if err != nil {
		return nil, err
	}
	return addressBody(s.Issuer.ChangeAddress(ctx, who, auth.AddressChange(in.Body)))
}

func (s *Server) keepAddress(ctx context.Context, in *FromHolder) (*nothing, error) {
	who, err := s.holder(ctx, in)
	if err != nil {
		return nil, err
	}
	return nil, s.Issuer.KeepAddress(ctx, who)
}

func (s *Server) sendConfirmation(ctx context.Context, in *FromHolder) (*nothing, error) {
	who, err := s.holder(ctx, in)
	if err != nil {
		return nil, err
	}
	return nil, s.Issuer.SendConfirmation(ctx, who)
}

// confirmAddress asks for no token but the letter's: its reader may have signed
// in on another device.
func (s *Server) confirmAddress(ctx context.Context, in *postAddressConfirm) (*body[AddressConfirmed], error) {
	changed, err := s.Issuer.ConfirmAddress(ctx, in.Body.Token, in.address)
	return &body[AddressConfirmed]{AddressConfirmed{changed}}, err
}
