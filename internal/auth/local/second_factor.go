package local

import (
	"bytes"
	"context"
	"encoding/base32"
	"image/png"
	"io"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// offerLife is how long a second factor that was begun may be confirmed.
const offerLife = 30 * time.Minute

// pictureSize is the width of the picture to scan, in pixels.
const pictureSize = 264

// SecondFactor tells whether the person's is on.
func (i *Issuer) SecondFactor(ctx context.Context, person alex.PersonID) (auth.SecondFactor, error) {
	_, err := i.Store.System().LoginOf(ctx, person)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return auth.SecondFactor{}, nil
	}
	if err != nil {
		return auth.SecondFactor{}, err
	}
	f, err := i.Store.System().SecondFactor(ctx, person)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return auth.SecondFactor{HasPassword: true}, nil
	}
	return auth.SecondFactor{Enabled: f.EnabledAt != nil, RecoveryCodesLeft: f.CodesLeft, HasPassword: true}, err
}

// OfferSecondFactor makes a secret for who knows the password. It is not asked
// for until ConfirmSecondFactor shows, within half an hour, that a device has it.
// Who could confirm the address does that first: a second factor of who signed up
// with another's would keep them out.
func (i *Issuer) OfferSecondFactor(ctx context.Context, who auth.Holder, password string) (offer auth.Offer, err error) {
	err = i.prove(ctx, who, "password", password, func(login store.Login, g gate) error {
		offer, err = i.offer(ctx, login)
		return err
	})
	return offer, err
}

