package retirement

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// nicenessOf is field 19 of proc_pid_stat(5) of a thread.
func nicenessOf(t *testing.T, stat string) string {
	t.Helper()
	text, err := os.ReadFile(stat)
	if err != nil {
		return "" // it has ended
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return strings.Fields(rest)[16]
}

// TestComputingGivesWay: beside requests workers compute at a low priority, their
// threads end with them, and where nobody is to be answered nothing changes.
func TestComputingGivesWay(t *testing.T) { //nolint:paralleltest // it changes the number of threads
	usual := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(usual)
	within := func() (seen []string) {
		var mu sync.Mutex
		err := inTurns(t.Context(), 8, 2, func(int) {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, nicenessOf(t, "/proc/thread-self/stat"))
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(seen)
		return slices.Compact(seen)
	}
	runtime.GOMAXPROCS(runtime.NumCPU())
	own := within()
	runtime.GOMAXPROCS(2 * runtime.NumCPU())
	seen := within()
	if len(own) != 1 || len(seen) != 1 {
		t.Fatalf("alone it computes at %q, beside requests at %q", own, seen)
	}
	if nice, err := strconv.Atoi(own[0]); err != nil || seen[0] != strconv.Itoa(min(nice+niceness, nicest)) {
		t.Errorf("alone it computes at %s, beside requests at %s (%v)", own[0], seen[0], err)
	}
	left, first := []string{"?"}, fmt.Sprintf("/proc/self/task/%d/stat", os.Getpid())
	for try := 0; try < 100 && len(left) > 0; try++ { // a thread ends a moment after its goroutine
		time.Sleep(10 * time.Millisecond)
		threads, err := filepath.Glob("/proc/self/task/*/stat")
		if err != nil {
			t.Fatal(err)
		}
		left = slices.DeleteFunc(threads, func(stat string) bool {
			n := nicenessOf(t, stat)
			return n == "" || n == own[0] || stat == first // which Go parks for ever instead
		})
	}
	if len(left) > 0 {
		t.Errorf("threads of a low priority are left: %q", left)
	}
}
