package auth_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
)

// publisher is an issuer's key server, with a clock for its readers.
type publisher struct {
	*httptest.Server
	mu      sync.Mutex
	body    string
	status  int
	clock   time.Time
	fetches atomic.Int64
	gate    chan struct{} // where there is one, an answer waits for it
}

func publish(t testing.TB, keys ...map[string]any) *publisher {
	p := &publisher{status: http.StatusOK, clock: now}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.fetches.Add(1)
		if p.gate != nil {
			<-p.gate
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		w.WriteHeader(p.status)
		_, _ = w.Write([]byte(p.body))
	}))
	t.Cleanup(p.Close)
	p.answer(t, http.StatusOK, keys...)
	return p
}

func (p *publisher) answer(t testing.TB, status int, keys ...map[string]any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"keys": keys})
	if err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status, p.body = status, string(body)
}

func (p *publisher) wait(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clock = p.clock.Add(d)
}

func (p *publisher) keys() *auth.RemoteKeys {
	return &auth.RemoteKeys{URL: p.URL, Client: p.Client(), Now: func() time.Time {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.clock
	}}
}

// want asks for a key and checks the answer's code and the fetches so far.
func want(t *testing.T, p *publisher, keys auth.Keys, kid string, code alex.Code, fetches int64) {
	t.Helper()
	key, err := keys.Key(t.Context(), kid)
	if alex.CodeOf(err) != code || (key == nil) != (code != "") {
		t.Errorf("Key(%q) = %v, %v; want code %q", kid, key, err, code)
	}
	if n := p.fetches.Load(); n != fetches {
		t.Errorf("after Key(%q): %d fetches, want %d", kid, n, fetches)
	}
}

func TestRemoteKeysAreCached(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	keys := p.keys()
	for range 1000 {
		want(t, p, keys, "k1", "", 1)
	}
	p.wait(59 * time.Second)
	want(t, p, keys, "k1", "", 1)
	p.wait(time.Second)
	want(t, p, keys, "k1", "", 2)
	v := verifier()
	v.Keys = keys
	if _, err := v.Verify(t.Context(), good().signed(t, issuerKey())); err != nil {
		t.Error(err)
	}
}

func TestUnknownKeysCostOneFetchAMinute(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	keys := p.keys()
	want(t, p, keys, "x", alex.CodeUnauthorized, 1)
	for range 1000 {
		want(t, p, keys, "x", alex.CodeUnauthorized, 1)
	}
	p.wait(time.Minute)
	for range 1000 {
		want(t, p, keys, "y", alex.CodeUnauthorized, 2)
	}
	p.wait(30 * time.Second)
	want(t, p, keys, "k1", "", 2)
}

// A new key is good at once, or within a minute where someone made up keys
// just before; an old one is refused within a minute of its end.
func TestRotation(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	keys := p.keys()
	want(t, p, keys, "k1", "", 1)
	p.wait(10 * time.Second)
	p.answer(t, http.StatusOK, jwk("k2", attackerKey()))
	want(t, p, keys, "k1", "", 1)
	want(t, p, keys, "k2", "", 2)

	want(t, p, keys, "made up", alex.CodeUnauthorized, 3)
	p.answer(t, http.StatusOK, jwk("k2", attackerKey()), jwk("k3", issuerKey()))
	want(t, p, keys, "k3", alex.CodeUnauthorized, 3)
	p.wait(time.Minute)
	want(t, p, keys, "k3", "", 4)
	p.answer(t, http.StatusOK, jwk("k3", issuerKey()))
	p.wait(time.Minute)
	want(t, p, keys, "k2", alex.CodeUnauthorized, 5)
}

func TestOutageKeepsTheKeys(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	keys := p.keys()
	want(t, p, keys, "k1", "", 1)
	p.answer(t, http.StatusInternalServerError)
	p.wait(time.Hour)
	want(t, p, keys, "k1", "", 2)
	want(t, p, keys, "k1", "", 2)
	want(t, p, keys, "k9", alex.CodeUnavailable, 2)
	p.answer(t, http.StatusOK, jwk("k9", attackerKey()))
	p.wait(5 * time.Second)
	want(t, p, keys, "k9", "", 3)
	want(t, p, keys, "k1", alex.CodeUnauthorized, 4)
}

