package local

import (
	"crypto/subtle"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"alex/internal/auth"
)

// Codes of time (RFC 6238) as every device makes them: six digits by HMAC-SHA1,
// a new one each 30 seconds.
const (
	stepSeconds = 30
	codeWindow  = 1  // steps that a clock may be off, either way
	secretBytes = 20 // as long as the hash (RFC 4226, 4)
)

func codeOptions() hotp.ValidateOpts {
	return hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
}

// stepOf is the step in which a code is the right one at a time, of those that
// the window admits; ok is false where it is none of them. It takes as long for
// each. Secret is in base32.
func stepOf(secret, code string, now time.Time) (step int64, ok bool, err error) {
	current := now.Unix() / stepSeconds
	for n := current - codeWindow; n <= current+codeWindow; n++ {
		right, err := hotp.GenerateCodeCustom(secret, uint64(max(n, 0)), codeOptions()) //nolint:gosec // not below zero
		if err != nil {
			return 0, false, err
		}
		if subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			step, ok = n, true
		}
	}
	return step, ok, nil
}

// tidyCode is a code without what people write between its letters.
func tidyCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\t' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.TrimSpace(code))
}

// ofDevice reports a code that looks as those of a device do; recovery codes
// have letters.
func ofDevice(code string) bool {
	return len(code) == otp.DigitsSix.Length() && strings.Trim(code, "0123456789") == ""
}

const (
	recoveryCodes  = 10
	recoveryLength = 16 // letters and digits of five bits: 80 bits
)

// newRecoveryCodes are codes to write down, and the hashes to keep.
func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		text := auth.NewCode()[:recoveryLength]
		code := text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
		codes, hashes = append(codes, code), append(hashes, auth.CodeHash(code))
	}
	return codes, hashes
}
