package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asProgram makes this test binary the program itself, so that none has to be
// built.
const asProgram = "ALEX_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(func() int {
		var err error
		if folder, err = os.MkdirTemp("", "alex-command"); err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		return m.Run()
	}())
}

// folder takes the program that is built for tests that look at it as people have it.
var folder string

var built = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(folder, "alex")
	build := exec.Command("go", "build", "-trimpath", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, text)
	}
	return path, nil
})

// binary is the program, which is built once for all tests.
func binary(t *testing.T) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// server is `alex serve` in a process of its own, over SQLite in dir/data.
type server struct {
	*exec.Cmd
	url    string
	out    *bufio.Reader
	errors bytes.Buffer // to be read once the process has ended
}

const (
	password = "correct horse battery"
	deadline = time.Minute // for what takes moments
)

// program is a process of this program with its own environment.
func program(t *testing.T, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), self, args...)
	cmd.Env = append([]string{asProgram + "=1", "HOME=" + t.TempDir(), "ALEX_ADDR=127.0.0.1:0"}, environ...)
	return cmd
}

func startServer(t *testing.T, dir string, environ ...string) *server {
	t.Helper()
	s := &server{Cmd: program(t, append([]string{"ALEX_DATA=" + filepath.Join(dir, "data")}, environ...), "serve")}
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.Stderr = &s.errors
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Process.Kill() // most have ended
		_ = s.Wait()
	})
	s.out = bufio.NewReader(out)
	line, err := s.out.ReadString('\n')
	found := regexp.MustCompile(`^listening on (http://127\.0\.0\.1:[0-9]+)\n$`).FindStringSubmatch(line)
	if found == nil {
		t.Fatalf("the server says %q: %v", line, err)
	}
	s.url = found[1]
	return s
}

// end waits for the process after a signal and answers what else it wrote.
func (s *server) end(t *testing.T, signal os.Signal) (rest string, err error) {
	t.Helper()
	if err := s.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(deadline, func() { _ = s.Process.Kill() })
	defer killer.Stop()
	text, _ := io.ReadAll(s.out) // ends with the process
	return string(text), s.Wait()
}

// terminate is the request to end in order.
func (s *server) terminate(t *testing.T) {
	t.Helper()
	rest, err := s.end(t, syscall.SIGTERM)
	if err != nil || rest != "" {
		t.Errorf("the server ends with %v, and says %q\n%s", err, rest, s.errors.String())
	}
}

// post sends JSON and wants a status.
func (s *server) post(t *testing.T, want int, path, body string) string {
	t.Helper()
	return s.postAs(t, "", want, path, body)
}

// postAs is post with a token; without one it is nobody's.
func (s *server) postAs(t *testing.T, token string, want int, path, body string) string {
	t.Helper()
	return s.sendAs(t, token, http.MethodPost, want, path, body)
}

// getAs reads what somebody may read.
func (s *server) getAs(t *testing.T, token, path string) string {
	t.Helper()
	return s.sendAs(t, token, http.MethodGet, http.StatusOK, path, "")
}

func (s *server) sendAs(t *testing.T, token, method string, want int, path, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		t.Fatalf("%s %s = %d, want %d: %v %s", method, path, response.StatusCode, want, err, text)
	}
	return string(text)
}

func (s *server) signUp(t *testing.T, email string) {
	t.Helper()
	s.post(t, http.StatusCreated, "/api/auth/sign-up", `{"email":"`+email+`","password":"`+password+`","displayName":"Name"}`)
}

// invokeIn runs the command in this process with an environment.
func invokeIn(t *testing.T, environ []string, args ...string) invocation {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, console{in: strings.NewReader(""), out: &out, err: &errs, environ: environ})
	return invocation{code, out.String(), errs.String()}
}
