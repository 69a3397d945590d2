package store

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing/fstest"
	"text/template"
)

//go:embed migrations/*.sql
var common embed.FS

// rendered are the migrations in an engine's words: the common files, and the
// engine's own, which stand before a common file of the same name.
func rendered(engine Engine) (fstest.MapFS, error) {
	files := fstest.MapFS{}
	shared, err := fs.Sub(common, "migrations")
	if err != nil {
		return nil, err
	}
	for _, source := range []fs.FS{shared, engine.Migrations()} {
		if err := renderInto(files, source, engine.Words()); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func renderInto(files fstest.MapFS, source fs.FS, words Words) error {
	names, err := fs.Glob(source, "*.sql")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return err
		}
		t, err := template.New(name).Option("missingkey=error").Parse(string(text))
		if err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
		var out bytes.Buffer
		if err := t.Execute(&out, words); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
		files[name] = &fstest.MapFile{Data: out.Bytes(), Mode: 0o444}
	}
	return nil
}

// checksum is the SHA-256 of a migration as it is run on this engine.
func checksum(files fstest.MapFS, name string) string {
	sum := sha256.Sum256(files[name].Data)
	return hex.EncodeToString(sum[:])
}

// fileNames are the migrations by version, which their names begin with.
func fileNames(files fstest.MapFS) (map[int64]string, error) {
	names := make(map[int64]string, len(files))
	for name := range files {
		var version int64
		if _, err := fmt.Sscanf(path.Base(name), "%d_", &version); err != nil || !strings.HasSuffix(name, ".sql") {
			return nil, errors.New("migration without a version: " + name)
		}
		if other, taken := names[version]; taken {
			pair := []string{name, other}
			slices.Sort(pair)
			return nil, errors.New("two migrations of one version: " + strings.Join(pair, ", "))
		}
		names[version] = name
	}
	return names, nil
}

// newestVersion is the highest version; 0 of none.
func newestVersion(names map[int64]string) int64 {
	return slices.Max(append(slices.Collect(maps.Keys(names)), 0))
}
