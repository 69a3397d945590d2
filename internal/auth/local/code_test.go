package local

import (
	"encoding/base32"
	"strconv"
	"strings"
	"testing"
	"time"

	"alex/internal/auth"
)

// TestStepsOfRFC6238 are the vectors of RFC 6238, appendix B, for SHA-1: the
// last six of their eight digits.
func TestStepsOfRFC6238(t *testing.T) {
	t.Parallel()
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	vectors := map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	}
	windows, beyond := 0, 0
	for at, code := range vectors {
		step := at / 30
		for offset := int64(-3); offset <= 3; offset++ {
			if at+offset*30 < 0 {
				continue
			}
			got, ok, err := stepOf(secret, code, time.Unix(at+offset*30, 0))
			if want := offset >= -1 && offset <= 1; err != nil || ok != want || ok && got != step {
				t.Errorf("%s at %d, %d steps off = step %d, %v, %v", code, at, offset, got, ok, err)
			}
			if ok {
				windows++
			} else {
				beyond++
			}
		}
		for _, wrong := range []string{"", code[:5], code + "0", "000000", strings.Repeat("0", 1000), "２８７０８２"} {
			if _, ok, err := stepOf(secret, wrong, time.Unix(at, 0)); ok || err != nil {
				t.Errorf("%q is taken for %s (%v)", wrong, code, err)
			}
		}
	}
	if _, _, err := stepOf(secret, "287082", time.Unix(0, 0)); err != nil {
		t.Errorf("at the beginning of time: %v", err)
	}
	if _, ok, err := stepOf("no base32!", "287082", time.Unix(59, 0)); ok || err == nil {
		t.Error("a secret that is none makes codes")
	}
	t.Attr("measured", strconv.Itoa(len(vectors))+" vectors of RFC 6238, "+strconv.Itoa(windows)+" windows taken, "+strconv.Itoa(beyond)+" beyond them refused")
}

func TestRecoveryCodesAreAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	codes, hashes := newRecoveryCodes()
	seen := map[string]bool{}
	for n, code := range codes {
		seen[code] = true
		for _, written := range []string{code, strings.ToLower(code), " " + strings.ReplaceAll(code, "-", " ") + "\t", strings.ReplaceAll(code, "-", "")} {
			if tidy := tidyCode(written); auth.CodeHash(tidy) != hashes[n] || ofDevice(tidy) {
				t.Errorf("%q is not %q", written, code)
			}
		}
		if len(code) != 19 || strings.Contains(hashes[n], code) {
			t.Errorf("the code is %q, its hash %q", code, hashes[n])
		}
	}
	if len(codes) != 10 || len(seen) != 10 {
		t.Errorf("the codes are %q", codes)
	}
	for text, want := range map[string]bool{"123456": true, "12345": false, "1234567": false, "12345a": false, "": false, "１２３４５６": false} {
		if ofDevice(text) != want {
			t.Errorf("%q is of a device: %v", text, !want)
		}
	}
}
