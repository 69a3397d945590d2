package auth

import (
	"context"

	"alex"
)

// Addresser looks after the e-mail addresses that people sign in with, and that
// letters go to. What is wrong about what was given is alex.CodeInvalid at its
// field; alex.CodeThrottled comes after too many failures or letters,
// alex.CodeConflict where somebody has no password here.
type Addresser interface {
	Address(ctx context.Context, person alex.PersonID) (Address, error)
	// ChangeAddress asks for another address, and answers how it stands: where
	// letters are sent it waits for the link of one, whoever has the address,
	// and else it has changed. alex.CodeConflict where another has it, which is
	// not told while it waits.
	ChangeAddress(ctx context.Context, who Holder, c AddressChange) (Address, error)
	// KeepAddress withdraws a change that waits, if there is one.
	KeepAddress(ctx context.Context, who Holder) error
	// SendConfirmation sends the link again; alex.CodeConflict where no letters
	// are sent, or nothing waits to be confirmed.
	SendConfirmation(ctx context.Context, who Holder) error
	// MayShare is alex.CodeConflict for who signs in with an address that they can
	// confirm and have not: it may be another's, who is not to share unasked.
	MayShare(ctx context.Context, person alex.PersonID) error
	// ConfirmAddress uses a token up: alex.CodeUnauthorized where it is unknown,
	// used or over, alex.CodeConflict where another has the address by now.
	ConfirmAddress(ctx context.Context, token, clientIP string) (changed bool, err error)
}

// Address is how a person is reached. Waiting is an address that takes the place
// of Email once the link that was sent there is used; empty where there is none.
// Letters says that links are sent here at all.
type Address struct {
	Email       string
	Confirmed   bool
	Waiting     string
	HasPassword bool
	Letters     bool
}

// AddressChange is another address. Code is that of the second factor, where it
// is on.
type AddressChange struct{ Email, Password, Code string }
