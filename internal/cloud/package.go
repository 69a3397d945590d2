package cloud

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"debug/elf"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"alex"
)

// Limits of Lambda, in bytes: of a zip that is uploaded directly, and of what is in it.
const (
	MostZipped   = 50 << 20
	MostUnzipped = 250 << 20
)

// bootstrap is the one file of a package; Lambda's runtime starts it by that name.
const bootstrap = "bootstrap"

// Package is the program as Lambda takes it.
type Package struct {
	Zip      []byte
	Unzipped int64  // bytes
	Arch     string // arm64 or amd64, as Go says
}

// Sum is the SHA-256 of the zip as Lambda tells it, in base64.
func (p Package) Sum() string {
	sum := sha256.Sum256(p.Zip)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Hex is the same sum in hexadecimal figures.
func (p Package) Hex() string {
	sum := sha256.Sum256(p.Zip)
	return hex.EncodeToString(sum[:])
}

var moduleAlex = regexp.MustCompile(`(?m)^module alex\s*$`)

// Source checks that dir is a source tree of Alex.
func Source(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err == nil && moduleAlex.Match(text) {
		if _, err = os.Stat(filepath.Join(dir, "cmd", "alex", "main.go")); err == nil {
			return nil
		}
	}
	return alex.Invalid("source", "%s is no source tree of Alex: name the folder that holds its go.mod", dir)
}

// PageBuilt reports that the page of a source tree was built.
func PageBuilt(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "frontend", "dist", "index.html"))
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// Build is the package of a source tree for Linux on arch (arm64 or amd64), built by
// the go tool. The same tree, at the same commit where it has one, and the same release
// of the go tool make the same bytes, in whichever folder and on whichever system.
// Environ holds pairs NAME=value, as for the go tool.
func Build(ctx context.Context, dir, arch string, environ []string) (Package, error) {
	if arch != "arm64" && arch != "amd64" {
		return Package{}, alex.Invalid("arch", "is not arm64 or amd64")
	}
	if err := Source(dir); err != nil {
		return Package{}, err
	}
	if !PageBuilt(dir) {
		return Package{}, alex.Invalid("source", "the page is not built, and the program would have none: run make page in %s first", dir)
	}
	if !goTool.found() {
		return Package{}, alex.Errorf(alex.CodeInvalid, "there is no go tool on the path: install Go (https://go.dev/dl), the release that go.mod names or a later one")
	}
	out, err := os.MkdirTemp("", "alex-package-")
	if err != nil {
		return Package{}, err
	}
	defer func() { _ = os.RemoveAll(out) }() // the system clears it away otherwise
	file := filepath.Join(out, bootstrap)
	_, said, err := goTool.run(ctx, dir, targeted(environ, arch), "build", "-trimpath", "-mod=readonly", "-tags", "lambda.norpc", "-ldflags", "-s -w -buildid=", "-o", file, "./cmd/alex")
	if err != nil {
		if ctx.Err() != nil {
			return Package{}, fmt.Errorf("the build was given up: %w", ctx.Err())
		}
		return Package{}, alex.Errorf(alex.CodeInvalid, "the go tool cannot build it:\n%s", said)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return Package{}, err
	}
	return pack(body)
}

// targeted is an environment in which nothing but the tree decides the bytes. In place
// of a flag that is empty, the go tool takes the one that go env -w has written.
func targeted(environ []string, arch string) []string {
	decided := []string{
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + arch, "GOARM64=v8.0", "GOAMD64=v1", "GOFLAGS=-mod=readonly", "GOEXPERIMENT=", "GOFIPS140=off", "GOWORK=off", "GO111MODULE=on",
	}
	kept := slices.DeleteFunc(slices.Clone(environ), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.ContainsFunc(decided, func(d string) bool { return strings.HasPrefix(d, name+"=") })
	})
	return append(kept, decided...)
}

// pack makes the zip of a program, and refuses what Lambda would refuse.
func pack(program []byte) (Package, error) {
	arch, err := machine(program)
	if err != nil {
		return Package{}, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	// The first moment that a zip can tell; the mode makes it executable whatever
	// system packs it.
	h := &zip.FileHeader{Name: bootstrap, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	h.SetMode(0o755)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write(program)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return Package{}, err
	}
	return checked(Package{Zip: b.Bytes(), Unzipped: int64(len(program)), Arch: arch})
}

// ReadPackage is a package that was written before.
func ReadPackage(name string) (Package, error) {
	body, err := os.ReadFile(name)
	if err != nil {
		return Package{}, err
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) != 1 || z.File[0].Name != bootstrap || z.File[0].Mode().Perm()&0o111 == 0 {
		return Package{}, alex.Invalid("package", "%s is no zip with one program bootstrap in it: make one with alex package", name)
	}
	f, err := z.File[0].Open()
	if err != nil {
		return Package{}, err
	}
	program, err := io.ReadAll(io.LimitReader(f, MostUnzipped+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return Package{}, alex.Invalid("package", "%s is damaged: make it anew with alex package", name)
	}
	arch, err := machine(program)
	if err != nil {
		return Package{}, err
	}
	return checked(Package{Zip: body, Unzipped: int64(len(program)), Arch: arch})
}

func checked(p Package) (Package, error) {
	switch {
	case len(p.Zip) > MostZipped:
		return Package{}, alex.Errorf(alex.CodeTooLarge, "the package has %s, and Lambda takes %s at most", Megabytes(int64(len(p.Zip))), Megabytes(MostZipped))
	case p.Unzipped > MostUnzipped:
		return Package{}, alex.Errorf(alex.CodeTooLarge, "the program has %s, and Lambda takes %s at most", Megabytes(p.Unzipped), Megabytes(MostUnzipped))
	}
	return p, nil
}

// Megabytes is a number of bytes in units of 1,048,576, as Lambda counts.
func Megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// machine is the processor that a program of Linux is for, as Go names it.
func machine(program []byte) (string, error) {
	f, err := elf.NewFile(bytes.NewReader(program))
	if err == nil {
		switch f.Machine {
		case elf.EM_AARCH64:
			return "arm64", nil
		case elf.EM_X86_64:
			return "amd64", nil
		}
	}
	return "", alex.Invalid("package", "bootstrap is no program of Linux for arm64 or amd64")
}

// Write keeps the zip as a file, whole or not at all, in a folder that is made if it
// is missing.
func (p Package) Write(name string) (err error) {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(p.Zip)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
