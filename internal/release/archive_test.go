package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// opened are the files of an archive, "name mode time" in order, and their bodies.
func opened(t *testing.T, archive file) (list []string, bodies map[string]string) {
	t.Helper()
	bodies = map[string]string{}
	take := func(name string, mode os.FileMode, at time.Time, r io.Reader) {
		t.Helper()
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %v %s", name, mode, at.UTC().Format(time.RFC3339)))
		bodies[name] = string(body)
	}
	if strings.HasSuffix(archive.name, ".zip") {
		z, err := zip.NewReader(bytes.NewReader(archive.body), int64(len(archive.body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			take(f.Name, f.Mode(), f.Modified, r)
		}
		return list, bodies
	}
	z, err := gzip.NewReader(bytes.NewReader(archive.body))
	if err != nil {
		t.Fatal(err)
	}
	for files := tar.NewReader(z); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return list, bodies
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" {
			t.Errorf("%s is of %d:%d %s", h.Name, h.Uid, h.Gid, h.Uname)
		}
		take(h.Name, h.FileInfo().Mode(), h.ModTime, files)
	}
}

// TestWhatIsInAnArchive: the files of each system, of the commit's time.
func TestWhatIsInAnArchive(t *testing.T) {
	t.Parallel()
	for system, c := range map[string]struct {
		ending string
		more   []string // beside what is in each
	}{
		"linux":   {".tar.gz", []string{"alex -rwxr-xr-x", "deploy/alex.service -rw-r--r--"}},
		"darwin":  {".tar.gz", []string{"alex -rwxr-xr-x"}},
		"windows": {".zip", []string{"alex.exe -rwxr-xr-x"}},
	} {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			archive, err := at("../..").pack(t.Context(), program{os: system, arch: "arm64", body: []byte("the program")})
			if err != nil {
				t.Fatal(err)
			}
			folder := "alex_v0.1.2_" + system + "_arm64"
			if archive.name != folder+c.ending {
				t.Errorf("it is called %s", archive.name)
			}
			list, bodies := opened(t, archive)
			want := map[string]bool{}
			for _, name := range append(c.more, "CHANGELOG.md -rw-r--r--", "LICENCES-OF-PARTS.txt -rw-r--r--", "LICENSE -rw-r--r--", "README.md -rw-r--r--",
				"SECURITY.md -rw-r--r--", "docs/configuration.md -rw-r--r--", "docs/operators.md -rw-r--r--", "docs/runbook.md -rw-r--r--") {
				want[folder+"/"+name+" 2026-11-01T12:34:56Z"] = true
			}
			got := map[string]bool{}
			for _, line := range list {
				got[line] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("it holds (-want +got): %s", diff)
			}
			licence, err := os.ReadFile("../../LICENSE")
			if err != nil || bodies[folder+"/LICENSE"] != string(licence) {
				t.Errorf("its licence is %.40q, %v", bodies[folder+"/LICENSE"], err)
			}
		})
	}
}

// TestSumsAreThoseOfTheFiles has the system's own tool check a folder, and what else
// lies in it left alone.
func TestSumsAreThoseOfTheFiles(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "dist")
	release := func(names ...string) {
		t.Helper()
		var files []file
		for _, name := range names {
			files = append(files, file{name: name, body: []byte("of " + name)})
		}
		if err := write(out, append(files, sums(files)), io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	release("alex_1_linux_amd64.tar.gz", "alex_1_parts.cdx.json")
	if err := os.WriteFile(filepath.Join(out, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	release("alex_2_linux_amd64.tar.gz", "alex_2_parts.cdx.json")
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{"SHA256SUMS", "alex_2_linux_amd64.tar.gz", "alex_2_parts.cdx.json", "notes.txt"}, names); diff != "" {
		t.Errorf("the folder holds (-want +got): %s", diff)
	}
	check := func() ([]byte, error) {
		cmd := exec.CommandContext(t.Context(), "sha256sum", "--check", "--strict", "SHA256SUMS")
		cmd.Dir = out
		return cmd.CombinedOutput()
	}
	if said, err := check(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
	if err := os.WriteFile(filepath.Join(out, "alex_2_parts.cdx.json"), []byte("of another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := check(); err == nil || !strings.Contains(string(said), "alex_2_parts.cdx.json: FAILED") {
		t.Errorf("a changed file passes: %v: %s", err, said)
	}
}

// TestImageIsStaged: the container image gets the program of each processor.
func TestImageIsStaged(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	if err := stage(out); err == nil || !strings.Contains(err.Error(), "make release") {
		t.Errorf("without a release it says %v", err)
	}
	var files []file
	for _, arch := range []string{"amd64", "arm64"} {
		archive, err := at("../..").pack(t.Context(), program{os: "linux", arch: arch, body: []byte("for " + arch)})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, archive)
	}
	if err := write(out, files, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := stage(out); err != nil {
		t.Fatal(err)
	}
	for _, arch := range []string{"amd64", "arm64"} {
		program := filepath.Join(out, "image", arch, "alex")
		body, err := os.ReadFile(program)
		if err != nil || string(body) != "for "+arch {
			t.Errorf("%s is %q, %v", program, body, err)
		}
		if info, err := os.Stat(program); err != nil || info.Mode().Perm() != 0o755 {
			t.Errorf("%s is %v, %v", program, info, err)
		}
		for _, name := range []string{"LICENSE", "LICENCES-OF-PARTS.txt"} {
			if _, err := os.Stat(filepath.Join(out, "image", arch, name)); err != nil {
				t.Error(err)
			}
		}
	}
	for _, folder := range []string{"data", "tmp"} {
		if info, err := os.Stat(filepath.Join(out, "image", "writable", folder)); err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
			t.Error(folder, info, err)
		}
	}
}
