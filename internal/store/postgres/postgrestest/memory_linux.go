package postgrestest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// inMemory is a folder of files that are kept in memory, where there is one with room
// for some hundred databases, and nobody says another; else it is "".
func inMemory() string {
	const folder, room = "/dev/shm", 8 << 30
	if os.Getenv("TMPDIR") != "" || available() < room {
		return ""
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil || fs.Bavail*uint64(fs.Bsize) < room {
		return ""
	}
	sweep(folder)
	return folder
}

// sweep deletes what programs have left that were killed: it would take memory for ever.
func sweep(folder string) {
	left, err := filepath.Glob(filepath.Join(folder, "alex-postgres-*"))
	if err != nil {
		return
	}
	for _, path := range left {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(path), "alex-postgres-%d-", &pid); err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(path) // another's stays where it is
		}
	}
}

// available is how many bytes programs can have before the system has to swap; 0 where
// that is not said.
func available() uint64 {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	var kib uint64
	for line := range bytes.Lines(text) {
		if _, err := fmt.Sscanf(string(line), "MemAvailable: %d kB", &kib); err == nil {
			break
		}
	}
	return kib << 10
}
