package retirement

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// loopResult is what a loop says after some runs of the same job.
type loopResult struct {
	least, median time.Duration
	successes     int
	ending        float64
}

// buildLoopC compiles testdata/loop.c; ok is false without a C compiler.
func buildLoopC(t testing.TB) (binary string, ok bool) {
	t.Helper()
	compiler, err := exec.LookPath("cc")
	if err != nil {
		return "", false
	}
	binary = filepath.Join(t.TempDir(), "loop")
	arguments := []string{"-std=c11", "-Wall", "-Wextra", "-O3", "-ffast-math"}
	if runtime.GOARCH == "amd64" { // elsewhere the flags have other names
		arguments = append(arguments, "-march=native", "-mprefer-vector-width=512")
	}
	arguments = append(arguments, "-o", binary, filepath.Join("testdata", "loop.c"), "-lm")
	output, err := exec.CommandContext(t.Context(), compiler, arguments...).CombinedOutput()
	if err != nil || len(output) > 0 {
		t.Fatalf("cc says: %v\n%s", err, output)
	}
	return binary, true
}

// runLoopC does the job in C, variant "same" or "free", several times.
func runLoopC(t testing.TB, binary string, j loopJob, variant string, runs int) loopResult {
	t.Helper()
	c := exec.CommandContext(t.Context(), binary)
	c.Stdin = strings.NewReader(j.text(variant, runs))
	output, err := c.Output()
	if err != nil {
		t.Fatalf("C loop: %v", err)
	}
	var r loopResult
	if _, err := fmt.Sscan(string(output), &r.least, &r.median, &r.successes, &r.ending); err != nil {
		t.Fatalf("C loop: %v in %q", err, output)
	}
	return r
}

// text is the job as loop.c reads it; %v prints every bit of a float.
func (j *loopJob) text(variant string, runs int) string {
	var b strings.Builder
	fmt.Fprintln(&b, variant, runs, j.seed, j.paths, len(j.flows), j.start, j.kept, j.tolerance)
	rows := append([][]float64{j.weights, j.mu}, j.loadings...)
	for _, row := range append(rows, j.flows) {
		fmt.Fprintln(&b, strings.Trim(fmt.Sprint(row), "[]"))
	}
	return b.String()
}
