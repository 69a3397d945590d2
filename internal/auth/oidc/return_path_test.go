package oidc

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestReturnPath(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"/", "/reports", "/reports/1?x=1&y=2", "/sign-in?return=%2Fa", "/a-b_c.d~e/f", "/x?to=https://a.example", "/a#b"} {
		if got := returnPath(good); got != good {
			t.Errorf("%q becomes %q", good, got)
		}
	}
	bad := []string{
		"", "reports", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b", "https://evil.example", "https:evil.example",
		"javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", "/\r//evil.example", "\t//evil.example", " //evil.example",
		"/%2f/evil.example", "/%2F%2Fevil.example", "/%5cevil.example", "/%5C%5Cevil.example", "/%09/evil.example", "/%0d%0aSet-Cookie:x=1", "/a\r\nSet-Cookie: x=1",
		"/..//evil.example", "/.//evil.example", "/a//evil.example", "/\u2028/evil.example", "/\u00a0/evil", "/%zz", "/%", "@evil.example", "/\x00", "/\x7f",
		"?return=/", "#//evil.example", "http:///evil.example", "/" + strings.Repeat("a", 500), "//user@evil.example", "/%e3%80%82//evil.example", "\u3000//evil.example",
	}
	for _, text := range bad {
		if got := returnPath(text); got != "/" {
			t.Errorf("%q is taken as %q", text, got)
		}
	}
	t.Attr("measured", strconv.Itoa(len(bad))+" forms of an open redirect refused")
}

// FuzzReturnPath: whatever is taken is a place on the own host.
func FuzzReturnPath(f *testing.F) {
	for _, text := range []string{"/", "/reports?x=1", "//evil.example", "/\\evil.example", "/%2f/evil", "https://evil.example", "/\t/evil.example", "/..//evil.example"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := returnPath(text)
		if got != text && got != "/" {
			t.Fatalf("%q becomes %q", text, got)
		}
		home := &url.URL{Scheme: "https", Host: "alex.example", Path: "/api/auth/oidc/callback"}
		// Browsers take a backslash for a slash, and leave out tabs and line breaks.
		seen := strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "").Replace(got)
		for _, form := range []string{got, seen} {
			u, err := home.Parse(form)
			if err != nil || u.Host != "alex.example" || u.Scheme != "https" || strings.HasPrefix(form, "//") || strings.HasPrefix(u.Path, "//") {
				t.Fatalf("%q leads to %v, %v", text, u, err)
			}
		}
		if strings.ContainsAny(got, "\r\n") {
			t.Fatalf("%q breaks the header", text)
		}
	})
}

// FuzzTicket: nothing opens but what was sealed, as it was.
func FuzzTicket(f *testing.F) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	p := &Provider{Issuer: "https://id.example", Key: []byte("the key of account numbers, 32 b"), Now: func() time.Time { return now }}
	good := ticket{State: "s", Nonce: "n", Verifier: "v", Return: "/", Expires: now.Add(time.Minute)}
	sealed, err := p.sealTicket(good)
	if err != nil {
		f.Fatal(err)
	}
	if opened, err := p.openTicket(sealed); err != nil || opened != good {
		f.Fatal(opened, err)
	}
	for _, text := range []string{"", "A", sealed[:len(sealed)-1], sealed + "A", strings.ToUpper(sealed), strings.Repeat("A", 5000), "e30", "{}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if opened, err := p.openTicket(text); err == nil && text != sealed {
			t.Fatalf("%q opens as %+v", text, opened)
		}
	})
}
