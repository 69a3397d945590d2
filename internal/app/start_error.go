package app

import (
	"errors"
	"io/fs"
	"net"
	"syscall"

	"alex"
	"alex/internal/config"
)

// startError says of a failure at the start which setting it hangs on; the
// whole cause stays inside.
type startError struct {
	text string
	err  error
}

func (e startError) Error() string { return e.text }
func (e startError) Unwrap() error { return e.err }

// cannotListen explains why addr cannot be listened on.
func cannotListen(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return startError{addr + " is in use: set ALEX_ADDR to another address, or end the program that listens there", err}
	}
	return startError{addr + " cannot be listened on (" + cause(err) + "): set ALEX_ADDR to another address", err}
}

// cannotKeep explains why nothing can be kept in the data folder.
func cannotKeep(dir string, err error) error {
	return startError{
		"the data folder " + dir + " cannot be written (" + cause(err) + "): set ALEX_DATA to a folder of your own", err,
	}
}

// cannotReach names the setting of a database that is away, never its value.
func cannotReach(cfg config.Config, url config.Secret, err error) error {
	e, ok := errors.AsType[*alex.Error](err)
	if !ok {
		return err
	}
	name := "ALEX_DATABASE_URL"
	if url != cfg.DatabaseURL {
		name = "ALEX_MIGRATE_URL"
	}
	text := name + ": " + e.Message
	if op, ok := errors.AsType[*net.OpError](err); ok {
		text += " (" + op.Error() + ")"
	}
	return startError{text, err}
}

// mayNotMigrate says what to do where the database refuses a login that is not
// the owner's.
func mayNotMigrate(err error) error {
	const insufficientPrivilege = "42501"
	refused, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err)
	if !ok || refused.SQLState() != insufficientPrivilege {
		return err
	}
	return startError{"this login may not change the schema: give the URL of the database's owner in ALEX_MIGRATE_URL", err}
}

// cause is the innermost reason that a person can do something about.
func cause(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Err != nil {
		return op.Err.Error()
	}
	return err.Error()
}
