package local

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"alex"
	"alex/internal/store"
)

// secretSize is 256 bits.
const secretSize = 32

// secret is random text that nobody guesses. Only its hash is stored, and a
// plain one will do: there is nothing to guess it from.
func (i *Issuer) secret() (string, error) {
	data := make([]byte, secretSize)
	if _, err := io.ReadFull(i.Rand, data); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(data), nil
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// presented is a refresh token taken apart: the id of its session, a secret and
// a tag.
type presented struct {
	session     alex.ID
	secret, tag string
}

// refreshToken is the token of a secret. The id and the tag let an old token be
// told from a made-up one, however many exchanges ago it was good.
func (i *Issuer) refreshToken(ctx context.Context, session alex.ID, secret string) (string, error) {
	key, err := i.signer(ctx)
	if err != nil {
		return "", err
	}
	return presented{session, secret, tagOf(key.tags, session, secret)}.spelled()
}

func (p presented) spelled() (string, error) {
	id, err := uuid.Parse(string(p.session))
	return base64.RawURLEncoding.EncodeToString(id[:]) + p.secret + p.tag, err
}

// readRefreshToken takes a token apart. Those of earlier versions have no tag.
func readRefreshToken(token string) (p presented, err error) {
	idEnd := base64.RawURLEncoding.EncodedLen(len(uuid.UUID{}))
	secretEnd := idEnd + base64.RawURLEncoding.EncodedLen(secretSize)
	if len(token) != secretEnd && len(token) != secretEnd+base64.RawURLEncoding.EncodedLen(tagSize) {
		return p, unauthorized("sign in first", errors.New("it is not as long as a refresh token"))
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(token[:idEnd])
	if err != nil {
		return p, unauthorized("sign in first", err)
	}
	id, err := uuid.FromBytes(data) // shorter where the decoder has skipped a line break
	if err != nil {
		return p, unauthorized("sign in first", err)
	}
	return presented{alex.ID(id.String()), token[idEnd:secretEnd], token[secretEnd:]}, nil
}

// newSession is a session that begins now, with its first refresh token.
func (i *Issuer) newSession(ctx context.Context, person alex.PersonID, life time.Duration, userAgent string) (store.NewSession, string, error) {
	secret, err := i.secret()
	if err != nil {
		return store.NewSession{}, "", err
	}
	now, id := i.Now(), i.Store.NewID()
	token, err := i.refreshToken(ctx, id, secret)
	if err != nil {
		return store.NewSession{}, "", err
	}
	return store.NewSession{
		ID: id, Person: person, TokenHash: hashOf(secret), UserAgent: tidyAgent(userAgent),
		Now: now, Expires: now.Add(life),
	}, token, nil
}

// tidyAgent makes what a client says of itself fit to be stored and shown.
func tidyAgent(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	for utf8.RuneCountInString(text) > 255 {
		text = string([]rune(text)[:255])
	}
	return text
}
