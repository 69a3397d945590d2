package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// alone makes this test binary do its part of TestWithoutNetwork: it names the folder
// of the program and an empty one.
const alone = "ALEX_TEST_ALONE"

func TestMain(m *testing.M) {
	if folder := os.Getenv(alone); folder != "" {
		if err := demoAlone(folder, os.Getenv(alone+"_IN")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println("completed without a network")
		return
	}
	os.Exit(m.Run())
}

// TestWithoutNetwork (X08) runs the demo of the unpacked archive in a network of its
// own, in which there is nothing but loopback: no name can be looked up there, and
// nobody be reached.
func TestWithoutNetwork(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = []string{alone + "=" + unpacked(t), alone + "_IN=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 { // who is not root gets to be in a namespace of users, where the system lets them
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	said, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Fatalf("this system lets nobody but root make a network of their own, so nothing is proven here: run it as root: %v", err)
	}
	if err != nil || string(said) != "completed without a network\n" {
		t.Fatalf("%v: %s", err, said)
	}
}

// demoAlone opens a demo and analyzes it, after it has seen that there is no network.
func demoAlone(folder, dir string) error {
	if err := raise("lo"); err != nil {
		return fmt.Errorf("loopback: %w", err)
	}
	links, err := net.Interfaces()
	if err != nil || len(links) != 1 || links[0].Name != "lo" {
		return fmt.Errorf("there is a network: %v, %w", links, err)
	}
	if c, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", "192.0.2.1:443"); !errors.Is(err, syscall.ENETUNREACH) {
		return fmt.Errorf("an address elsewhere is reached: %v, %w", c, err)
	}
	serve := func(ctx context.Context) *exec.Cmd { return command(ctx, folder, dir, "serve") }
	return serving(context.Background(), serve, func(v *visitor) error {
		if err := v.come("/api/auth/demo", ""); err != nil {
			return err
		}
		return v.analyze("You own **$701,217** in 4 accounts")
	})
}

// raise turns a network interface on, as ip link set NAME up does.
func raise(name string) error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(socket) }()
	request, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request)
}
