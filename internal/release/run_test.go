package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is for what takes seconds.
const patience = 2 * time.Minute

// unpacked is the folder of this machine's archive, as somebody has it who has just
// unpacked it.
func unpacked(t *testing.T) string {
	t.Helper()
	m, dir := thisRelease(t), t.TempDir()
	name := filepath.Join(dir, m.archive.name)
	if err := os.WriteFile(name, m.archive.body, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.CommandContext(t.Context(), "tar", "-xzf", name, "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return strings.TrimSuffix(name, ".tar.gz")
}

// command runs the unpacked program in a folder of its own, with an empty home and
// nothing else of the environment.
func command(ctx context.Context, folder, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(folder, "alex"), args...)
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + filepath.Join(dir, "home"), "ALEX_ADDR=127.0.0.1:0"}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = patience
	return cmd
}

// TestArchiveRuns unpacks the archive and does what somebody does first: asks for the
// version, starts the server, signs up, brings a file and reads a report.
func TestArchiveRuns(t *testing.T) {
	t.Parallel()
	folder, dir := unpacked(t), t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "home"), 0o700); err != nil {
		t.Fatal(err)
	}
	text, err := command(t.Context(), folder, dir, "version", "--json").Output()
	var b struct {
		Release, Commit, Date, OS, Arch string
		Changed                         bool
	}
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	tree := at(".")
	if err != nil || b.Release != tree.release || b.Commit != tree.commit || b.Date != tree.date.Format(time.RFC3339) || b.Changed || b.OS != runtime.GOOS || b.Arch != runtime.GOARCH {
		t.Errorf("the version is %s, %v", text, err)
	}
	serve := func(ctx context.Context) *exec.Cmd { return command(ctx, folder, dir, "serve") }
	err = serving(t.Context(), serve, func(v *visitor) error {
		if err := v.come("/api/auth/sign-up", `{"email":"ann@example.org","password":"correct horse battery","displayName":"Ann"}`); err != nil {
			return err
		}
		if err := v.bring("../../testdata/brokers/fidelity_positions.csv"); err != nil {
			return err
		}
		if err := v.look(); err != nil {
			return err
		}
		return v.analyze("You own **$474,762** in 4 accounts")
	})
	if err != nil {
		t.Error(err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "home"))
	if err != nil || len(entries) > 0 {
		t.Errorf("it has left %v in the home folder, %v", entries, err)
	}
}

// serving runs the server for as long as do takes, and wants it to end in order.
func serving(ctx context.Context, serve func(context.Context) *exec.Cmd, do func(*visitor) error) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := serve(ctx)
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return err
	}
	defer func() {
		stop()
		if ended := cmd.Wait(); ended != nil && !errors.Is(ended, context.Canceled) {
			err = errors.Join(err, fmt.Errorf("the server ends with %w\n%s", ended, log.String()))
		}
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	found := regexp.MustCompile(`^listening on http://(?:127\.0\.0\.1|\[::\]|0\.0\.0\.0):([0-9]+)\n$`).FindStringSubmatch(line)
	if found == nil {
		return fmt.Errorf("the server says %q: %w", line, err)
	}
	return do(&visitor{ctx: ctx, url: "http://127.0.0.1:" + found[1]})
}

// visitor is somebody who uses a server over its API.
type visitor struct {
	ctx        context.Context //nolint:containedctx // of one visit
	url, token string
}

// come signs somebody up, or opens a demo.
func (v *visitor) come(path, body string) error {
	var in struct{ AccessToken string }
	err := v.send(http.MethodPost, path, "application/json", strings.NewReader(body), &in)
	if v.token = in.AccessToken; err == nil && v.token == "" {
		err = errors.New("there is no token")
	}
	return err
}

// look opens the page, which the program has where it was built before: make test does.
func (v *visitor) look() error {
	want, err := os.ReadFile("../../frontend/dist/index.html")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var page string
	if err == nil {
		err = v.send(http.MethodGet, "/", "", nil, &page)
	}
	if err == nil && page != string(want) {
		err = fmt.Errorf("the page is %.200s", page)
	}
	return err
}

// bring imports a broker's file.
func (v *visitor) bring(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", filepath.Base(name))
	if err == nil {
		_, err = part.Write(text)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return err
	}
	var preview struct{ PreviewID string }
	if err := v.send(http.MethodPost, "/api/import/preview", form.FormDataContentType(), &b, &preview); err != nil {
		return err
	}
	return v.send(http.MethodPost, "/api/import", "application/json", strings.NewReader(`{"previewId":"`+preview.PreviewID+`"}`), nil)
}

// analyze waits for a report that says something.
func (v *visitor) analyze(want string) error {
	var job struct{ JobID, Status, ReportID string }
	if err := v.send(http.MethodPost, "/api/analyze", "application/json", strings.NewReader("{}"), &job); err != nil {
		return err
	}
	for end := time.Now().Add(patience); job.Status != "completed"; time.Sleep(50 * time.Millisecond) {
		if err := v.send(http.MethodGet, "/api/jobs/"+job.JobID, "", nil, &job); err != nil {
			return err
		}
		if job.Status == "failed" || time.Now().After(end) {
			return fmt.Errorf("the analysis is %s", job.Status)
		}
	}
	var text string
	if err := v.send(http.MethodGet, "/api/reports/"+job.ReportID+"/markdown", "", nil, &text); err != nil {
		return err
	}
	if !strings.Contains(text, want) {
		return fmt.Errorf("the report does not say %q: %.400s", want, text)
	}
	return nil
}

// send makes a request that has to succeed, and reads the answer into out: as it is
// where that is a text, else as JSON. Nil takes no notice of it.
func (v *visitor) send(method, path, kind string, body io.Reader, out any) error {
	r, err := http.NewRequestWithContext(v.ctx, method, v.url+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s = %s: %.400s %w", method, path, answer.Status, text, err)
	}
	switch out := out.(type) {
	case nil:
		return nil
	case *string:
		*out = string(text)
		return nil
	default:
		return json.Unmarshal(text, out)
	}
}
