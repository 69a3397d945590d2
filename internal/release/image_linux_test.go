package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// nobody is who runs in the image.
const nobody = 65532

// TestImageRuns runs what the image holds as an engine would: there is no other file,
// nothing of the environment but what the Containerfile sets, and the user is nobody.
// Others reach it by whatever name they have for it.
func TestImageRuns(t *testing.T) {
	t.Parallel()
	root := image(t)
	serve := func(ctx context.Context) *exec.Cmd { return contained(ctx, root, "0.0.0.0:0", "serve") }
	err := serving(t.Context(), serve, func(v *visitor) error {
		port := v.url[strings.LastIndex(v.url, ":"):]
		if said, err := contained(t.Context(), root, "0.0.0.0"+port, "health").CombinedOutput(); err != nil {
			return fmt.Errorf("it is unwell: %w: %s", err, said)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.url+"/api/ready", nil)
		if err != nil {
			return err
		}
		r.Host = "nas.example.org" + port
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer func() { _ = answer.Body.Close() }()
		if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK {
			return fmt.Errorf("by another name it answers %s: %s, %w", answer.Status, text, err)
		}
		if err := v.come("/api/auth/demo", ""); err != nil {
			return err
		}
		return v.analyze("You own **$701,217** in 4 accounts")
	})
	if err != nil {
		t.Fatal(err)
	}
	if said, err := contained(t.Context(), root, "0.0.0.0:1", "health").CombinedOutput(); err == nil || !strings.Contains(string(said), "does not answer") {
		t.Errorf("without a server it says %s, %v", said, err)
	}
}

// image is a root as the Containerfile lays it, with the user's folders.
func image(t *testing.T) (root string) {
	t.Helper()
	out, m := t.TempDir(), thisRelease(t)
	if err := write(out, []file{m.archive}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := stage(out); err != nil {
		t.Fatal(err)
	}
	root = filepath.Join(out, "image", runtime.GOARCH)
	for _, folder := range []string{"data", "tmp"} {
		at := filepath.Join(root, folder)
		if err := os.Rename(filepath.Join(out, "image", "writable", folder), at); err != nil {
			t.Fatal(err)
		}
		if os.Geteuid() == 0 {
			if err := os.Chown(at, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

// contained is a command of the program in a root. Who is not root here gets to change
// the root in a namespace of users alone, and stays who they are.
func contained(ctx context.Context, root, addr string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/alex", args...)
	cmd.Dir, cmd.Env = "/", []string{"ALEX_ADDR=" + addr, "ALEX_DATA=/data"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getgid(), Size: 1}}
	}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = patience
	return cmd
}
