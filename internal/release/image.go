package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// imageFolder is where a release's folder holds what the container image is made of.
const imageFolder = "image"

// stage unpacks the archives for Linux of a release's folder for the Containerfile: a
// folder for each processor, and one of folders that the program may write to.
func stage(out string) error {
	at := filepath.Join(out, imageFolder)
	if err := os.RemoveAll(at); err != nil {
		return err
	}
	for _, folder := range []string{"data", "tmp"} {
		if err := os.MkdirAll(filepath.Join(at, "writable", folder), 0o700); err != nil {
			return err
		}
	}
	found, err := filepath.Glob(filepath.Join(out, "alex_*_linux_*.tar.gz"))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("there is no archive for Linux in %s: run make release first", out)
	}
	for _, name := range found {
		arch := path.Base(name)
		arch = strings.TrimSuffix(arch[strings.LastIndexByte(arch, '_')+1:], ".tar.gz")
		if err := unpack(name, filepath.Join(at, arch)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// unpack takes the program and its licences out of an archive.
func unpack(name, to string) (err error) {
	archive, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	z, err := gzip.NewReader(archive)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil { //nolint:gosec // the image's, not this machine's
		return err
	}
	files := tar.NewReader(z)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch base := path.Base(h.Name); base {
		case "alex", "LICENSE", "LICENCES-OF-PARTS.txt":
			body, err := io.ReadAll(files)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(to, base), body, h.FileInfo().Mode().Perm()); err != nil {
				return err
			}
		}
	}
}
