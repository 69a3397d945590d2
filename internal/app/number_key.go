package app

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/config"
)

// numberKeyBytes is the length of the key that hashes account numbers.
const numberKeyBytes = 32

// numberKey is the key that hashes account numbers, so that a newer file of an
// account is recognised and no number is stored. It is a setting, or else a
// file in the data folder, made at the first start; never a row. Keys that seal
// files and second factors are derived from it.
func numberKey(cfg config.Config) ([]byte, error) {
	if secret := cfg.AccountKey.Reveal(); secret != "" {
		return []byte(secret), nil
	}
	path := filepath.Join(cfg.Data, "account-number.key")
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newNumberKey(path)
	}
	if err == nil && len(key) != numberKeyBytes {
		err = alex.Errorf(alex.CodeInternal, "the key of account numbers (account-number.key in ALEX_DATA) is damaged: restore it from a backup")
	}
	return key, err
}

// newNumberKey makes the file whole or not at all; of two processes that make
// it at once, both use the one that was first.
func newNumberKey(path string) ([]byte, error) {
	key := make([]byte, numberKeyBytes)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	whole, err := os.CreateTemp(filepath.Dir(path), "account-number-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(whole.Name()) }()
	_, err = whole.Write(key)
	if err = errors.Join(err, whole.Sync(), whole.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(whole.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}
