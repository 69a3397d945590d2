package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// progress is one line on a terminal that says what is being done, and for how
// many seconds. It is gone when the work is.
type progress struct {
	w    io.Writer
	what string
	tick <-chan time.Time
}

// working shows a line until the function that it returns is called, as often as
// it may be: on a terminal, after the first second, and nowhere else.
func (c console) working(what string) (done func()) {
	if file, ok := c.err.(*os.File); !ok || !terminal(file) {
		return func() {}
	}
	ticker := time.NewTicker(time.Second)
	ended := progress{w: c.err, what: what, tick: ticker.C}.start()
	return func() {
		ticker.Stop()
		ended()
	}
}

func terminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// start follows the ticks in a goroutine that ends with the returned function.
func (p progress) start() (end func()) {
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for seconds := 1; ; seconds++ {
			select {
			case <-p.tick:
				_, _ = fmt.Fprintf(p.w, "\r%s … %d s", p.what, seconds)
			case <-over:
				if seconds > 1 {
					_, _ = fmt.Fprint(p.w, "\r\x1b[K") // the line away
				}
				return
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(over)
		<-gone
	})
}
