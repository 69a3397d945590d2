package postgrestest

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// unprivileged is how a process of the server runs: as another user where this
// one is root, whom PostgreSQL refuses, and never longer than its parent.
func unprivileged() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if uid, gid, ok := other(); ok {
		attr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return attr
}

// giveAway makes paths the other user's.
func giveAway(paths ...string) error {
	uid, gid, ok := other()
	if !ok {
		return nil
	}
	for _, path := range paths {
		if err := os.Chown(path, int(uid), int(gid)); err != nil {
			return err
		}
	}
	return nil
}

// other is the user of the server where this process is root.
func other() (uid, gid uint32, ok bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err == nil {
			return uint32(uid), uint32(gid), true
		}
	}
	return 0, 0, false
}
