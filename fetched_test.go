package alex_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestModulesAreVerified has the go tool compare every module that was fetched with
// go.sum, and sees it refuse one that was changed afterwards.
func TestModulesAreVerified(t *testing.T) {
	t.Parallel()
	verify := func(dir string, environ ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "go", "mod", "verify")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), environ...)
		said, err := cmd.CombinedOutput()
		return string(said), err
	}
	if said, err := verify("."); err != nil || said != "all modules verified\n" {
		t.Errorf("%v: %s", err, said)
	}

	cache, dir := t.TempDir(), t.TempDir()
	const module = "github.com/google/uuid"
	copyModule(t, module, cache)
	version := strings.TrimSpace(goSays(t, "list", "-m", "-f", "{{.Version}}", module))
	var sums bytes.Buffer
	for line := range strings.Lines(readText(t, "go.sum")) {
		if strings.HasPrefix(line, module+" "+version) {
			sums.WriteString(line)
		}
	}
	for name, text := range map[string]string{
		"go.mod": "module other\n\ngo 1.26\n\nrequire " + module + " " + version + "\n", "go.sum": sums.String(),
		"main.go": "package other\n\nimport _ \"" + module + "\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	alone := []string{"GOMODCACHE=" + cache, "GOPROXY=off", "GOFLAGS=-mod=mod -modcacherw", "GOWORK=off", "GONOSUMDB=*"}
	if said, err := verify(dir, alone...); err != nil {
		t.Fatalf("a module as it is: %v: %s", err, said)
	}
	changed := filepath.Join(cache, filepath.FromSlash(module)+"@"+version, "uuid.go")
	if err := os.WriteFile(changed, []byte("package uuid\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := verify(dir, alone...); err == nil || !strings.Contains(said, "dir has been modified") {
		t.Errorf("a changed module passes: %v: %s", err, said)
	}
}

// copyModule copies a module, as it was fetched and as it was unpacked, into another
// cache.
func copyModule(t *testing.T, module, cache string) {
	t.Helper()
	from := strings.TrimSpace(goSays(t, "env", "GOMODCACHE"))
	unpacked := strings.TrimSpace(goSays(t, "list", "-m", "-f", "{{.Dir}}", module))
	inside, err := filepath.Rel(from, unpacked)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{inside, filepath.Join("cache", "download", filepath.FromSlash(module), "@v")} {
		err := filepath.WalkDir(filepath.Join(from, folder), func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			to, err := filepath.Rel(from, name)
			if err != nil {
				return err
			}
			if entry.IsDir() {
				return os.MkdirAll(filepath.Join(cache, to), 0o700)
			}
			body, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(cache, to), body, 0o600)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func goSays(t *testing.T, args ...string) string {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPackagesOfThePageAreVerified: npm ci compares each package with the sum in the
// lock, so each has to have a strong one, and to say nothing of where it comes from: then
// it is the registry that whoever builds has chosen.
func TestPackagesOfThePageAreVerified(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"frontend/package-lock.json", "frontend/generate/package-lock.json"} {
		faults, packages := unverified(t, readText(t, name))
		if packages < 3 {
			t.Errorf("%s has %d packages", name, packages)
		}
		for _, fault := range faults {
			t.Errorf("%s: %s", name, fault)
		}
	}
	for entry, caught := range map[string]bool{
		`{"integrity":"sha512-YQ=="}`: false,
		`{"integrity":"sha1-YQ=="}`:   true,
		`{}`:                          true,
		`{"resolved":"git+ssh://git@example.org/a.git#1","integrity":"sha512-YQ=="}`:        true,
		`{"resolved":"https://packages.example.org/a-1.0.0.tgz","integrity":"sha512-YQ=="}`: true,
		`{"link":true,"resolved":"../a"}`:                                                   true,
	} {
		if faults, _ := unverified(t, `{"packages":{"":{},"node_modules/a":`+entry+`}}`); (len(faults) > 0) != caught {
			t.Errorf("%s: %v", entry, faults)
		}
	}
}

// unverified are the packages of a lock that could be others than those that were chosen.
func unverified(t *testing.T, text string) (faults []string, packages int) {
	t.Helper()
	var lock struct {
		Packages map[string]struct {
			Resolved, Integrity string
			InBundle            bool // comes inside another, under that one's sum
		}
	}
	if err := json.Unmarshal([]byte(text), &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if name == "" || p.InBundle {
			continue
		}
		packages++
		if !strings.HasPrefix(p.Integrity, "sha512-") || p.Resolved != "" {
			faults = append(faults, name+" is "+p.Resolved+" "+p.Integrity)
		}
	}
	return faults, packages
}
