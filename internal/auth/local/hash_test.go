package local

import (
	"encoding/hex"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alex"
	"alex/internal/store/sqlite"
)

// RFC 9106 has vectors with a secret and associated data only; these are of
// the reference implementation's test.c (phc-winner-argon2).
func TestArgon2id(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		password string
		cost     Cost
		want     string
	}{
		{"password", Cost{Memory: 256, Passes: 2, Threads: 1}, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"},
	} {
		if got := hex.EncodeToString(argon2id(c.password, c.cost, []byte("somesalt"))); got != c.want {
			t.Errorf("argon2id(%q, %+v) = %s, want %s", c.password, c.cost, got, c.want)
		}
	}
	if DefaultCost() != (Cost{Memory: 19456, Passes: 2, Threads: 1}) {
		t.Errorf("the default cost is %+v", DefaultCost())
	}
}

// An attempt at an unknown address costs one hash of the present cost, as one
// at a known address does; one that is throttled costs none.
func TestEveryAttemptCostsOneHash(t *testing.T) {
	t.Parallel()
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	i := New(s, "https://alex.example")
	i.Cost = Cost{Memory: 8, Passes: 1, Threads: 1}
	i.Now = func() time.Time { return time.Unix(1_800_000_000, 0) }
	var hashes atomic.Int64
	i.derive = func(password string, cost Cost, salt []byte) []byte {
		if cost != i.Cost || len(salt) != saltSize {
			t.Errorf("a hash with %+v and a salt of %d bytes", cost, len(salt))
		}
		hashes.Add(1)
		return argon2id(password, cost, salt)
	}
	wants := func(what string, want int64, err error, code alex.Code) {
		t.Helper()
		if n := hashes.Swap(0); n != want || alex.CodeOf(err) != code {
			t.Errorf("%s: %d hashes and %v; want %d and %q", what, n, err, want, code)
		}
	}
	up := SignUp{Email: "ann@example.com", Password: "correct horse battery"}
	_, err = i.SignUp(t.Context(), up)
	wants("signing up", 1, err, "")
	_, err = i.SignUp(t.Context(), up)
	wants("signing up again", 1, err, alex.CodeConflict)
	for range 5 {
		_, err = i.SignIn(t.Context(), up.Email, "wrong password", "", "")
		wants("a wrong password", 1, err, alex.CodeUnauthorized)
		_, err = i.SignIn(t.Context(), "nobody@example.com", "wrong password", "", "")
		wants("an unknown address", 1, err, alex.CodeUnauthorized)
	}
	_, err = i.SignIn(t.Context(), up.Email, up.Password, "", "")
	wants("a throttled account", 0, err, alex.CodeThrottled)
	_, err = i.SignIn(t.Context(), "nobody@example.com", up.Password, "", "")
	wants("a throttled unknown address", 0, err, alex.CodeThrottled)
}

func TestDigestReadsBack(t *testing.T) {
	t.Parallel()
	d := digest{cost: DefaultCost(), salt: []byte("sixteen bytes ok"), hash: []byte("thirty-two bytes, not one more..")}
	const want = "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$dGhpcnR5LXR3byBieXRlcywgbm90IG9uZSBtb3JlLi4"
	if d.String() != want {
		t.Errorf("the digest is %s", d)
	}
	again, err := readDigest(want)
	if err != nil || again.String() != want {
		t.Errorf("%s reads as %s (%v)", want, again, err)
	}
	for name, text := range map[string]string{
		"nothing": "", "bcrypt": "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"argon2i":       strings.Replace(want, "2id", "2i", 1),
		"a version":     strings.Replace(want, "v=19", "v=16", 1),
		"no passes":     strings.Replace(want, "t=2", "t=0", 1),
		"many passes":   strings.Replace(want, "t=2", "t=101", 1),
		"much memory":   strings.Replace(want, "m=19456", "m=2000000", 1),
		"no threads":    strings.Replace(want, "p=1", "p=0", 1),
		"a short salt":  strings.Replace(want, "c2l4dGVl", "", 1),
		"a loose salt":  strings.Replace(want, "aw$", "ax$", 1),
		"a loose hash":  want[:len(want)-1] + "5",
		"a longer hash": want + "A",
	} {
		if d, err := readDigest(text); alex.CodeOf(err) != alex.CodeInternal {
			t.Errorf("%s is read as %s (%v)", name, d, err)
		}
	}
}

