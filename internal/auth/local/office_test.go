package local_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

const (
	site     = "https://alex.example"
	good     = "correct horse battery"
	ann      = "ann@example.com"
	loopback = "127.0.0.1"
)

// Keys take long to make, so all tests sign with one.
var sharedKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
})

// office is an issuer over a fresh database, with a clock that stands still
// and the same secrets each time.
type office struct {
	*local.Issuer
	ctx   context.Context
	mu    sync.Mutex
	clock time.Time
}

func open(t testing.TB) *office {
	t.Helper()
	o := bare(t)
	key := store.SigningKey{ID: "k1", Private: sharedKey(), CreatedAt: o.clock}
	must(t, o.Store.System().FirstSigningKey(o.ctx, key))
	return o
}

// bare is an office without a signing key.
func bare(t testing.TB) *office {
	t.Helper()
	o := &office{ctx: t.Context(), clock: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)}
	s := sqlitetest.Open(t)
	s.Now = o.now
	o.Issuer = o.second(s)
	return o
}

// second is another process over the same database.
func (o *office) second(s *store.Store) *local.Issuer {
	i := local.New(s, site)
	i.Now, i.Rand, i.Cost = o.now, &sequence{}, local.Cost{Memory: 8, Passes: 1, Threads: 1}
	return i
}

func (o *office) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.clock
}

func (o *office) wait(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clock = o.clock.Add(d)
}

// sequence is chance that repeats: hashes of 1, 2, 3 …
type sequence struct {
	mu sync.Mutex
	n  uint64
}

func (s *sequence) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	var count [8]byte
	binary.BigEndian.PutUint64(count[:], s.n)
	sum := sha256.Sum256(count[:])
	return copy(p, sum[:]), nil
}

// dry is chance that has run out.
type dry struct{}

func (dry) Read([]byte) (int, error) { return 0, errors.New("no more chance") }

func (o *office) signUp(t testing.TB, email string) local.Session {
	t.Helper()
	s, err := o.SignUp(o.ctx, local.SignUp{Email: email, Password: good, DisplayName: "Ann", UserAgent: "browser"})
	must(t, err)
	return s
}

// confirmed is who has signed up, and has used the link of a letter that came to
// the address, where any do.
func (o *office) confirmed(t testing.TB, email string) auth.Holder {
	t.Helper()
	s := o.signUp(t, email)
	if p, is := o.Mail.(*postbox); is && o.Resets() {
		for _, m := range p.taken(o) {
			if m.To == email && confirmLink.MatchString(m.Text) {
				_, err := o.confirm(tokenIn(t, m))
				must(t, err)
			}
		}
	}
	return o.holder(t, s)
}

// SignIn is that of the issuer, without a code.
func (o *office) SignIn(ctx context.Context, email, password, ip, agent string) (local.Session, error) {
	return o.Issuer.SignIn(ctx, auth.SignIn{Email: email, Password: password, ClientIP: ip, UserAgent: agent})
}

func (o *office) signIn(email, password string) (local.Session, error) {
	return o.SignIn(o.ctx, email, password, loopback, "browser")
}

// verify is what the API does with a token.
func (o *office) verify(token string) (auth.Identity, error) {
	v := auth.Verifier{Issuer: site, Keys: o.Issuer, Now: o.now}
	id, err := v.Verify(o.ctx, token)
	if err != nil {
		return id, err
	}
	return id, o.Store.System().Live(o.ctx, id.Subject, alex.ID(id.Session), o.now())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t testing.TB, what string, err error, want alex.Code) {
	t.Helper()
	if got := alex.CodeOf(err); got != want {
		t.Errorf("%s: %v has code %q, want %q", what, err, got, want)
	}
}

func fields(err error) []string {
	e, ok := errors.AsType[*alex.Error](err)
	if !ok {
		return nil
	}
	var list []string
	for _, f := range e.Fields {
		list = append(list, f.Location)
	}
	return list
}
