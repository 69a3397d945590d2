package cloud_test

import (
	"archive/zip"
	"bytes"
	"context"
	"debug/elf"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"alex"
	"alex/internal/cloud"
)

// root is the source tree that this test is of.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// copied is a copy of the source tree, without what is fetched or hidden, and with a
// page where it has none.
func copied(t *testing.T) string {
	t.Helper()
	from, to := root(t), t.TempDir()
	err := filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == from {
			return err
		}
		switch base := entry.Name(); {
		case entry.IsDir() && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "out" || base == "bin" || name == filepath.Join(from, "dist")):
			return filepath.SkipDir
		case entry.IsDir() || !entry.Type().IsRegular() || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		inside, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return put(filepath.Join(to, inside), body)
	})
	if err == nil && !cloud.PageBuilt(to) {
		err = put(filepath.Join(to, "frontend", "dist", "index.html"), []byte("<!doctype html><title>Alex</title>"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func put(name string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return os.WriteFile(name, body, 0o600)
}

// TestPackageIsReproducible: two folders, other settings of the go tool in one of
// them, the same bytes; one program for Lambda's processors in it, and room left.
func TestPackageIsReproducible(t *testing.T) {
	t.Parallel()
	const arch = runtime.GOARCH // of which the compiler has most at hand; the other is built the same way
	first, err := cloud.Build(t.Context(), copied(t), arch, os.Environ())
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "env") // as go env -w writes it
	if err := put(own, []byte("GOFLAGS=-gcflags=-l\n")); err != nil {
		t.Fatal(err)
	}
	again, err := cloud.Build(t.Context(), copied(t), arch, append(os.Environ(), "GOENV="+own, "GOFLAGS=-tags=other", "GOOS=windows", "GOARM64=v8.1", "GOAMD64=v2", "GOFIPS140=latest"))
	if err != nil {
		t.Fatal(err)
	}
	if first.Hex() != again.Hex() || !bytes.Equal(first.Zip, again.Zip) {
		t.Errorf("two builds differ: %s and %s", first.Hex(), again.Hex())
	}
	z, err := zip.NewReader(bytes.NewReader(first.Zip), int64(len(first.Zip)))
	if err != nil || len(z.File) != 1 {
		t.Fatal(err)
	}
	f := z.File[0]
	if f.Name != "bootstrap" || f.Mode() != 0o755 || f.Modified.Year() != 1980 || int64(f.UncompressedSize64) != first.Unzipped {
		t.Errorf("it holds %+v", f.FileHeader)
	}
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	program, err := elf.NewFile(bytes.NewReader(body))
	if err != nil || program.Machine != map[string]elf.Machine{"arm64": elf.EM_AARCH64, "amd64": elf.EM_X86_64}[arch] || program.Section(".symtab") != nil {
		t.Errorf("it is for %v, %v", program, err)
	}
	if libraries, err := program.ImportedLibraries(); err == nil && len(libraries) > 0 {
		t.Errorf("it needs %q", libraries)
	}
	if bytes.Contains(body, []byte(root(t))) {
		t.Error("it holds the folder that it was built in")
	}
	if n := len(first.Zip); n >= 50<<20 || first.Unzipped >= 250<<20 || first.Arch != arch {
		t.Errorf("%d bytes zipped, %d unzipped, for %s", n, first.Unzipped, first.Arch)
	}
	sum, err := base64.StdEncoding.DecodeString(first.Sum())
	if err != nil || hex.EncodeToString(sum) != first.Hex() {
		t.Errorf("its sums are %s and %s", first.Sum(), first.Hex())
	}

	name := filepath.Join(t.TempDir(), "new", "alex.zip")
	if err := first.Write(name); err != nil {
		t.Fatal(err)
	}
	read, err := cloud.ReadPackage(name)
	if err != nil || read.Hex() != first.Hex() || read.Arch != arch || read.Unzipped != first.Unzipped {
		t.Errorf("it reads back as %s for %s, %v", read.Hex(), read.Arch, err)
	}
	left, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(left) != 1 {
		t.Errorf("beside it lie %v, %v", left, err)
	}
	t.Attr("measured", "built twice in two folders, the same "+first.Hex()[:12]+"…; "+cloud.Megabytes(int64(len(first.Zip)))+" zipped, "+cloud.Megabytes(first.Unzipped)+" unzipped")
}

// TestPackageRefuses what would be no program of Alex.
func TestPackageRefuses(t *testing.T) {
	t.Parallel()
	bare, other := t.TempDir(), t.TempDir()
	for name, body := range map[string]string{
		filepath.Join(bare, "go.mod"): "module alex\n\ngo 1.26\n", filepath.Join(bare, "cmd", "alex", "main.go"): "package main\n",
		filepath.Join(other, "go.mod"): "module example.org/alex\n",
	} {
		if err := put(name, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct{ dir, arch, says string }{
		"no tree":      {t.TempDir(), "arm64", "is no source tree of Alex"},
		"another tree": {other, "arm64", "is no source tree of Alex"},
		"no page":      {bare, "arm64", "run make page"},
		"another arch": {bare, "riscv64", "arch: is not arm64 or amd64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := cloud.Build(t.Context(), c.dir, c.arch, nil)
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
	t.Run("what does not build", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		for name, body := range map[string]string{"go.mod": "module alex\n\ngo 1.26\n", "cmd/alex/main.go": "package main\n\nfunc main() { missing() }\n", "frontend/dist/index.html": "x"} {
			if err := put(filepath.Join(dir, filepath.FromSlash(name)), []byte(body)); err != nil {
				t.Fatal(err)
			}
		}
		_, err := cloud.Build(t.Context(), dir, "amd64", os.Environ())
		if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), "undefined: missing") {
			t.Errorf("it says %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := cloud.Build(ended, dir, "amd64", os.Environ()); err == nil || !strings.Contains(err.Error(), "given up") {
			t.Errorf("given up, it says %v", err)
		}
	})
}

// TestReadPackageRefuses zips that Lambda could not start.
func TestReadPackageRefuses(t *testing.T) {
	t.Parallel()
	zipped := func(name string, mode fs.FileMode, body string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		h := &zip.FileHeader{Name: name}
		h.SetMode(mode)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		body []byte
		says string
	}{
		"no zip":       {[]byte("x"), "no zip with one program bootstrap"},
		"another name": {zipped("alex", 0o755, "x"), "no zip with one program bootstrap"},
		"no program":   {zipped("bootstrap", 0o755, "x"), "no program of Linux"},
		"not started":  {zipped("bootstrap", 0o644, "x"), "no zip with one program bootstrap"},
	} {
		file := filepath.Join(t.TempDir(), "alex.zip")
		if err := put(file, c.body); err != nil {
			t.Fatal(err)
		}
		if _, err := cloud.ReadPackage(file); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: it says %v", name, err)
		}
	}
	if _, err := cloud.ReadPackage(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there is read")
	}
}
