package local

import (
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

// A refresh token is its session's id and a secret. The id lets an old token be
// told from a made-up one, however many exchanges ago it was good.
func refreshToken(session alex.ID, secret string) string {
	id, err := uuid.Parse(string(session))
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(id[:]) + secret
}

// readRefreshToken finds the session, and the hash that is compared.
func readRefreshToken(token string) (session alex.ID, hash string, err error) {
	idSize, size := base64.RawURLEncoding.EncodedLen(len(uuid.UUID{})), base64.RawURLEncoding.EncodedLen(secretSize)
	if len(token) != idSize+size {
		return "", "", unauthorized("sign in first", errors.New("it is not as long as a refresh token"))
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(token[:idSize])
	if err != nil {
		return "", "", unauthorized("sign in first", err)
	}
	id, err := uuid.FromBytes(data) // shorter where the decoder has skipped a line break
	if err != nil {
		return "", "", unauthorized("sign in first", err)
	}
	return alex.ID(id.String()), hashOf(token[idSize:]), nil
}

// newSession is a session that begins now, with its first refresh token.
func (i *Issuer) newSession(person alex.PersonID, life time.Duration, userAgent string) (store.NewSession, string, error) {
	secret, err := i.secret()
	if err != nil {
		return store.NewSession{}, "", err
	}
	now, id := i.Now(), i.Store.NewID()
	return store.NewSession{
		ID: id, Person: person, TokenHash: hashOf(secret), UserAgent: tidyAgent(userAgent),
		Now: now, Expires: now.Add(life),
	}, refreshToken(id, secret), nil
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
