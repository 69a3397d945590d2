//go:build !linux && !darwin

package app

import "os"

// freeSpace is not known here.
func freeSpace(string) (bytes uint64, known bool) { return 0, false }

// writable goes by the mode, which is all that can be had without writing.
func writable(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.Mode().Perm()&0o200 != 0
}
