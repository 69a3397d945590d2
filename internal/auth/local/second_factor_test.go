package local_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
)

// device makes codes of a secret.
type device string

func (d device) code(t testing.TB, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(string(d), at)
	must(t, err)
	return code
}

// holder is who holds a session.
func (o *office) holder(t testing.TB, s local.Session) auth.Holder {
	t.Helper()
	id, err := o.verify(s.AccessToken)
	must(t, err)
	return auth.Holder{Person: s.Person.ID, Session: alex.ID(id.Session), ClientIP: loopback}
}

// twoFactors is a person who has turned the second factor on, a minute ago.
func (o *office) twoFactors(t testing.TB, email string) (auth.Holder, device, []string) {
	t.Helper()
	who := o.confirmed(t, email)
	offer, err := o.OfferSecondFactor(o.ctx, who, good)
	must(t, err)
	d := device(offer.Secret)
	codes, err := o.ConfirmSecondFactor(o.ctx, who, d.code(t, o.now()))
	must(t, err)
	o.wait(time.Minute)
	return who, d, codes
}

func (o *office) withCode(email, password, code string) (local.Session, error) {
	return o.Issuer.SignIn(o.ctx, auth.SignIn{Email: email, Password: password, Code: code, ClientIP: loopback})
}

func secured(t testing.TB) *office {
	t.Helper()
	o := open(t)
	o.SealKey = []byte("the key of account numbers, 32 b")
	return o
}

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	o := secured(t)
	first := o.signUp(t, ann)
	who := o.holder(t, first)
	want := func(want auth.SecondFactor) {
		t.Helper()
		got, err := o.SecondFactor(o.ctx, who.Person)
		if err != nil || got != want {
			t.Errorf("the second factor is %+v, %v; want %+v", got, err, want)
		}
	}
	want(auth.SecondFactor{HasPassword: true})
	_, err := o.OfferSecondFactor(o.ctx, who, "wrong password")
	wantCode(t, "beginning without the password", err, alex.CodeInvalid)
	offer, err := o.OfferSecondFactor(o.ctx, who, good)
	must(t, err)
	looksLikeAnOffer(t, offer)
	want(auth.SecondFactor{HasPassword: true})
	_, err = o.signIn(ann, good)
	wantCode(t, "signing in while it is only offered", err, "")

	_, err = o.ConfirmSecondFactor(o.ctx, who, "000000")
	wantCode(t, "a wrong code", err, alex.CodeInvalid)
	if diff := cmp.Diff([]string{"code"}, fields(err)); diff != "" {
		t.Error(diff)
	}
	d := device(offer.Secret)
	codes, err := o.ConfirmSecondFactor(o.ctx, who, d.code(t, o.now()))
	must(t, err)
	want(auth.SecondFactor{Enabled: true, RecoveryCodesLeft: 10, HasPassword: true})
	_, err = o.ConfirmSecondFactor(o.ctx, who, d.code(t, o.now()))
	wantCode(t, "confirming twice", err, alex.CodeConflict)
	_, err = o.OfferSecondFactor(o.ctx, who, good)
	wantCode(t, "beginning again", err, alex.CodeConflict)
	_, err = o.withCode(ann, good, d.code(t, o.now()))
	wantCode(t, "the code that confirmed it", err, alex.CodeSecondFactorWrong)
	_, err = o.verify(first.AccessToken)
	wantCode(t, "the session that turned it on", err, "")

	o.wait(time.Minute)
	_, err = o.withCode(ann, good, "")
	wantCode(t, "no code", err, alex.CodeSecondFactorRequired)
	_, err = o.withCode(ann, good, " "+d.code(t, o.now())[:3]+" "+d.code(t, o.now())[3:])
	wantCode(t, "a code with a space", err, "")
	_, err = o.withCode(ann, good, strings.ToLower(codes[0]))
	wantCode(t, "a recovery code", err, "")
	want(auth.SecondFactor{Enabled: true, RecoveryCodesLeft: 9, HasPassword: true})
	_, err = o.withCode(ann, good, codes[0])
	wantCode(t, "a recovery code twice", err, alex.CodeSecondFactorWrong)
	o.turnedOff(t, who, d, codes)
	want(auth.SecondFactor{HasPassword: true})
}

