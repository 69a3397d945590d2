package auth_test

import (
	"regexp"
	"strings"
	"testing"

	"alex/internal/auth"
)

func TestCodes(t *testing.T) {
	t.Parallel()
	shape, seen := regexp.MustCompile(`^[A-Z2-7]{26,}$`), map[string]bool{}
	for range 1000 {
		code := auth.NewCode()
		if seen[code] || !shape.MatchString(code) {
			t.Fatalf("%q was there before, or is no base32 of 128 bits", code)
		}
		seen[code] = true
	}
	code := auth.NewCode()
	hash := auth.CodeHash(code)
	if len(hash) != 64 || strings.Contains(hash, code) {
		t.Errorf("the hash is %q", hash)
	}
	for _, spelt := range []string{strings.ToLower(code), " " + code + "\n", code[:5] + "-" + code[5:9] + " " + code[9:]} {
		if auth.CodeHash(spelt) != hash {
			t.Errorf("%q is another code than %q", spelt, code)
		}
	}
	for _, other := range []string{"", code[1:], code + "A", auth.NewCode()} {
		if auth.CodeHash(other) == hash {
			t.Errorf("%q passes for %q", other, code)
		}
	}
}
