package alex_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// madeSecrets are what keys of AWS, of models, of webhooks and of signers look like.
var madeSecrets = regexp.MustCompile(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{60,}|` +
	`\bsk-(?:ant-)?[A-Za-z0-9_-]{32,}|\bghp_[A-Za-z0-9]{36}\b|\bxox[bp]-[A-Za-z0-9-]{20,}`)

// TestNoSecretIsInTheTree looks through every file that is not built or fetched. What
// tests make up is shorter, or no key of anybody.
func TestNoSecretIsInTheTree(t *testing.T) {
	t.Parallel()
	looked := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != "." && entry.Name() != ".ci" || entry.Name() == "node_modules" || slices.Contains([]string{"bin", "data", "dist", "out"}, path) || path == filepath.Join("frontend", "dist")):
			return fs.SkipDir
		case entry.IsDir() || !entry.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if found := madeSecrets.Find(text); found != nil && !strings.HasSuffix(string(found), "EXAMPLE") { // AWS's own, of its documents
			t.Errorf("%s holds what looks like a secret: %.12s…", path, found)
		}
		looked++
		return err
	})
	if err != nil || looked < 1000 {
		t.Errorf("%d files, %v", looked, err)
	}
	for text, want := range map[string]bool{
		"AKIA" + strings.Repeat("A", 16): true, "sk-ant-" + strings.Repeat("a", 40): true, "sk-secret-of-tests-0123456789": false,
		"-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("A", 64): true, "-----BEGIN PRIVATE KEY-----\nAAAA": false,
	} {
		if got := madeSecrets.MatchString(text); got != want {
			t.Errorf("%.12s is a secret: %v", text, got)
		}
	}
}