func looksLikeAnOffer(t *testing.T, offer auth.Offer) {
	t.Helper()
	u, err := url.Parse(offer.URI)
	must(t, err)
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Alex:"+ann || u.Query().Get("secret") != offer.Secret || len(offer.Secret) != 32 {
		t.Errorf("the URI is %s", offer.URI)
	}
	picture, err := png.Decode(bytes.NewReader(offer.Picture))
	if err != nil || picture.Bounds().Dx() < 200 {
		t.Errorf("the picture: %v", err)
	}
}

func (o *office) turnedOff(t *testing.T, who auth.Holder, d device, codes []string) {
	t.Helper()
	o.wait(time.Minute)
	o.forget(t)
	_, err := o.NewRecoveryCodes(o.ctx, who, good, "000000")
	wantCode(t, "other codes without one", err, alex.CodeInvalid)
	_, err = o.NewRecoveryCodes(o.ctx, who, "wrong password", codes[2])
	wantCode(t, "other codes without the password", err, alex.CodeInvalid)
	others, err := o.NewRecoveryCodes(o.ctx, who, good, d.code(t, o.now()))
	must(t, err)
	if len(others) != 10 || slices.Contains(others, codes[1]) {
		t.Errorf("the other codes are %q", others)
	}
	_, err = o.withCode(ann, good, codes[1])
	wantCode(t, "a code of before", err, alex.CodeSecondFactorWrong)
	for name, err := range map[string]error{
		"without the password": o.EndSecondFactor(o.ctx, who, "wrong password", others[0]),
		"without a code":       o.EndSecondFactor(o.ctx, who, good, ""),
		"with a wrong code":    o.EndSecondFactor(o.ctx, who, good, codes[1]),
	} {
		wantCode(t, "turning it off "+name, err, alex.CodeInvalid)
	}
	o.forget(t)
	must(t, o.EndSecondFactor(o.ctx, who, good, others[0]))
	_, err = o.signIn(ann, good)
	wantCode(t, "signing in without", err, "")
	wantCode(t, "turning it off twice", o.EndSecondFactor(o.ctx, who, good, others[1]), alex.CodeConflict)
	_, err = o.NewRecoveryCodes(o.ctx, who, good, others[1])
	wantCode(t, "codes of none", err, alex.CodeConflict)
}

// An offer waits for half an hour, and the newest counts.
func TestSecondFactorOffersEnd(t *testing.T) {
	t.Parallel()
	o := secured(t)
	who := o.holder(t, o.signUp(t, ann))
	_, err := o.ConfirmSecondFactor(o.ctx, who, "000000")
	wantCode(t, "before it was begun", err, alex.CodeConflict)
	old, err := o.OfferSecondFactor(o.ctx, who, good)
	must(t, err)
	next, err := o.OfferSecondFactor(o.ctx, who, good)
	must(t, err)
	_, err = o.ConfirmSecondFactor(o.ctx, who, device(old.Secret).code(t, o.now()))
	wantCode(t, "a secret that was replaced", err, alex.CodeInvalid)
	o.wait(30 * time.Minute)
	_, err = o.ConfirmSecondFactor(o.ctx, who, device(next.Secret).code(t, o.now()))
	wantCode(t, "after half an hour", err, alex.CodeConflict)
	demo, err := o.Demo(o.ctx, "")
	must(t, err)
	if f, err := o.SecondFactor(o.ctx, demo.Person.ID); f != (auth.SecondFactor{}) || err != nil {
		t.Errorf("who has no password has %+v, %v", f, err)
	}
	_, err = o.OfferSecondFactor(o.ctx, o.holder(t, demo), good)
	wantCode(t, "who has no password", err, alex.CodeConflict)
}

// Nothing about the second factor is told to who does not know the password,
// and an attempt costs one hash whatever is wrong.
func TestSecondFactorIsAskedForBehindThePassword(t *testing.T) {
	t.Parallel()
	o := secured(t)
	_, d, codes := o.twoFactors(t, ann)
	_, unknown := o.withCode("nobody@example.com", "wrong password", "")
	for _, code := range []string{"", "000000", d.code(t, o.now()), codes[0]} {
		_, err := o.withCode(ann, "wrong password", code)
		if diff := cmp.Diff(plain(unknown), plain(err)); diff != "" {
			t.Errorf("with the code %q:\n%s", code, diff)
		}
	}
	_, err := o.withCode(ann, good, d.code(t, o.now()))
	wantCode(t, "the code that was tried with a wrong password", err, "")
	_, err = o.withCode(ann, good, codes[0])
	wantCode(t, "the recovery code that was", err, "")
}

