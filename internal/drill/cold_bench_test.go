//go:build linux

package drill

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"alex/internal/lambda/lambdatest"
)

// health is a request of an HTTP API as an event.
const health = `{"version":"2.0","rawPath":"/api/health","headers":{},"requestContext":{"domainName":"d","http":{"method":"GET","sourceIp":"192.0.2.1"}}}`

// BenchmarkColdStart is from the start of the API's process, as Lambda starts it, to
// its first answer, over a database that is up to date; and what it has in memory
// then. The process is told nothing but its settings: no file of its own is there.
func BenchmarkColdStart(b *testing.B) {
	path, data := built(b), b.TempDir()
	serve(b, path, data).end(b) // makes the database
	var m took
	most := 0.0
	for b.Loop() {
		for range 100 {
			var begun *exec.Cmd
			f := &lambdatest.Function{Timeout: time.Minute, Begin: func(runtime string) *exec.Cmd {
				begun = exec.CommandContext(context.WithoutCancel(b.Context()), path)
				begun.Env = []string{
					"HOME=" + data, "ALEX_ROLE=api", "ALEX_DATA=" + data, "ALEX_PUBLIC_URL=https://alex.example.org", "AWS_REGION=eu-central-1",
					"ALEX_QUEUE_URL=http://127.0.0.1:1/123456789012/none", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", runtime,
				}
				begun.Stderr = os.Stderr
				return begun
			}}
			answer, err := f.Invoke(b.Context(), []byte(health), nil)
			if err != nil || !strings.Contains(string(answer.Body), `"statusCode":200`) {
				b.Fatal(string(answer.Body), err)
			}
			m.add(f.ColdStarts()[0])
			most = max(most, (&process{Cmd: begun}).memory(b, "VmHWM"))
			f.Close()
		}
	}
	b.ReportMetric(0, "ns/op") // of a hundred
	m.report(b)
	b.ReportMetric(most, "peak-MB")
}
