package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// runJourneys runs the files of the page's journeys that are named, whole, and
// adds how those ended. bin/alex is there: make trust builds it.
func runJourneys(ctx context.Context, root string, promises []promise, out io.Writer, results map[string]result) error {
	named := map[string][]string{} // file → titles
	for _, p := range promises {
		for _, journey := range p.proofs {
			if journey.page() {
				named[journey.where] = append(named[journey.where], journey.name)
			}
		}
	}
	if len(named) == 0 {
		return nil
	}
	folder, err := os.MkdirTemp("", "alex-trust-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	told := filepath.Join(folder, "journeys.json")
	args := []string{"vitest", "run", "--config", "e2e/vitest.config.ts", "--reporter=json", "--outputFile=" + told}
	for file := range named {
		args = append(args, strings.TrimPrefix(file, "frontend/"))
	}
	cmd := exec.CommandContext(ctx, "npx", args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = filepath.Join(root, "frontend"), out, out
	if err := cmd.Run(); err != nil {
		_, _ = fmt.Fprintf(out, "journeys: %v\n", err)
	}
	text, err := os.ReadFile(told)
	if err != nil {
		return fmt.Errorf("the journeys told nothing: %w", err)
	}
	return readJourneys(text, filepath.Join(root, "frontend"), results)
}

// journeys is what vitest's JSON reporter writes.
type journeys struct {
	TestResults []struct {
		Name             string
		AssertionResults []struct {
			Title, Status string
			Duration      float64 // milliseconds
		}
	}
}

func readJourneys(text []byte, folder string, results map[string]result) error {
	var all journeys
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	states := map[string]string{"passed": "pass", "failed": "fail"}
	for _, file := range all.TestResults {
		where, err := filepath.Rel(folder, file.Name)
		if err != nil {
			return err
		}
		for _, test := range file.AssertionResults {
			state, known := states[test.Status]
			if !known {
				state = "skip"
			}
			results["frontend/"+filepath.ToSlash(where)+" "+test.Title] = result{
				state: state, took: time.Duration(test.Duration * float64(time.Millisecond)),
			}
		}
	}
	return nil
}
