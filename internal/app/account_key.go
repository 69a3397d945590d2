package app

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
)

const (
	accountKeyFile  = "account-number.key"
	accountKeyBytes = 32
)

func accountKeyPath(cfg config.Config) string { return filepath.Join(cfg.Data, accountKeyFile) }

// accountKey is the key that hashes account numbers, so that a newer file of an
// account is recognised and no number is stored. It is a setting, or else a
// file in the data folder, made at the first start; never a row. Keys that seal
// files and second factors are derived from it. The database knows it by a hash:
// where another key is there, or none any more, that is alex.CodeConflict.
func accountKey(ctx context.Context, system *store.System, cfg config.Config) ([]byte, error) {
	known, err := system.Installation(ctx)
	first := alex.CodeOf(err) == alex.CodeNotFound
	if err != nil && !first {
		return nil, err
	}
	key, err := presentAccountKey(cfg)
	switch {
	case errors.Is(err, fs.ErrNotExist) && first:
		key, err = newAccountKey(accountKeyPath(cfg))
	case errors.Is(err, fs.ErrNotExist):
		return nil, foreignKey("is missing", err)
	}
	if err != nil {
		return nil, err
	}
	check, err := keyCheck(key)
	if err == nil && first {
		known, err = system.Settle(ctx, check)
	}
	if err == nil && known.KeyCheck != check {
		err = foreignKey("is not the one that this database was used with", nil)
	}
	return key, err
}

func foreignKey(how string, err error) error {
	return &alex.Error{
		Code: alex.CodeConflict, Err: err,
		Message: "the account key (ALEX_ACCOUNT_KEY, or " + accountKeyFile + " in ALEX_DATA) " + how +
			": bring back the one that was there, which every server of this database has to have; " +
			"if it is lost for good, alex key replace-account says what is lost with it",
	}
}

// presentAccountKey is fs.ErrNotExist where it is no setting and there is no file.
func presentAccountKey(cfg config.Config) ([]byte, error) {
	if secret := cfg.AccountKey.Reveal(); secret != "" {
		return []byte(secret), nil
	}
	key, err := os.ReadFile(accountKeyPath(cfg))
	if err == nil && len(key) != accountKeyBytes {
		err = alex.Errorf(alex.CodeInternal, "the account key (%s in ALEX_DATA) is damaged: restore it from a copy", accountKeyFile)
	}
	return key, err
}

// keyCheck is a hash by which a key is known again: of a key derived from it
// (RFC 5869), so that it tells nothing of what the others seal.
func keyCheck(key []byte) (string, error) {
	derived, err := hkdf.Key(sha256.New, key, nil, "alex account key check", sha256.Size)
	return hex.EncodeToString(derived), err
}

// newAccountKey makes the file whole or not at all; of two processes that make
// it at once, both use the one that was first.
func newAccountKey(path string) ([]byte, error) {
	key := make([]byte, accountKeyBytes)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := writeOnce(path, key); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// accountKeyFits reports whether the account key that is there is the one that
// the database was used with; true where none was yet.
func accountKeyFits(ctx context.Context, system *store.System, cfg config.Config) (bool, error) {
	known, err := system.Installation(ctx)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	key, err := presentAccountKey(cfg)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	check, err := keyCheck(key)
	return known.KeyCheck == check, err
}