func TestWeakPasswordsAreInOrder(t *testing.T) {
	t.Parallel()
	list := strings.Fields(weakPasswords)
	if len(list) < 15_000 || !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Errorf("%d weak passwords, sorted %v", len(list), slices.IsSorted(list))
	}
	for _, text := range list {
		if utf8.RuneCountInString(text) < shortestPassword || text != strings.ToLower(norm.NFKC.String(text)) {
			t.Errorf("%q is never reached", text)
		}
		if _, err := newPassword(strings.ToUpper(text), "ann@example.com"); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestExpectedPasswords: what anybody would try here is refused, with figures and
// signs around it too; what merely holds such a word is the person's own affair.
func TestExpectedPasswords(t *testing.T) {
	t.Parallel()
	for password, refused := range map[string]bool{
		"alexalex": true, "Alex2026!": true, "ALEX-alex-ALEX": true, "alex.alex": true, "alex12345678": true, "ａｌｅｘ2026": true,
		"planner.example.org": true, "planner2026": true, "Planner-Example": true, "https://planner.example.org": true,
		"mary.smith": true, "marysmith1": true, "smith_mary_99": true, "mary.smith@example.com": true, "Mary.Smith+1": true,
		"Żółkiewska7": true, "zoe żółkiewska": true, "ŻÓŁKIEWSKA!": true, "zoezoezoe": true, "planner-mary-2026-alex": true, "marymaryabc": true,
		"alexander the great": false, "mary had a little lamb": false, "planner of gardens": false, "marymaryabcd": false,
		"80417362": false, "wqzkrvbx": false, "密码不是密码啊真的": false, "zo zo zo zo": false, `"'\\<>;$%`: false,
	} {
		_, err := newPassword(password, "mary.smith@example.com", "https://planner.example.org", "Zoe Żółkiewska X")
		if (err != nil) != refused {
			t.Errorf("%q: %v", password, err)
		}
		if err != nil && strings.Contains(strings.ToLower(err.Error()), strings.ToLower(password)) {
			t.Errorf("%q is in the message %v", password, err)
		}
	}
}

func TestAddressKeys(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" Ann@Example.COM\t": "ann@example.com", "a+b@example.com": "a+b@example.com", "müller@example.de": "müller@example.de",
		"": "", "ann": "", "@example.com": "", "ann@": "", "<ann@example.com>": "", "a b@example.com": "", "ann@example.com, b@c.de": "",
		"ann@example.com (Ann)": "", "\"a b\"@example.com": "", "ann@exam\x00ple.com": "", "ann@\xff.com": "",
		"\u202eann@example.com": "", "ann\u200b@example.com": "", "ann\u009b@example.com": "", "bo\u212a@example.com": "",
	} {
		if _, key, err := address(text); key != want || (err == nil) != (want != "") {
			t.Errorf("address(%q) = %q, %v; want %q", text, key, err, want)
		}
	}
}

func FuzzDigest(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$dGhpcnR5LXR3byBieXRlcywgbm90IG9uZSBtb3JlLi4")
	f.Add("$argon2id$v=19$m=1,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := readDigest(text)
		if err == nil && d.String() != text {
			t.Errorf("%q reads as %s", text, d)
		}
	})
}

func FuzzRefreshToken(f *testing.F) {
	f.Add(strings.Repeat("A", 22+43))
	f.Add(strings.Repeat("A", 22+43+22))
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		p, err := readRefreshToken(token)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeUnauthorized {
				t.Errorf("%q: %v", token, err)
			}
			return
		}
		if again, err := p.spelled(); again != token || err != nil || len(p.secret) != 43 {
			t.Errorf("%q reads as %s, %v", token, again, err)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"ann@example.com", "Ann <ann@example.com>", "a@b, c@d", "\"a\"@b", "a@[127.0.0.1]", "İ@example.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		email, key, err := address(text)
		if err != nil {
			return
		}
		if again, same, err := address(email); again != email || same != key || err != nil {
			t.Errorf("%q is %q (%q), then %q (%q), %v", text, email, key, again, same, err)
		}
		if (alex.Person{Email: email}).Validate() != nil {
			t.Errorf("%q is taken and cannot be stored", email)
		}
	})
}
