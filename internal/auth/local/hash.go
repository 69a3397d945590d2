package local

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"golang.org/x/crypto/argon2"

	"alex"
)

// Cost is the cost of a password's hash by Argon2id (RFC 9106).
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is 19 MiB, two passes, one thread: OWASP's password storage
// cheat sheet.
func DefaultCost() Cost { return Cost{Memory: 19 * 1024, Passes: 2, Threads: 1} }

const (
	saltSize = 16
	hashSize = 32

	mostMemory = 1 << 20 // KiB; a row that asks for more is damaged
	mostPasses = 100
)

// digest is a password's hash with all that it was made of.
type digest struct {
	cost       Cost
	salt, hash []byte
}

// argon2id derives a hash of 32 bytes.
func argon2id(password string, cost Cost, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, cost.Passes, cost.Memory, cost.Threads, hashSize)
}

// String is the digest in the PHC string format.
func (d digest) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, d.cost.Memory, d.cost.Passes, d.cost.Threads,
		base64.RawStdEncoding.EncodeToString(d.salt), base64.RawStdEncoding.EncodeToString(d.hash))
}

var phc = regexp.MustCompile(`^\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d{0,2}),p=([1-9]\d{0,1})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$`)

func readDigest(text string) (digest, error) {
	damaged := alex.Errorf(alex.CodeInternal, "a stored password hash is damaged")
	parts := phc.FindStringSubmatch(text)
	if parts == nil {
		return digest{}, damaged
	}
	memory, _ := strconv.ParseUint(parts[1], 10, 32) // the pattern admits digits alone
	passes, _ := strconv.ParseUint(parts[2], 10, 32)
	threads, _ := strconv.ParseUint(parts[3], 10, 8)
	salt, err := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	if err != nil {
		return digest{}, damaged
	}
	hash, err := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if err != nil || memory > mostMemory || passes > mostPasses {
		return digest{}, damaged
	}
	return digest{Cost{uint32(memory), uint32(passes), uint8(threads)}, salt, hash}, nil
}

// hash is a new digest of a password, in the stored form.
func (i *Issuer) hash(ctx context.Context, password string) (string, error) {
	done, err := i.place(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	d, err := i.digest(password)
	return d.String(), err
}

// digest is for who has a place.
func (i *Issuer) digest(password string) (digest, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(i.Rand, salt); err != nil {
		return digest{}, err
	}
	return digest{cost: i.Cost, salt: salt, hash: i.derive(password, i.Cost, salt)}, nil
}

// place waits until a password may be hashed.
func (i *Issuer) place(ctx context.Context) (done func(), err error) {
	select {
	case i.hashing <- struct{}{}:
		return func() { <-i.hashing }, nil
	case <-ctx.Done():
		return nil, &alex.Error{Code: alex.CodeUnavailable, Message: "too many people are signing in; try again", Err: ctx.Err()}
	}
}

// matches compares a password with a stored hash. Where there is none it works
// as long, so that time does not tell whether an e-mail address is known.
func (i *Issuer) matches(password, stored string) (ok, weak bool, err error) {
	if stored == "" {
		i.derive(password, i.Cost, make([]byte, saltSize))
		return false, false, nil
	}
	d, err := readDigest(stored)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(i.derive(password, d.cost, d.salt), d.hash)
	return same == 1, d.cost != i.Cost, nil
}
