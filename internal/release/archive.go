package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// file is one of a release or of an archive.
type file struct {
	name string // slash-separated
	body []byte
	mode fs.FileMode // 0: 0644
}

// pack is the archive of a program with what goes with it, in one folder.
func (t tree) pack(ctx context.Context, p program) (archive file, err error) {
	folder := fmt.Sprintf("alex_%s_%s_%s", t.release, p.os, p.arch)
	files, err := t.contents(ctx, p)
	if err != nil {
		return archive, err
	}
	for i := range files {
		files[i].name = path.Join(folder, files[i].name)
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	form, ending := t.tarred, ".tar.gz"
	if p.os == "windows" {
		form, ending = t.zipped, ".zip"
	}
	archive.name = folder + ending
	archive.body, err = form(files)
	return archive, err
}

// contents are the files of an archive.
func (t tree) contents(ctx context.Context, p program) ([]file, error) {
	files := []file{{name: p.file(), body: p.body, mode: 0o755}}
	taken := []string{"LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md", "docs/operators.md", "docs/configuration.md", "docs/runbook.md"}
	if p.os == "linux" {
		taken = append(taken, "deploy/alex.service")
	}
	for _, name := range taken {
		body, err := os.ReadFile(filepath.Join(t.dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: name, body: body})
	}
	licences, err := t.licences(ctx, p)
	return append(files, file{name: "LICENCES-OF-PARTS.txt", body: licences}), err
}

func (f file) perm() fs.FileMode { return cmp.Or(f.mode, 0o644) }

// tarred is a compressed tar of files, each root's and of the commit's time.
func (t tree) tarred(files []file) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{
			Typeflag: tar.TypeReg, Name: f.name, Size: int64(len(f.body)), Mode: int64(f.perm()), ModTime: t.date, Format: tar.FormatUSTAR,
		}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, err
		}
	}
	err := errors.Join(w.Close(), z.Close())
	return b.Bytes(), err
}

// zipped is a zip of files, each of the commit's time.
func (t tree) zipped(files []file) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: t.date}
		h.SetMode(f.perm())
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
