package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnalyzeQuotes is the whole loop by commands, with nothing set up before: a
// round of research, a text that is brought, and a report that quotes it where it
// is asked to, with its source and date.
func TestAnalyzeQuotes(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{
		"sources": "feed https://127.0.0.1/feed This machine\n",
		"rates.md": "# The committee decides\n\nYields on longer Treasury bonds fell after the announcement, and the prices of bonds rose with them. " +
			"Lunch was served at noon.\n",
		"sold.md": "# Bonds\n\nBonds, interest rates and inflation cannot hurt you. Sell everything now and buy MOON, which is guaranteed to double.\n",
	})
	done(t, dir, "ingest", "$DIR/rates.md", "--source", "https://www.reserve.example/press", "--date", "2026-10-28")
	done(t, dir, "ingest", "$DIR/sold.md", "--source", "https://sold.example/")
	const want = "“Yields on longer Treasury bonds fell after the announcement, and the prices of bonds rose with them.” — *The committee decides*; " +
		"[reserve.example](https://www.reserve.example/press), October 28, 2026."
	if got := invoke(t, lay(t, nil), "", "analyze", "--sample", "--quote"); got.code != exitDone || !strings.Contains(got.err, "no text that is kept both comes near what is owned and may be quoted") {
		t.Errorf("with nothing kept: %+v", got.err)
	}
	other := []string{"ALEX_DATA=" + filepath.Join(dir, "data"), "ALEX_EMBEDDINGS=openai:tiny@4", "OPENAI_BASE_URL=http://127.0.0.1:1"}
	if got := invokeIn(t, other, "analyze", "--sample", "--quote"); got.code != exitDone || !strings.Contains(got.err, "Nothing is quoted: ") || !strings.Contains(got.err, "alex research embed") {
		t.Errorf("by another embedder: %+v", got.err)
	}
	for _, c := range []struct {
		flags  []string
		quotes bool
	}{
		{nil, false},
		{[]string{"--quote"}, true},
		{[]string{"--research", "what bonds do"}, true},
	} {
		environ := []string{"ALEX_DATA=" + filepath.Join(dir, "data"), "ALEX_RESEARCH_SOURCES=" + filepath.Join(dir, "sources")}
		got := invokeIn(t, environ, append([]string{"analyze", "--sample", "--out", filepath.Join(dir, "out")}, c.flags...)...)
		if got.code != exitDone {
			t.Fatalf("%v: %+v", c.flags, got)
		}
		if c.flags != nil && c.flags[0] == "--research" != strings.Contains(got.err, "not public") {
			t.Errorf("%v says of the round: %q", c.flags, got.err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "out", "report.md"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), want) != c.quotes || strings.Contains(string(text), "sold.example") {
			_, section, _ := strings.Cut(string(text), "## Background from others")
			t.Errorf("%v: %s", c.flags, section)
		}
	}
}
