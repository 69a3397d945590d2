package main

import (
	"strings"
	"testing"
)

// TestIngestAndFind keeps files of three kinds and finds each by a question in
// other words; a file that is none is named, and keeps no other from being kept.
func TestIngestAndFind(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{
		"rates.txt":    "The central bank raised its main interest rate by a quarter of a point.\n\nBorrowers will pay more for mortgages.",
		"medicare.md":  "---\ntitle: Premiums of Medicare\ndate: 2026-10-02\n---\n\nOlder people pay *more* for their health insurance from January on.",
		"oil.html":     "<html><head><title>Oil</title></head><body><article><h1>Oil</h1><p>Crude oil became cheaper, because producers pumped more barrels than refineries bought.</p></article><script>steal()</script></body></html>",
		"picture.jpeg": "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00",
	})
	done(t, dir, "migrate")
	if got := done(t, dir, "research", "find", "anything"); !strings.Contains(got, "Nothing is kept yet") {
		t.Errorf("before anything is kept: %q", got)
	}
	got := invoke(t, dir, "", "ingest", "$DIR/rates.txt", "$DIR/picture.jpeg", "$DIR/medicare.md", "$DIR/oil.html")
	if got.code != exitFailed || !strings.Contains(got.err, "picture.jpeg") || !strings.Contains(got.err, "1 of 4 files") || strings.Count(got.out, "\n") != 3 {
		t.Errorf("ingest: %+v", got)
	}
	for question, want := range map[string]string{
		"what will a home loan cost me":             "Borrowers will pay more",
		"does medical cover for seniors get dearer": "October 2, 2026",
		"petrol price at the pump":                  "Crude oil became cheaper",
	} {
		first, _, _ := strings.Cut(done(t, dir, "research", "find", question), "\n\n")
		if !strings.Contains(first, want) || strings.Contains(first, "steal") {
			t.Errorf("%q finds first %q", question, first)
		}
	}
	again := done(t, dir, "ingest", "$DIR/rates.txt", "--json")
	if list := done(t, dir, "research", "find", "-k", "50", "rates", "--json"); strings.Count(list, `"text":`) != 3 || !strings.Contains(again, `"documents"`) {
		t.Errorf("the same file is kept twice: %s", list)
	}
	if got := invoke(t, dir, "", "ingest", "$DIR/rates.txt", "--date", "soon"); got.code != exitUsage || !strings.Contains(got.err, "--date") {
		t.Errorf("a wrong date: %+v", got)
	}
	if got := invoke(t, dir, "A text from a pipe tells of farmland.", "ingest", "-", "--source", "a pipe", "--title", "Farmland"); got.code != exitDone || !strings.Contains(got.out, "Farmland") {
		t.Errorf("from a pipe: %+v", got)
	}
}
