package retirement

import (
	"runtime"
	"syscall"
)

// niceness is how much nicer than the program threads are which compute beside
// requests: the system gives them a tenth of a processor that others want too, and all
// of one that nobody wants.
const niceness = 10

// nicest is the lowest priority that there is.
const nicest = 19

// giveWay has the calling goroutine compute at a low priority until it ends, where the
// program has more threads than processors because it answers requests too. The thread
// ends with it: an unprivileged one cannot get its priority back.
func giveWay() {
	if runtime.GOMAXPROCS(0) <= runtime.NumCPU() {
		return
	}
	runtime.LockOSThread()
	thread := syscall.Gettid()
	if left, err := syscall.Getpriority(syscall.PRIO_PROCESS, thread); err == nil { // 20 − nice, by getpriority(2)
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, thread, min(20-left+niceness, nicest)) // where it may not, all are alike
	}
}