// TestCodesAreTakenOnce replays every code of an hour, in its whole window.
func TestCodesAreTakenOnce(t *testing.T) {
	t.Parallel()
	o := secured(t)
	_, d, _ := o.twoFactors(t, ann)
	steps, replays, older := 0, 0, 0
	for range 40 {
		before := d.code(t, o.now().Add(-30*time.Second))
		code := d.code(t, o.now())
		_, err := o.withCode(ann, good, code)
		wantCode(t, "a fresh code", err, "")
		steps++
		for range 2 {
			_, err = o.withCode(ann, good, code)
			wantCode(t, "a code again", err, alex.CodeSecondFactorWrong)
			replays++
			o.wait(15 * time.Second)
		}
		_, err = o.withCode(ann, good, before)
		wantCode(t, "an older one", err, alex.CodeSecondFactorWrong)
		older++
		o.wait(time.Minute)
		o.forget(t)
	}
	t.Attr("measured", fmt.Sprintf("%d codes taken once, %d of %d replays and %d of %d older ones refused", steps, replays, replays, older, older))
}

// forget ends what the failures of a test have come to.
func (o *office) forget(t testing.TB) {
	t.Helper()
	must(t, o.Store.System().PurgeSignIn(o.ctx, o.now().Add(100*24*time.Hour)))
}

// TestWindowsOfCodes takes a step either side of now and nothing further off.
func TestWindowsOfCodes(t *testing.T) {
	t.Parallel()
	taken, refused := 0, 0
	for offset := -4; offset <= 4; offset++ {
		o := secured(t)
		_, d, _ := o.twoFactors(t, ann)
		o.wait(10 * time.Minute)
		_, err := o.withCode(ann, good, d.code(t, o.now().Add(time.Duration(offset)*30*time.Second)))
		switch {
		case offset >= -1 && offset <= 1:
			wantCode(t, strconv.Itoa(offset)+" steps off", err, "")
			taken++
		default:
			wantCode(t, strconv.Itoa(offset)+" steps off", err, alex.CodeSecondFactorWrong)
			refused++
		}
	}
	t.Attr("measured", fmt.Sprintf("%d windows taken, %d beyond them refused", taken, refused))
}

// TestOneOfManyUsesACode: of sign-ins at the same time with one code, one
// succeeds.
func TestOneOfManyUsesACode(t *testing.T) {
	t.Parallel()
	o := secured(t)
	_, d, codes := o.twoFactors(t, ann)
	const rivals = 4 // below the throttle
	rounds := 0
	for _, code := range []func() string{
		func() string { return d.code(t, o.now()) }, func() string { return codes[0] },
		func() string { return d.code(t, o.now()) }, func() string { return codes[1] },
	} {
		text := code()
		results := make(chan alex.Code, rivals)
		var group sync.WaitGroup
		for range rivals {
			group.Go(func() {
				_, err := o.withCode(ann, good, text)
				results <- alex.CodeOf(err)
			})
		}
		group.Wait()
		close(results)
		count := map[alex.Code]int{}
		for code := range results {
			count[code]++
		}
		if diff := cmp.Diff(map[alex.Code]int{"": 1, alex.CodeSecondFactorWrong: rivals - 1}, count); diff != "" {
			t.Error(diff)
		}
		rounds++
		o.wait(time.Minute)
		o.forget(t)
	}
	t.Attr("measured", fmt.Sprintf("%d rounds of %d at once: one came in each time", rounds, rivals))
}

