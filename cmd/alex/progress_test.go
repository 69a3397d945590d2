package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	tick := make(chan time.Time)
	end := progress{w: &out, what: "seeding", tick: tick}.start()
	tick <- time.Time{}
	tick <- time.Time{}
	end()
	if got, want := out.String(), "\rseeding … 1 s\rseeding … 2 s\r\x1b[K"; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
	out.Reset()
	end = progress{w: &out, what: "seeding", tick: tick}.start()
	end()
	end() // who prints a line and who is done may both end it
	if out.Len() > 0 {
		t.Errorf("quick work shows %q", out.String())
	}
}

// TestProgressInFiles looks that a file is no terminal.
func TestProgressInFiles(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "errors"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if terminal(file) {
		t.Error("a file passes for a terminal")
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	if !terminal(null) {
		t.Error("a character device does not pass for a terminal")
	}
}