func (i *Issuer) offer(ctx context.Context, login store.Login) (auth.Offer, error) {
	if err := i.confirmed(login); err != nil {
		return auth.Offer{}, err
	}
	secret := make([]byte, secretBytes)
	if _, err := io.ReadFull(i.Rand, secret); err != nil {
		return auth.Offer{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Alex", AccountName: login.Email, Secret: secret})
	if err != nil {
		return auth.Offer{}, err
	}
	sealed, err := i.sealSecret(login.Person, secret)
	if err != nil {
		return auth.Offer{}, err
	}
	if err := i.Store.System().OfferSecondFactor(ctx, login.Person, sealed, i.Now()); err != nil {
		return auth.Offer{}, err
	}
	picture, err := pictureOf(key)
	return auth.Offer{Secret: key.Secret(), URI: key.URL(), Picture: picture}, err
}

func pictureOf(key *otp.Key) ([]byte, error) {
	picture, err := key.Image(pictureSize, pictureSize)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = png.Encode(&file, picture)
	return file.Bytes(), err
}

// ConfirmSecondFactor turns on what was offered, for who has a code of it. The
// recovery codes are shown here and nowhere else.
func (i *Issuer) ConfirmSecondFactor(ctx context.Context, who auth.Holder, code string) (recovery []string, err error) {
	return recovery, i.known(ctx, who, func(login store.Login, g gate) error {
		if err := i.confirmed(login); err != nil {
			return err
		}
		f, err := i.offered(ctx, who.Person)
		if err != nil {
			return err
		}
		secret, err := i.openSecret(who.Person, f.Sealed)
		if err != nil {
			return err
		}
		step, ok, err := stepOf(secret, tidyCode(code), i.Now())
		if err != nil {
			return err
		}
		if !ok {
			return i.refuse(ctx, g, "code", "is not right: see that the clock of the device is")
		}
		codes, hashes := newRecoveryCodes()
		if err := i.Store.System().EnableSecondFactor(ctx, who.Person, f.Sealed, step, hashes, i.Now()); err != nil {
			return err
		}
		recovery = codes
		i.notify(login, "A second factor is on", "Signing in to Alex now asks for a code beside your password.")
		return nil
	})
}

// offered is a second factor that waits to be confirmed.
func (i *Issuer) offered(ctx context.Context, person alex.PersonID) (store.SecondFactor, error) {
	f, err := i.Store.System().SecondFactor(ctx, person)
	switch {
	case err != nil && alex.CodeOf(err) != alex.CodeNotFound:
		return f, err
	case err == nil && f.EnabledAt != nil:
		return f, alex.Errorf(alex.CodeConflict, "the second factor is on already")
	case err != nil || !i.Now().Before(f.CreatedAt.Add(offerLife)):
		return f, alex.Errorf(alex.CodeConflict, "nothing waits to be confirmed, or it has waited too long: begin again")
	}
	return f, nil
}

// NewRecoveryCodes replaces all recovery codes, for who knows the password and has
// a code.
func (i *Issuer) NewRecoveryCodes(ctx context.Context, who auth.Holder, password, code string) (recovery []string, err error) {
	return recovery, i.prove(ctx, who, "password", password, func(login store.Login, g gate) error {
		if err := i.codeField(ctx, login, code, g); err != nil {
			return err
		}
		codes, hashes := newRecoveryCodes()
		if err := i.Store.System().ReplaceRecoveryCodes(ctx, who.Person, hashes); err != nil {
			return err
		}
		i.notify(login, "Your recovery codes were replaced", "The recovery codes of your account with Alex were replaced by ten others.")
		recovery = codes
		return nil
	})
}

// EndSecondFactor turns it off, for who knows the password and has a code.
func (i *Issuer) EndSecondFactor(ctx context.Context, who auth.Holder, password, code string) error {
	return i.prove(ctx, who, "password", password, func(login store.Login, g gate) error {
		if err := i.codeField(ctx, login, code, g); err != nil {
			return err
		}
		if err := i.Store.System().EndSecondFactor(ctx, login.Person); err != nil {
			return err
		}
		i.notify(login, "The second factor is off", "Signing in to Alex asks for your password alone from now on.")
		return nil
	})
}

// codeField is secondFactor for who is signed in: what is wrong is a field.
func (i *Issuer) codeField(ctx context.Context, login store.Login, code string, g gate) error {
	if !login.SecondFactor {
		return alex.Errorf(alex.CodeConflict, "the second factor is off")
	}
	err := i.secondFactor(ctx, login, code, g)
	switch alex.CodeOf(err) {
	case alex.CodeSecondFactorRequired:
		return alex.Invalid("code", "is missing")
	case alex.CodeSecondFactorWrong:
		return alex.Invalid("code", "is not right, or was used: wait for the next one")
	}
	return err
}

// secondFactor takes a code of the person's device or a recovery code, once. A
// wrong one is counted.
func (i *Issuer) secondFactor(ctx context.Context, login store.Login, code string, g gate) error {
	code = tidyCode(code)
	if code == "" {
		return alex.Errorf(alex.CodeSecondFactorRequired, "a code is needed too: of your device, or a recovery code")
	}
	good, err := i.usesCode(ctx, login.Person, code)
	if err != nil || good {
		return err
	}
	if err := i.fail(ctx, g); err != nil {
		return err
	}
	return alex.Errorf(alex.CodeSecondFactorWrong, "this code is not right, or was used already")
}

// usesCode reads the secret first, whatever the code is: without the key nobody
// who has a second factor comes in, by no code.
func (i *Issuer) usesCode(ctx context.Context, person alex.PersonID, code string) (good bool, err error) {
	f, err := i.Store.System().SecondFactor(ctx, person)
	if err != nil {
		return false, err
	}
	secret, err := i.openSecret(person, f.Sealed)
	if err != nil {
		return false, err
	}
	if !ofDevice(code) {
		return i.Store.System().UseRecoveryCode(ctx, person, auth.CodeHash(code))
	}
	step, ok, err := stepOf(secret, code, i.Now())
	if err != nil || !ok {
		return false, err
	}
	return i.Store.System().UseStep(ctx, person, f.Sealed, step)
}

const sealPurpose = "alex second factor 1"

// sealSecret binds a secret to its person: in another's row it opens nothing.
func (i *Issuer) sealSecret(person alex.PersonID, secret []byte) (string, error) {
	seal, err := auth.NewSeal(i.SealKey, sealPurpose)
	if err != nil {
		return "", withoutKey(err)
	}
	return seal.Close(secret, string(person))
}

// Locked are those whose second factor was sealed with another key than key.
func Locked(key []byte, all []store.Sealed) (list []alex.PersonID, err error) {
	seal, err := auth.NewSeal(key, sealPurpose)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if _, err := seal.Open(s.Secret, string(s.Person)); err != nil {
			list = append(list, s.Person)
		}
	}
	return list, nil
}

// openSecret is the secret in base32.
func (i *Issuer) openSecret(person alex.PersonID, sealed string) (string, error) {
	seal, err := auth.NewSeal(i.SealKey, sealPurpose)
	if err != nil {
		return "", withoutKey(err)
	}
	secret, err := seal.Open(sealed, string(person))
	if err != nil {
		return "", withoutKey(err)
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret), nil
}

func withoutKey(err error) error {
	return &alex.Error{
		Code: alex.CodeUnavailable, Err: err,
		Message: "second factors cannot be checked: the key of this installation (ALEX_ACCOUNT_KEY, or account-number.key in ALEX_DATA) " +
			"is missing or not the one they were set up with; whoever runs Alex has to bring it back",
	}
}
