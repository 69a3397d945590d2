package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// printed is what two benchmarks print, and what go test says around them.
const printed = `goos: linux
goarch: amd64
pkg: alex/internal/app
cpu: a processor
BenchmarkAnalyze-2   	      40	  1200000 ns/op	        12.34 p50-ms	       1234 p99-ms
--- FAIL: BenchmarkOther
    other_test.go:1: Benchmark of nothing
PASS
ok  	alex/internal/app	1.0s
pkg: alex/internal/drill
BenchmarkCreate/SQLite/of_50-2	       1	 7 ns/op	 0.00123 ms	 0 errors
`

func TestSift(t *testing.T) {
	t.Parallel()
	var shown, kept strings.Builder
	if err := sift(strings.NewReader(printed), &shown, &kept); err != nil {
		t.Fatal(err)
	}
	if shown.String() != printed {
		t.Errorf("it shows\n%s", shown.String())
	}
	lines := strings.Split(strings.TrimSpace(printed), "\n")
	want := strings.Join(append(append([]string{}, lines[:5]...), lines[9:]...), "\n") + "\n"
	if diff := cmp.Diff(want, kept.String()); diff != "" {
		t.Error(diff)
	}
}

// readText is the figures of what make bench printed.
func readText(t *testing.T, text string) figures {
	t.Helper()
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, filepath.Dir(keptBench)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, keptBench), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := readKept(root)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFigures(t *testing.T) {
	t.Parallel()
	f := readText(t, "commit: abc\ndate: 2026-11-29\n"+printed)
	want := map[string]float64{
		"internal/app Analyze ns/op": 1_200_000, "internal/app Analyze p50-ms": 12.34, "internal/app Analyze p99-ms": 1234,
		"internal/drill Create/SQLite/of_50 ns/op": 7, "internal/drill Create/SQLite/of_50 ms": 0.00123, "internal/drill Create/SQLite/of_50 errors": 0,
	}
	if diff := cmp.Diff(want, f.values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"bench commit": "abc", "bench date": "2026-11-29", "bench cpu": "a processor"}, f.about); diff != "" {
		t.Error(diff)
	}
}

func TestPageOfFigures(t *testing.T) {
	t.Parallel()
	f := readText(t, "commit: abc\n"+printed)
	for text, want := range map[string]string{
		`{{about "bench" "commit"}}`:                                              "abc",
		`{{figure "internal/app Analyze" "p50-ms"}}`:                              "12.3",
		`{{most "It" 1234 "ms" "internal/app Analyze" "p99-ms"}}`:                 "| It | at most 1,234 ms | 1,234 ms | holds |",
		`{{most "It" 1000 "ms" "internal/app Analyze" "p99-ms"}}`:                 "| It | at most 1,000 ms | 1,234 ms | **falls short** |",
		`{{least "It" 12.5 "×" "internal/app Analyze" "p50-ms"}}`:                 "| It | at least 12.5 × | 12.3 × | **falls short** |",
		`{{cells "internal/*" "p50-ms" "app Analyze"}}`:                           " 12.3 |",
		`{{cells "internal/drill Create/SQLite/of_50 *" "" "ms" "errors"}}`:       " 0.00123 | 0 |",
		`{{figure "internal/app Analyze" "p51-ms"}}`:                              "nothing has measured p51-ms of internal/app Analyze",
		`{{about "load" "commit"}}`:                                               "nothing says load commit",
		`{{most "It" 0 "" "internal/drill Create/SQLite/of_50" "errors"}} & more`: "| It | at most 0 | 0 | holds | & more",
	} {
		got, short, err := f.fill(text)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasSuffix(got, want) || (len(short) > 0) != strings.Contains(want, "falls short") {
			t.Errorf("%s becomes %s, short of %v; want %s", text, got, short, want)
		}
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]float64{
		"0": 0, "1,234,568": 1234567.8, "123": 123.4, "12.3": 12.34, "1.2": 1.2, "0.0123": 0.01234, "-4.57": -4.567, "-1,234": -1234, "-123": -123, "100": 99.96,
	} {
		if got := shown(v); got != want {
			t.Errorf("%v is shown as %s, want %s", v, got, want)
		}
	}
}

func TestInReadme(t *testing.T) {
	t.Parallel()
	got, err := inReadme("# A\n"+readmeFrom+"old\n"+readmeTo+"end\n", "new\n")
	if want := "# A\n" + readmeFrom + "\nnew\n\n" + readmeTo + "end\n"; got != want || err != nil {
		t.Errorf("it becomes %q, %v", got, err)
	}
	if again, err := inReadme(got, "new\n"); again != got || err != nil {
		t.Errorf("a second time it becomes %q, %v", again, err)
	}
	if _, err := inReadme("# A\n"+readmeFrom, "new\n"); err == nil {
		t.Error("a place without an end is taken")
	}
}

// TestPagesAreOfWhatWasKept makes the pages again.
func TestPagesAreOfWhatWasKept(t *testing.T) {
	t.Parallel()
	f, err := readKept("../..")
	if err != nil {
		t.Fatal(err)
	}
	pages, _, err := f.pages("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is not what the figures make; go run ./internal/bench -page writes it:\n%s", name, diff)
		}
	}
}