// TestWrongCodesAreThrottled: who knows the password guesses no code. Its right
// password between two guesses does not forget the failures.
func TestWrongCodesAreThrottled(t *testing.T) {
	t.Parallel()
	o := secured(t)
	_, d, _ := o.twoFactors(t, ann)
	wrong, throttled := 0, 0
	for n := range 1000 {
		if n%2 == 0 {
			_, err := o.withCode(ann, good, "")
			if code := alex.CodeOf(err); code != alex.CodeSecondFactorRequired && code != alex.CodeThrottled {
				t.Fatalf("the password alone: %v", err)
			}
		}
		_, err := o.withCode(ann, good, fmt.Sprintf("%06d", 999_999-n))
		switch alex.CodeOf(err) {
		case alex.CodeSecondFactorWrong:
			wrong++
		case alex.CodeThrottled:
			throttled++
		default:
			t.Fatalf("attempt %d: %v", n, err)
		}
	}
	if wrong != 5 || throttled != 995 {
		t.Errorf("%d codes were tried and %d throttled, want 5 and 995", wrong, throttled)
	}
	o.wait(15 * time.Minute)
	_, err := o.withCode(ann, good, d.code(t, o.now()))
	wantCode(t, "the right code after the delay", err, "")
	t.Attr("measured", fmt.Sprintf("1,000 wrong codes refused: %d tried, %d throttled", wrong, throttled))
}

// Without the key that sealed it, a second factor lets nobody in, by no code,
// and says what is missing.
func TestSecondFactorWithoutItsKey(t *testing.T) {
	t.Parallel()
	o := secured(t)
	who, d, codes := o.twoFactors(t, ann)
	bob := o.signUp(t, "bob@example.com")
	for name, key := range map[string][]byte{"no key": nil, "a short one": []byte("short"), "another": []byte("another key of account numbers...")} {
		o.SealKey = key
		for _, code := range []string{d.code(t, o.now()), codes[0]} {
			_, err := o.withCode(ann, good, code)
			wantCode(t, name, err, alex.CodeUnavailable)
			if !strings.Contains(fmt.Sprint(err), "ALEX_ACCOUNT_KEY") {
				t.Errorf("%s says %v", name, err)
			}
		}
		wantCode(t, name+", turning it off", o.EndSecondFactor(o.ctx, who, good, codes[0]), alex.CodeUnavailable)
		_, err := o.signIn("bob@example.com", good)
		wantCode(t, name+", who has none", err, "")
		if len(key) < 16 {
			_, err = o.OfferSecondFactor(o.ctx, o.holder(t, bob), good)
			wantCode(t, name+", beginning", err, alex.CodeUnavailable)
		}
	}
	o.SealKey = []byte("the key of account numbers, 32 b")
	_, err := o.withCode(ann, good, codes[0])
	wantCode(t, "with its key again", err, "")
}

// A secret in another's row opens nothing, and no row holds it in the clear.
func TestSecretsAreSealedForTheirPerson(t *testing.T) {
	t.Parallel()
	o := secured(t)
	a, d, _ := o.twoFactors(t, ann)
	b, _, _ := o.twoFactors(t, "bob@example.com")
	mine, err := o.Store.System().SecondFactor(o.ctx, a.Person)
	must(t, err)
	raw, err := base64.RawURLEncoding.DecodeString(mine.Sealed)
	must(t, err)
	if strings.Contains(mine.Sealed, string(d)) || len(raw) != 12+20+16 {
		t.Errorf("the row holds %q", mine.Sealed)
	}
	must(t, o.Store.System().EndSecondFactor(o.ctx, b.Person))
	must(t, o.Store.System().OfferSecondFactor(o.ctx, b.Person, mine.Sealed, o.now()))
	must(t, o.Store.System().EnableSecondFactor(o.ctx, b.Person, mine.Sealed, 0, nil, o.now()))
	_, err = o.withCode("bob@example.com", good, d.code(t, o.now()))
	wantCode(t, "the secret of another", err, alex.CodeUnavailable)
}

func TestOperatorTurnsItOff(t *testing.T) {
	t.Parallel()
	o := secured(t)
	s := o.signUp(t, ann)
	who := o.holder(t, s)
	offer, err := o.OfferSecondFactor(o.ctx, who, good)
	must(t, err)
	_, err = o.ConfirmSecondFactor(o.ctx, who, device(offer.Secret).code(t, o.now()))
	must(t, err)
	must(t, o.ResetSecondFactor(o.ctx, ann))
	_, err = o.verify(s.AccessToken)
	wantCode(t, "a session of before", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, good)
	wantCode(t, "signing in without", err, "")
	wantCode(t, "nobody's", o.ResetSecondFactor(o.ctx, "nobody"), alex.CodeNotFound)
}
