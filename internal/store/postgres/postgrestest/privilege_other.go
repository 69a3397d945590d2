//go:build !linux

package postgrestest

import "syscall"

// unprivileged leaves the process as it is: elsewhere tests do not run as root.
func unprivileged() *syscall.SysProcAttr { return nil }

func giveAway(...string) error { return nil }
