package cloud

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
)

// tool is a program of the operator's machine. There are no others, and no shell reads
// what they are given.
type tool string

const (
	goTool    tool = "go"
	npm       tool = "npm"
	terraform tool = "terraform"
)

// found reports that the tool is on the path.
func (t tool) found() bool {
	_, err := exec.LookPath(string(t))
	return err == nil
}

// run has the tool work in dir, the present folder where it is empty, with pairs
// NAME=value as its environment, this process's where they are nil. It answers what the
// tool writes, and the last lines of what it says.
func (t tool) run(ctx context.Context, dir string, environ []string, args ...string) (out []byte, said string, err error) {
	var wrote, told bytes.Buffer
	cmd := exec.CommandContext(ctx, string(t), args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, environ, &wrote, &told
	err = cmd.Run()
	return wrote.Bytes(), lastLines(wrote.String()+told.String(), 12), err
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
