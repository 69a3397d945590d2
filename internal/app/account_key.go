package app

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/auth/local"
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
	switch {
	case alex.CodeOf(err) == alex.CodeNotFound:
		return firstAccountKey(ctx, system, cfg)
	case err != nil:
		return nil, err
	}
	key, err := presentAccountKey(cfg)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, foreignKey("is not here")
	}
	if err != nil {
		return nil, err
	}
	return key, fits(key, known)
}

// ownKey is accountKey at the start of a server, which then has a name for its
// installation, and tells of what the key does not open.
func (a *App) ownKey(ctx context.Context, cfg config.Config, log *slog.Logger) ([]byte, error) {
	system := a.Store.System()
	_, before := system.Installation(ctx)
	key, err := accountKey(ctx, system, cfg)
	if err != nil {
		return nil, err
	}
	if err := a.settled(ctx, cfg, log, alex.CodeOf(before) == alex.CodeNotFound); err != nil {
		return nil, err
	}
	shut, of, err := unopened(ctx, system, key)
	if shut > 0 {
		log.LogAttrs(ctx, slog.LevelWarn, "the account key does not open every second factor; whose it is cannot sign in before alex user reset-second-factor",
			slog.Int("not opened", shut), slog.Int("of", of))
	}
	return key, err
}

// unopened is how many second factors, of how many, a key does not open.
func unopened(ctx context.Context, system *store.System, key []byte) (shut, of int, err error) {
	sealed, err := system.Sealed(ctx)
	if err != nil {
		return 0, 0, err
	}
	locked, err := local.Locked(key, sealed)
	return len(locked), len(sealed), err
}

// firstAccountKey is the key of a database that knows none yet, as that of an
// older release does: there the key has to open what was sealed.
func firstAccountKey(ctx context.Context, system *store.System, cfg config.Config) ([]byte, error) {
	sealed, err := system.Sealed(ctx)
	if err != nil {
		return nil, err
	}
	key, err := presentAccountKey(cfg)
	if errors.Is(err, fs.ErrNotExist) {
		if len(sealed) > 0 {
			return nil, foreignKey("is not here")
		}
		key, err = newAccountKey(accountKeyPath(cfg))
	}
	if err != nil {
		return nil, err
	}
	locked, err := local.Locked(key, sealed)
	if err != nil {
		return nil, err
	}
	if len(sealed) > 0 && len(locked) == len(sealed) {
		return nil, foreignKey("is not the one that this database was used with")
	}
	check, err := keyCheck(key)
	if err != nil {
		return nil, err
	}
	known, err := system.Settle(ctx, keptID(cfg), check)
	if err != nil {
		return nil, err
	}
	return key, fits(key, known)
}

func fits(key []byte, known store.Installation) error {
	check, err := keyCheck(key)
	if err == nil && known.KeyCheck != check {
		err = foreignKey("is not the one that this database was used with")
	}
	return err
}

func foreignKey(how string) error {
	return alex.Errorf(alex.CodeConflict, "the account key (ALEX_ACCOUNT_KEY, or %s in ALEX_DATA) %s: copy it from another server of this database, "+
		"or from where it was kept apart from the backups; where it is lost for good, alex key replace-account goes on without it", accountKeyFile, how)
}

// presentAccountKey is fs.ErrNotExist where it is no setting and there is no file.
func presentAccountKey(cfg config.Config) ([]byte, error) {
	if secret := cfg.AccountKey.Reveal(); secret != "" {
		return []byte(secret), nil
	}
	key, err := os.ReadFile(accountKeyPath(cfg))
	if err == nil && len(key) != accountKeyBytes {
		err = errDamagedKey()
	}
	return key, err
}

func errDamagedKey() error {
	return alex.Errorf(alex.CodeConflict, "the account key (%s in ALEX_DATA) is damaged: bring back a copy; where there is none, alex key replace-account goes on without it", accountKeyFile)
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
	made, err := os.ReadFile(path)
	if err == nil && len(made) != accountKeyBytes {
		err = errDamagedKey() // or another process is at it
	}
	return made, err
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
	if errors.Is(err, fs.ErrNotExist) || alex.CodeOf(err) == alex.CodeConflict {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	check, err := keyCheck(key)
	return known.KeyCheck == check, err
}

// writeOnce makes a file whole or not at all; of two processes that make it at
// once, one does.
func writeOnce(path string, content []byte) (err error) {
	whole, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(whole.Name()) }()
	_, err = whole.Write(content)
	if err = errors.Join(err, whole.Sync(), whole.Close()); err != nil {
		return err
	}
	if err := publish(whole.Name(), path); alex.CodeOf(err) != alex.CodeConflict {
		return err
	}
	return nil
}
