package drill

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkMemory is what the process has in memory: two seconds after its
// start, and after 2,000 requests and five analyses. Its own is what it asked for; the
// rest is the program's file, as far as it was read, which others share.
func BenchmarkMemory(b *testing.B) {
	path := built(b)
	for b.Loop() {
		p := serve(b, path, b.TempDir())
		time.Sleep(2 * time.Second)
		b.ReportMetric(p.resident(b), "idle-MB")
		b.ReportMetric(p.memory(b, "RssAnon"), "idle-own-MB")
		client := browser()
		var people []*diligent
		for range 5 {
			d := &diligent{person: visitor(b, p.url, client)}
			d.analyze(b)
			people = append(people, d)
		}
		for n := range 2000 {
			if a := oneOf(b.Context(), people[n%len(people)].person, n); a.status/100 != 2 {
				b.Fatal(a)
			}
		}
		for _, d := range people {
			d.await(b)
		}
		b.ReportMetric(p.resident(b), "loaded-MB")
		b.ReportMetric(p.memory(b, "RssAnon"), "loaded-own-MB")
		b.ReportMetric(p.memory(b, "VmHWM"), "peak-MB")
		client.CloseIdleConnections()
		p.end(b)
	}
}

func (p *process) resident(b *testing.B) float64 { return p.memory(b, "VmRSS") }

// memory reads a line of the kernel's account of the process, in megabytes.
func (p *process) memory(b *testing.B, name string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	found := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		b.Fatal("no ", name)
	}
	kilobytes, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kilobytes / 1024
}

// busy is how long the processors have worked for a process, its system calls among
// it, as /proc/PID/stat counts it (proc(5): fields 14 and 15, in hundredths).
func busy(b *testing.B, pid int) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	var ticks int64
	for _, field := range fields[11:13] { // the name's bracket ends field 2
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
