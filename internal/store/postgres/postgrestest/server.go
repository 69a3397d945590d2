package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Options say what server to start. The zero value is a fast one: it does not
// wait for the disk, so it loses everything in a crash of its own.
type Options struct {
	// Durable makes it wait for the disk, as a server of users does.
	Durable bool
	// Prepare fills the database that Database copies, for example with the
	// schema; its URL is the superuser's. Nil leaves it empty.
	Prepare func(ctx context.Context, url string) error
}

// Server is one PostgreSQL server. Its superuser is "postgres", with a
// password.
type Server struct {
	bin, dir string
	port     int
	password string
	process  *process
	log      *os.File
	prepared bool
}

// Mode is how a server is stopped: by the signal of that name.
type Mode syscall.Signal

const (
	Fast      = Mode(syscall.SIGINT)  // ends the connections, writes everything down
	Immediate = Mode(syscall.SIGQUIT) // as a crash does: recovery at the next start
)

const (
	superuser = "postgres"
	owner     = "owner_of_tests"
	prototype = "prepared" // the database that Database copies
	patience  = 30 * time.Second
)

// Start starts a server that goes with the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := New(context.WithoutCancel(t.Context()), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// New starts a server, which Close ends.
func New(ctx context.Context, o Options) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(folder(o), "alex-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir, password: uuid.NewString()}
	if err := s.create(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// folder is where the data of a server are put; "" is the system's for temporary files.
// .ci/unit names one in memory, where there is room.
func folder(o Options) string {
	if o.Durable {
		return ""
	}
	return os.Getenv("ALEX_TEST_SERVERS")
}

func (s *Server) create(ctx context.Context, o Options) (err error) {
	if s.log, err = os.Create(filepath.Join(s.dir, "log")); err != nil {
		return err
	}
	password := filepath.Join(s.dir, "password")
	if err := os.WriteFile(password, []byte(s.password), 0o600); err != nil {
		return err
	}
	if err := giveAway(s.dir, password); err != nil {
		return err
	}
	initdb := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), "--pgdata="+s.data(), "--username="+superuser,
		"--pwfile="+password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	initdb.SysProcAttr, initdb.Dir = unprivileged(), s.dir
	runtime.LockOSThread() // the kernel ends it with the thread that started it
	defer runtime.UnlockOSThread()
	if text, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, text)
	}
	if err := s.configure(o); err != nil {
		return err
	}
	if err := s.Start(ctx); err != nil {
		return err
	}
	return s.prepare(ctx, o)
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// configure keeps the settings in the data folder, so that they outlive a stop.
func (s *Server) configure(o Options) error {
	settings := "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200\n" +
		"shared_buffers = 64MB\nlog_min_messages = error\ndeadlock_timeout = 50ms\n"
	if runtime.GOOS == "linux" { // after a crash, one call in place of one for each file
		settings += "recovery_init_sync_method = syncfs\n"
	}
	if !o.Durable {
		settings += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"
	}
	path := filepath.Join(s.data(), "postgresql.auto.conf")
	if err := os.WriteFile(path, []byte(settings), 0o600); err != nil {
		return err
	}
	return giveAway(path)
}

// Start starts the server again after Stop, on the same port, and returns when
// it answers.
func (s *Server) Start(ctx context.Context) error {
	const tries = 5 // another program may take the free port first
	for try := 1; ; try++ {
		err := s.startOnce(ctx)
		if err == nil || try == tries || s.port != 0 {
			return err
		}
	}
}

func (s *Server) startOnce(ctx context.Context) (err error) {
	port := s.port
	if port == 0 {
		if port, err = freePort(ctx); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(s.bin, "postgres"), "-D", s.data(), "-p", strconv.Itoa(port))
	cmd.Stdout, cmd.Stderr, cmd.Dir = s.log, s.log, s.dir
	if s.process, err = begin(cmd); err != nil {
		return err
	}
	if err := s.answers(ctx, port); err != nil {
		text, _ := os.ReadFile(s.log.Name())
		return errors.Join(fmt.Errorf("PostgreSQL does not start: %w: %s", err, text), s.process.end(Immediate))
	}
	s.port = port
	return nil
}

func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// answers waits until the server takes connections.
func (s *Server) answers(ctx context.Context, port int) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.url(port, superuser, s.password, "postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.process.ended:
			return errors.New("the process ended")
		case <-ctx.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Stop stops the server and returns when its process is gone. Its data stay.
func (s *Server) Stop(m Mode) error {
	if s.process == nil {
		return nil
	}
	err := s.process.end(m)
	s.process = nil
	return err
}

// Close stops the server and deletes its data.
func (s *Server) Close() error {
	err := s.Stop(Immediate)
	if s.log != nil {
		err = errors.Join(err, s.log.Close())
		s.log = nil
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

func (s *Server) url(port int, user, password, database string) string {
	return (&url.URL{
		Scheme: "postgres", User: url.UserPassword(user, password),
		Host: "127.0.0.1:" + strconv.Itoa(port), Path: "/" + database, RawQuery: "sslmode=disable",
	}).String()
}

// binaries is the folder of the newest server that is installed.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("PostgreSQL is not installed: run .ci/setup")
	}
	return filepath.Dir(found[len(found)-1]), nil
}
