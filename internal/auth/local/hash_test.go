package local

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alex"
	"alex/internal/auth"
	"alex/internal/mail"
	"alex/internal/store/sqlite/sqlitetest"
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

// counted is an issuer over a fresh database, whose clock stands still.
func counted(t *testing.T) *Issuer {
	t.Helper()
	s := sqlitetest.Open(t)
	i := New(s, "https://alex.example")
	i.Cost = Cost{Memory: 8, Passes: 1, Threads: 1}
	i.Now = func() time.Time { return time.Unix(1_800_000_000, 0) }
	return i
}

// An attempt at an unknown address costs one hash of the present cost, as one
// at a known address does; one that is throttled costs none.
func TestEveryAttemptCostsOneHash(t *testing.T) {
	t.Parallel()
	i := counted(t)
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
	signIn := func(email, password string) error {
		_, err := i.SignIn(t.Context(), auth.SignIn{Email: email, Password: password})
		return err
	}
	_, err := i.SignUp(t.Context(), up)
	wants("signing up", 1, err, "")
	_, err = i.SignUp(t.Context(), up)
	wants("signing up again", 1, err, alex.CodeConflict)
	for range 5 {
		err = signIn(up.Email, "wrong password")
		wants("a wrong password", 1, err, alex.CodeUnauthorized)
		err = signIn("nobody@example.com", "wrong password")
		wants("an unknown address", 1, err, alex.CodeUnauthorized)
	}
	i.withFactor(t, wants)
	err = signIn(up.Email, up.Password)
	wants("a throttled account", 0, err, alex.CodeThrottled)
	err = signIn("nobody@example.com", up.Password)
	wants("a throttled unknown address", 0, err, alex.CodeThrottled)
}

// withFactor signs in someone who has a second factor: it costs what a password
// does, whatever the code is. Asking for a link costs nothing, and bringing one
// that is none does not either.
func (i *Issuer) withFactor(t *testing.T, wants func(string, int64, error, alex.Code)) {
	t.Helper()
	i.SealKey = []byte("the key of account numbers, 32 b")
	up := SignUp{Email: "factor@example.com", Password: "correct horse battery"}
	s, err := i.SignUp(t.Context(), up)
	wants("signing up", 1, err, "")
	who := auth.Holder{Person: s.Person.ID}
	_, err = i.OfferSecondFactor(t.Context(), who, up.Password)
	wants("beginning", 1, err, "")
	f, err := i.Store.System().SecondFactor(t.Context(), s.Person.ID)
	wants("reading", 0, err, "")
	err = i.Store.System().EnableSecondFactor(t.Context(), s.Person.ID, f.Sealed, 0, nil, i.Now())
	wants("turning on", 0, err, "")
	for code, want := range map[string]alex.Code{
		"": alex.CodeSecondFactorRequired, "000000": alex.CodeSecondFactorWrong, "AAAA-AAAA": alex.CodeSecondFactorWrong,
	} {
		_, err = i.SignIn(t.Context(), auth.SignIn{Email: up.Email, Password: up.Password, Code: code})
		wants("the code "+code, 1, err, want)
		_, err = i.SignIn(t.Context(), auth.SignIn{Email: up.Email, Password: "wrong password", Code: code})
		wants("a wrong password, and the code "+code, 1, err, alex.CodeUnauthorized)
		if err := i.forgive(t.Context(), gateFor(up.Email, "")); err != nil {
			t.Fatal(err)
		}
	}
	wants("a link that is none", 0, i.Reset(t.Context(), auth.Reset{Token: "none", Password: "another horse battery"}), alex.CodeUnauthorized)
	t.Attr("measured", "8 ways to fail, each with one hash; a link that is none with no hash")
}

// outbox takes e-mails, and looks at none.
type outbox struct{}

func (outbox) Send(context.Context, mail.Message) error { return nil }

// holdErrands lets nothing happen after the answer, until it is let.
func (i *Issuer) holdErrands() (let func()) {
	for _, e := range i.queues() {
		for range errandsAtOnce {
			e.running <- struct{}{}
		}
	}
	return func() {
		for _, e := range i.queues() {
			for range errandsAtOnce {
				<-e.running
			}
		}
	}
}

// Looked waits until those whose links were asked for are looked up, whatever
// the mail server does.
func (i *Issuer) Looked() { i.asked.group.Wait() }

