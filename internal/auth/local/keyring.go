package local

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"sync"
	"time"

	"alex"
	"alex/internal/store"
)

const (
	keyBits     = 2048
	ringAge     = 30 * time.Second // then a change of keys by another process is seen
	unknownGap  = time.Second      // between looks for an unknown key id
	afterRetire = 5 * time.Minute  // a retired key is still published: its last tokens live a minute
)

// signingKey is one of the issuer's keys.
type signingKey struct {
	id      string
	private *rsa.PrivateKey
	retired bool
	tags    []byte // the key of refresh tokens' tags
}

// keyring keeps the keys in memory for a moment.
type keyring struct {
	mu   sync.Mutex
	keys []signingKey // the oldest first; replaced, never changed
	read time.Time
}

// Key is a public key by its id, for a verifier in this or another process
// over the same store.
func (i *Issuer) Key(ctx context.Context, kid string) (crypto.PublicKey, error) {
	for _, age := range []time.Duration{ringAge, unknownGap} {
		keys, err := i.keysNotOlder(ctx, age)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			if key.id == kid {
				return key.private.Public(), nil
			}
		}
	}
	return nil, unauthorized("the token is not valid", errors.New("there is no key of this id"))
}

// signer is the key that signs now: the oldest that is not retired.
func (i *Issuer) signer(ctx context.Context) (signingKey, error) {
	keys, err := i.keysNotOlder(ctx, ringAge)
	if err != nil {
		return signingKey{}, err
	}
	for _, key := range keys {
		if !key.retired {
			return key, nil
		}
	}
	return signingKey{}, alex.Errorf(alex.CodeInternal, "there is no key to sign tokens with")
}

// keysNotOlder reads the keys where those at hand are older than age, and
// makes the first where there is none. One goroutine reads, others wait.
func (i *Issuer) keysNotOlder(ctx context.Context, age time.Duration) ([]signingKey, error) {
	i.ring.mu.Lock()
	defer i.ring.mu.Unlock()
	now := i.Now()
	if len(i.ring.keys) > 0 && now.Sub(i.ring.read) < age {
		return i.ring.keys, nil
	}
	keys, err := i.loadKeys(ctx, now)
	if err != nil {
		return nil, err
	}
	i.ring.keys, i.ring.read = keys, now
	return keys, nil
}

func (i *Issuer) loadKeys(ctx context.Context, now time.Time) ([]signingKey, error) {
	keys, err := i.readKeys(ctx, now.Add(-afterRetire))
	if err != nil || inUse(keys) {
		return keys, err
	}
	first, err := i.newKey(now)
	if err != nil {
		return nil, err
	}
	if err := i.Store.System().FirstSigningKey(ctx, first); err != nil {
		return nil, err
	}
	return i.readKeys(ctx, now.Add(-afterRetire))
}

func inUse(keys []signingKey) bool {
	for _, key := range keys {
		if !key.retired {
			return true
		}
	}
	return false
}

// readKeys reads the keys in use and those retired since.
func (i *Issuer) readKeys(ctx context.Context, since time.Time) ([]signingKey, error) {
	rows, err := i.Store.System().SigningKeys(ctx, since)
	if err != nil {
		return nil, err
	}
	keys := make([]signingKey, 0, len(rows))
	for _, row := range rows {
		private, err := readPrivate(row.Private)
		if err != nil {
			return nil, err
		}
		tags, err := tagKey(private)
		if err != nil {
			return nil, err
		}
		keys = append(keys, signingKey{id: row.ID, private: private, retired: row.RetiredAt != nil, tags: tags})
	}
	return keys, nil
}

func readPrivate(text string) (*rsa.PrivateKey, error) {
	damaged := func(err error) error {
		return &alex.Error{Code: alex.CodeInternal, Message: "a stored signing key is damaged", Err: err}
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, damaged(errors.New("it is not PEM"))
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, damaged(err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, damaged(errors.New("it is no RSA key"))
	}
	return private, nil
}

// newKey makes a key; its randomness is always the system's.
func (i *Issuer) newKey(now time.Time) (store.SigningKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return store.SigningKey{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return store.SigningKey{}, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return store.SigningKey{ID: string(i.Store.NewID()), Private: string(text), CreatedAt: now}, nil
}
