package retirement

import (
	"runtime"
	"syscall"
)

// niceness is that of threads which compute beside requests: the system gives them a
// tenth of a processor that others want too, and all of one that nobody wants.
const niceness = 10

// giveWay has the calling goroutine compute at a low priority until it ends, where the
// program has more threads than processors because it answers requests too. The thread
// ends with it: an unprivileged one cannot get its priority back.
func giveWay() {
	if runtime.GOMAXPROCS(0) <= runtime.NumCPU() {
		return
	}
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, syscall.Gettid(), niceness) // where it may not, all are alike
}
