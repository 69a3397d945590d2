package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const sumsFile = "SHA256SUMS"

// sums is the file that sha256sum -c reads.
func sums(files []file) file {
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(f.body), f.name)
	}
	return file{name: sumsFile, body: []byte(b.String())}
}

// write puts files into a folder, which holds nothing of another release then.
func write(out string, files []file, say io.Writer) error {
	if err := clear(out); err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(out, f.name)
		if err := os.WriteFile(name, f.body, 0o644); err != nil { //nolint:gosec // for everyone to read
			return err
		}
		_, _ = fmt.Fprintf(say, "%9.1f MB  %s\n", float64(len(f.body))/(1<<20), name)
	}
	return nil
}

// clear empties a folder of what this program has written there before, and makes it
// where it is not there. It touches nothing else.
func clear(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil { //nolint:gosec // for everyone to read
		return err
	}
	for _, pattern := range []string{"alex_*", sumsFile, imageFolder} {
		found, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil {
			return err
		}
		for _, name := range found {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
		}
	}
	return nil
}
