package alex_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// mostUnscanned is how many operations may have come since the last scan.
const mostUnscanned = 12

// TestTheLastScanFoundNothing reads what make scan kept: both scanners reached the
// API and the pages, and neither they nor the server's log told of a fault; and the
// API has hardly grown since, so that what was scanned is what is shipped.
func TestTheLastScanFoundNothing(t *testing.T) {
	t.Parallel()
	kept, err := os.ReadFile("docs/measurements/scan.txt")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("frontend/src/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range scanFaults(string(kept), strings.Count(string(document), `"operationId"`)) {
		t.Error(fault)
	}
}

// scanFaults is what is wrong with the record of a scan of an API that has so many
// operations now.
func scanFaults(kept string, operations int) (faults []string) {
	for _, line := range []struct {
		form string
		ok   func(n []int) bool
	}{
		{`schemathesis: (\d+) of (\d+) operations, (\d+) cases, (\d+) server errors,`, func(n []int) bool {
			return n[0]*5 >= n[1]*4 && operations-n[1] <= mostUnscanned && n[2] >= 50*n[0] && n[3] == 0
		}},
		{`wapiti: (\d+) pages, (\d+) findings, by .*sql.*xss`, func(n []int) bool { return n[0] >= 100 && n[1] == 0 }},
		{`server: (\d+) errors logged`, func(n []int) bool { return n[0] == 0 }},
	} {
		found := regexp.MustCompile(`(?m)^` + line.form).FindStringSubmatch(kept)
		if found == nil {
			faults = append(faults, "no line is as "+line.form)
			continue
		}
		var n []int
		for _, digits := range found[1:] {
			count, _ := strconv.Atoi(digits) // \d+
			n = append(n, count)
		}
		if !line.ok(n) {
			faults = append(faults, "make scan has to run again, and find nothing: "+found[0])
		}
	}
	return faults
}

func TestScanFaults(t *testing.T) {
	t.Parallel()
	const sound = "schemathesis: 90 of 100 operations, 9000 cases, 0 server errors, 2 other findings\nwapiti: 110 pages, 0 findings, by sql, xss\nserver: 0 errors logged\n"
	for name, c := range map[string]struct {
		kept       string
		operations int
		want       int
	}{
		"sound":            {sound, 112, 0},
		"nothing":          {"", 100, 3},
		"an API that grew": {sound, 113, 1},
		"a server error":   {strings.Replace(sound, ", 0 server", ", 1 server", 1), 100, 1},
		"few cases":        {strings.Replace(sound, "9000", "90", 1), 100, 1},
		"half of the API":  {strings.Replace(sound, "90 of", "50 of", 1), 100, 1},
		"a finding":        {strings.Replace(sound, "0 findings", "1 findings", 1), 100, 1},
		"few pages":        {strings.Replace(sound, "110 pages", "3 pages", 1), 100, 1},
		"a logged error":   {strings.Replace(sound, "0 errors", "4 errors", 1), 100, 1},
	} {
		if faults := scanFaults(c.kept, c.operations); len(faults) != c.want {
			t.Errorf("%s: %q", name, faults)
		}
	}
}