// Answers that no issuer in order gives leave the keys as they are.
func TestBadAnswersAreOutages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
	}{
		"an error with good keys": {http.StatusBadGateway, ""},
		"no content":              {http.StatusNoContent, ""},
		"nothing":                 {http.StatusOK, " "},
		"a page":                  {http.StatusOK, "<html>"},
		"no keys":                 {http.StatusOK, `{}`},
		"an empty list":           {http.StatusOK, `{"keys":[]}`},
		"null":                    {http.StatusOK, `null`},
		"a list":                  {http.StatusOK, `[]`},
		"only a secret":           {http.StatusOK, `{"keys":[{"kty":"oct","kid":"k1","k":"c2VjcmV0"}]}`},
		"only nonsense":           {http.StatusOK, `{"keys":[{"kty":"RSA","kid":"k1","n":"!","e":"AQAB"},7,null,"x"]}`},
		"too much":                {http.StatusOK, `{"keys":[]}` + strings.Repeat(" ", 256<<10)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := publish(t, jwk("k1", issuerKey()))
			keys := p.keys()
			want(t, p, keys, "k1", "", 1)
			p.mu.Lock()
			p.status = c.status
			if c.body != "" {
				p.body = c.body
			}
			p.mu.Unlock()
			p.wait(time.Minute)
			want(t, p, keys, "k1", "", 2)
			want(t, p, keys, "x", alex.CodeUnavailable, 2)
			cold := p.keys()
			want(t, p, cold, "k1", alex.CodeUnavailable, 3)
			want(t, p, cold, "k1", alex.CodeUnavailable, 3)
		})
	}
}

func TestOnlyFittingKeysAreTaken(t *testing.T) {
	t.Parallel()
	change := func(kid, field string, value any) map[string]any {
		key := jwk(kid, issuerKey())
		set(key, field, value)
		return key
	}
	p := publish(t,
		map[string]any{"kty": "oct", "kid": "oct", "k": "c2VjcmV0"},
		map[string]any{"kty": "EC", "kid": "ec", "crv": "P-256", "x": "AA", "y": "AA"},
		change("enc", "use", "enc"), change("ps", "alg", "PS256"), change("rsa384", "alg", "RS384"),
		change("", "kid", nil), change("nothing", "n", ""), jwk("small", smallKey()),
		change("plain", "use", nil), change("any", "alg", nil), jwk("k1", issuerKey()))
	keys := p.keys()
	want(t, p, keys, "nobody's", alex.CodeUnauthorized, 1)
	for kid, code := range map[string]alex.Code{
		"oct": alex.CodeUnauthorized, "ec": alex.CodeUnauthorized, "enc": alex.CodeUnauthorized, "ps": alex.CodeUnauthorized,
		"rsa384": alex.CodeUnauthorized, "": alex.CodeUnauthorized, "nothing": alex.CodeUnauthorized,
		"small": alex.CodeUnauthorized, "plain": "", "any": "", "k1": "",
	} {
		want(t, p, keys, kid, code, 1)
	}
}

// A hundred callers make one fetch, and one that gives up spoils nothing.
func TestOneFetchAtATime(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	p.gate = make(chan struct{})
	keys := p.keys()
	impatient, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := keys.Key(impatient, "k1")
		gaveUp <- err
	}()
	for p.fetches.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-gaveUp; alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("who gave up got %v", err)
	}
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() {
			if _, err := keys.Key(t.Context(), "k1"); err != nil {
				t.Error(err)
			}
		})
	}
	close(p.gate)
	group.Wait()
	want(t, p, keys, "k1", "", 1)
}

// While the issuer hangs, a known key is not waited for: the first caller
// after a minute waits for a fetch, those after a failed one do not.
func TestHangingIssuerStopsNobody(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	keys := p.keys()
	want(t, p, keys, "k1", "", 1)
	p.answer(t, http.StatusInternalServerError)
	p.wait(time.Minute)
	want(t, p, keys, "k1", "", 2)
	p.gate = make(chan struct{})
	p.wait(5 * time.Second)
	for range 10 {
		if _, err := keys.Key(t.Context(), "k1"); err != nil {
			t.Error(err)
		}
	}
	close(p.gate)
}

func TestUnreachableAddress(t *testing.T) {
	t.Parallel()
	p := publish(t, jwk("k1", issuerKey()))
	keys := p.keys()
	keys.URL = "://no address"
	want(t, p, keys, "k1", alex.CodeUnavailable, 0)
	keys = p.keys()
	p.Close()
	want(t, p, keys, "k1", alex.CodeUnavailable, 0)
}

func FuzzKeySet(f *testing.F) {
	one, err := json.Marshal(map[string]any{"keys": []any{jwk("k1", issuerKey())}})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(one), `{}`, `{"keys":[{}]}`, `{"keys":[{"kty":"RSA","kid":"k1","n":"AQ","e":""}]}`, `{"keys":[{"kty":"OKP","crv":"Ed448"}]}`,
		`{"keys":[{"kty":"EC","crv":"P-256","x":"","y":""}]}`, `{"keys":[{"kty":"RSA","x5c":["AA"],"x5u":"http://a"}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		p := publish(t, nil)
		p.body = body
		if key, err := p.keys().Key(t.Context(), "k1"); err == nil && key == nil {
			t.Errorf("%q gives a key that is none", body)
		}
	})
}
