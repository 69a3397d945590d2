package auth

import (
	"context"
	"crypto"
	"errors"
	"net/http"
	"sync"
	"time"

	"alex"
)

// How often the keys of an issuer are fetched.
const (
	keysAge      = time.Minute     // then a change of keys is seen
	unknownPause = time.Minute     // between fetches that an unknown key id causes
	outagePause  = 5 * time.Second // between tries while the issuer does not answer
	fetchTime    = 5 * time.Second // for one try
)

// RemoteKeys are the keys that an issuer publishes at a URL as a JWK Set
// (RFC 7517). They are fetched when they are first needed, again once they are
// a minute old, and at most once a minute for an unknown key id; never twice
// at a time. While the issuer does not answer, the last keys stay good. It is
// safe for concurrent use.
type RemoteKeys struct {
	URL    string
	Client *http.Client
	Now    func() time.Time

	mu      sync.Mutex
	keys    map[string]crypto.PublicKey // replaced, never changed
	err     error                       // of the last fetch
	flight  chan struct{}               // open while a fetch is under way
	fetched time.Time                   // the last fetch that came back with keys
	tried   time.Time                   // the last fetch
	unknown time.Time                   // the last fetch for a key id that stayed unknown
}

// Key is the key with an id. alex.CodeUnavailable where the key is not among
// those at hand and the issuer does not answer.
func (r *RemoteKeys) Key(ctx context.Context, kid string) (crypto.PublicKey, error) {
	if flight := r.await(ctx, kid); flight != nil {
		select {
		case <-flight:
		case <-ctx.Done():
			return nil, unreachable(ctx.Err())
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch key, known := r.keys[kid]; {
	case known:
		return key, nil
	case r.keys == nil, r.err != nil:
		return nil, unreachable(r.err) // the issuer may have made the key since
	default:
		return nil, refused("the token is not valid", errors.New("the issuer has no key of this id"))
	}
}

func unreachable(err error) *alex.Error {
	return &alex.Error{
		Code: alex.CodeUnavailable, Message: "the keys that tokens are checked with cannot be fetched; try again",
		Err: err, RetryAfter: outagePause,
	}
}

// await begins a fetch if one is due, and answers what to wait for; nil where
// the key at hand will do.
func (r *RemoteKeys) await(ctx context.Context, kid string) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.keys[kid]
	now := r.Now()
	if r.flight == nil {
		if !r.due(now, known) {
			return nil
		}
		r.begin(ctx, now, kid)
	}
	if known && (r.err != nil || now.Sub(r.fetched) < keysAge) {
		return nil // in an outage, and while another looks for an unknown key
	}
	return r.flight
}

func (r *RemoteKeys) due(now time.Time, known bool) bool {
	switch {
	case r.err != nil && now.Sub(r.tried) < outagePause:
		return false
	case r.keys == nil || now.Sub(r.fetched) >= keysAge:
		return true
	default:
		return !known && now.Sub(r.unknown) >= unknownPause
	}
}

// begin fetches without regard to the caller's end: others wait as well.
func (r *RemoteKeys) begin(ctx context.Context, now time.Time, kid string) {
	r.flight, r.tried = make(chan struct{}), now
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTime)
		defer cancel()
		keys, err := r.fetch(ctx)
		r.land(kid, keys, err)
	}()
}

func (r *RemoteKeys) land(kid string, keys map[string]crypto.PublicKey, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err = err; err == nil {
		// As old as the question: a change after it may not be in the answer.
		r.keys, r.fetched = keys, r.tried
	}
	if _, known := r.keys[kid]; !known {
		r.unknown = r.tried
	}
	close(r.flight)
	r.flight = nil
}