// TestResetsCostTheSame counts the transactions before the answer to who asks
// for a link: they are as many for an address that is known and one that is not.
func TestResetsCostTheSame(t *testing.T) {
	t.Parallel()
	i := counted(t)
	i.Mail, i.PublicURL = outbox{}, "https://alex.example"
	up := SignUp{Email: "ann@example.com", Password: "correct horse battery"}
	if _, err := i.SignUp(t.Context(), up); err != nil {
		t.Fatal(err)
	}
	i.Wait() // for the letter of signing up
	var reads, writes atomic.Int64
	i.Store.Observe = func(operation string, _ time.Duration, _ error) {
		if operation == "read" {
			reads.Add(1)
		} else {
			writes.Add(1)
		}
	}
	let := i.holdErrands()
	var costs []string
	for _, email := range []string{up.Email, "nobody@example.com", up.Email, "nobody@example.com"} {
		if err := i.AskReset(t.Context(), email, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
		costs = append(costs, fmt.Sprintf("%d reads, %d writes", reads.Swap(0), writes.Swap(0)))
	}
	let()
	i.Wait()
	if len(slices.Compact(slices.Clone(costs))) != 1 || reads.Load() == 0 {
		t.Errorf("they cost %q, and %d reads after them", costs, reads.Load())
	}
	t.Attr("measured", "4 requests, known and unknown, each with "+costs[0]+" before the answer")
}

// TestChangesCostTheSame counts the transactions before the answer to who asks
// for another address: they are as many for one that is taken and one that is
// free.
func TestChangesCostTheSame(t *testing.T) {
	t.Parallel()
	i := counted(t)
	i.Mail, i.PublicURL = outbox{}, "https://alex.example"
	who := auth.Holder{}
	for _, email := range []string{"bob@example.com", "ann@example.com"} {
		s, err := i.SignUp(t.Context(), SignUp{Email: email, Password: "correct horse battery"})
		if err != nil {
			t.Fatal(err)
		}
		who.Person = s.Person.ID
	}
	i.Wait()
	var work atomic.Int64
	i.Store.Observe = func(string, time.Duration, error) { work.Add(1) }
	let := i.holdErrands()
	var costs []int64
	for _, email := range []string{"bob@example.com", "free@example.com"} {
		if _, err := i.ChangeAddress(t.Context(), who, auth.AddressChange{Email: email, Password: "correct horse battery"}); err != nil {
			t.Fatal(err)
		}
		costs = append(costs, work.Swap(0))
	}
	let()
	i.Wait()
	if costs[0] != costs[1] || work.Load() == 0 {
		t.Errorf("they cost %d, and %d after them", costs, work.Load())
	}
	t.Attr("measured", fmt.Sprintf("a taken and a free address, each with %d transactions before the answer", costs[0]))
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
		" Ann@Example.COM\t": "ann@example.com", "a+b@example.com": "a+b@example.com", "müller@example.de": "müller@example.de", "a@MÜLLER.de": "a@xn--mller-kva.de",
		"": "", "ann": "", "@example.com": "", "ann@": "", "<ann@example.com>": "", "a b@example.com": "", "ann@example.com, b@c.de": "",
		"ann@example.com (Ann)": "", "\"a b\"@example.com": "", "ann@exam\x00ple.com": "", "ann@\xff.com": "",
		"\u202eann@example.com": "", "ann\u200b@example.com": "", "ann\u009b@example.com": "", "bo\u212a@example.com": "",
	} {
		if _, key, err := address(text); key != want || (err == nil) != (want != "") {
			t.Errorf("address(%q) = %q, %v; want %q", text, key, err, want)
		}
	}
}

func TestMailboxes(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"ann@example.com": "ann@example.com", "ann+alex@example.com": "ann@example.com", "a.n.n@example.com": "a.n.n@example.com",
		"a.n.n@gmail.com": "ann@gmail.com", "ann@googlemail.com": "ann@gmail.com", "a.nn+x.y@googlemail.com": "ann@gmail.com", ".@gmail.com": ".@gmail.com", "ann+a+b@example.com": "ann@example.com",
		"+ann@example.com": "+ann@example.com", "ann@ex+ample.com": "ann@ex+ample.com", "\"a+b@c\"@example.com": "\"a@example.com", "": "", "ann": "ann",
	} {
		if got := mailbox(key); got != want {
			t.Errorf("%q reaches %q, want %q", key, got, want)
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
