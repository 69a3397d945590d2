package postgrestest

import (
	"os/exec"
	"runtime"
	"syscall"
)

// process is a running server.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it is gone
}

// begin starts cmd without privileges. The kernel ends it with the thread that
// started it, so that thread waits for it.
func begin(cmd *exec.Cmd) (*process, error) {
	cmd.SysProcAttr = unprivileged()
	p := &process{cmd: cmd, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
			close(p.ended)
		}
	}()
	return p, <-started
}

// end sends the signal and waits until the process is gone.
func (p *process) end(m Mode) error {
	select {
	case <-p.ended:
		return nil
	default:
	}
	if err := p.cmd.Process.Signal(syscall.Signal(m)); err != nil {
		select {
		case <-p.ended: // it went by itself meanwhile
			return nil
		default:
			return err
		}
	}
	<-p.ended
	return nil
}
