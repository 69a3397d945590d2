package lambdatest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Function is a program that Lambda runs for events: one instance for each that
// comes while the others are busy, begun when it comes.
type Function struct {
	// Begin makes the process of an instance, with environ added to its own.
	Begin   func(environ string) *exec.Cmd
	Timeout time.Duration // of each event; 0 is 15 minutes

	mu     sync.Mutex
	idle   []*instance
	all    []*instance
	colds  []time.Duration
	closed bool
}

// instance is one process of a function.
type instance struct {
	runtime *Runtime
	process *exec.Cmd
	gone    chan struct{} // closed where the process has ended
}

// ErrGone reports that an instance ended before it answered.
var ErrGone = errors.New("the instance ended without an answer")

// Invoke hands an event to an instance and waits for the answer. Where the instance
// ends without one the error is ErrGone.
func (f *Function) Invoke(ctx context.Context, event []byte, headers http.Header) (Answer, error) {
	timeout := f.Timeout
	if timeout == 0 {
		timeout = 15 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	begun := time.Now()
	i, warm, err := f.take(ctx)
	if err != nil {
		return Answer{}, err
	}
	watched, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-i.gone:
			stop()
		case <-watched.Done():
		}
	}()
	answer, err := i.runtime.Invoke(watched, event, headers)
	if err != nil {
		i.end()
		if ctx.Err() == nil && answer.Kind == "" {
			err = ErrGone
		}
		return answer, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if !warm {
		f.colds = append(f.colds, time.Since(begun))
	}
	f.idle = append(f.idle, i)
	return answer, nil
}

// take is an idle instance, or a new one.
func (f *Function) take(ctx context.Context) (i *instance, warm bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.idle) > 0 {
		i := f.idle[len(f.idle)-1]
		f.idle = f.idle[:len(f.idle)-1]
		select {
		case <-i.gone:
		default:
			return i, true, nil
		}
	}
	if f.closed {
		return nil, false, errors.New("the function is closed")
	}
	i, err = f.begin(ctx)
	if err == nil {
		f.all = append(f.all, i)
	}
	return i, false, err
}

func (f *Function) begin(context.Context) (*instance, error) {
	runtime, err := NewRuntime()
	if err != nil {
		return nil, err
	}
	runtime.Timeout = f.Timeout
	i := &instance{runtime: runtime, process: f.Begin(runtime.Environ()), gone: make(chan struct{})}
	if err := i.process.Start(); err != nil {
		return nil, errors.Join(err, runtime.Close())
	}
	go func() {
		_ = i.process.Wait() // how it ended says nothing more
		close(i.gone)
	}()
	return i, nil
}

func (i *instance) end() {
	_ = i.process.Process.Kill() // it may have ended
	<-i.gone
	_ = i.runtime.Close()
}

// Kill ends the process of every instance, whatever it does, and says how many
// there were.
func (f *Function) Kill() (killed int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, i := range f.all {
		select {
		case <-i.gone:
		default:
			i.end()
			killed++
		}
	}
	f.all, f.idle = nil, nil
	return killed
}

// Close ends every instance, and answers what they did that Lambda does not allow.
func (f *Function) Close() (problems []string) {
	f.mu.Lock()
	f.closed = true
	for _, i := range f.all {
		problems = append(problems, i.runtime.Problems()...)
	}
	f.mu.Unlock()
	f.Kill()
	return problems
}

// ColdStarts are the times from the start of a process to its first answer.
func (f *Function) ColdStarts() []time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.colds
}

// Service is the part of Lambda's API that invokes functions, by their names.
type Service struct {
	Functions map[string]*Function

	mu      sync.Mutex
	invoked []string
	// Refuse answers a call instead of the function, where status is not 0.
	Refuse func(name string) (status int, kind string)
}

// Invoked are the names of the functions that were invoked, in order.
func (s *Service) Invoked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.invoked...)
}

// ServeHTTP is POST /2015-03-31/functions/NAME/invocations.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, "/2015-03-31/functions/")
	name, called := strings.CutSuffix(name, "/invocations")
	f := s.Functions[name]
	switch {
	case !ok || !called || r.Method != http.MethodPost:
		refuse(w, http.StatusBadRequest, "InvalidRequestContentException")
		return
	case f == nil:
		refuse(w, http.StatusNotFound, "ResourceNotFoundException")
		return
	}
	s.mu.Lock()
	s.invoked = append(s.invoked, name)
	s.mu.Unlock()
	if s.Refuse != nil {
		if status, kind := s.Refuse(name); status != 0 {
			refuse(w, status, kind)
			return
		}
	}
	event, err := io.ReadAll(r.Body)
	if err != nil {
		return // who asked has gone
	}
	answer, err := f.Invoke(context.WithoutCancel(r.Context()), event, nil) // it goes on when nobody waits
	body := answer.Body
	if err != nil {
		body = []byte(fmt.Sprintf(`{"errorType":"Runtime.ExitError","errorMessage":%q}`, err.Error()))
	}
	if err != nil || answer.Kind != "response" {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
	}
	_, _ = w.Write(body) // who asked may have gone
}

func refuse(w http.ResponseWriter, status int, kind string) {
	w.Header().Set("X-Amzn-Errortype", kind)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"Type": "User", "Message": kind}) // who asked may have gone
}
