//go:build linux || darwin

package app

import "syscall"

// freeSpace is how many bytes this user may still store in a folder.
func freeSpace(dir string) (bytes uint64, known bool) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0, false
	}
	return stat.Bavail * uint64(stat.Bsize), true
}

// writable asks the system, without writing.
func writable(dir string) bool {
	const write = 2 // W_OK
	return syscall.Access(dir, write) == nil
}
