//go:build unix

package app

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the file for as long as it is open, or says at once that it is
// taken.
func lock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	return err
}
