package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"alex/internal/eval"
)

// writtenReport is what `alex analyze --json` prints, as far as a model matters.
type writtenReport struct {
	Hash   string
	Report struct {
		Sections []struct{ Key, Author, Markdown string }
	}
	Steps []struct {
		Agent, Author string
		FellBack      bool
		Tokens        int
		Cost          string
	}
}

func analyzeSample(t *testing.T, environ ...string) (out writtenReport, stderr string) {
	t.Helper()
	var stdout, errors bytes.Buffer
	c := console{in: strings.NewReader(""), out: &stdout, err: &errors, environ: environ}
	if code := run(t.Context(), []string{"analyze", "--sample", "--json"}, c); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errors.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out, errors.String()
}

// TestAnalyzeWithAModel runs the same command with and without a model at the
// end of a wire: the words differ, the facts do not.
func TestAnalyzeWithAModel(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(eval.NewSound(1))
	defer server.Close()
	alone, said := analyzeSample(t)
	if said != "" {
		t.Errorf("without a model it says %q", said)
	}
	with, said := analyzeSample(t, "ALEX_MODEL=openai:gpt-4.1-mini", "OPENAI_API_KEY=sk-hush", "OPENAI_BASE_URL="+server.URL)
	if !strings.Contains(said, "openai:gpt-4.1-mini is asked") || !strings.Contains(said, "no account numbers") || strings.Contains(said, "sk-hush") {
		t.Errorf("it says %q", said)
	}
	if with.Hash != alone.Hash || with.Hash == "" {
		t.Errorf("hash %s with a model, %s without", with.Hash, alone.Hash)
	}
	authors := map[string]int{}
	for i, s := range with.Report.Sections {
		authors[s.Author]++
		if s.Key == "method" && !strings.Contains(s.Markdown, `A language model (openai:gpt-4.1-mini) added remarks to these parts`) {
			t.Errorf("the report does not say who wrote it: %s", s.Markdown)
		}
		if s.Author == "rules" && s.Key != "method" && s.Markdown != alone.Report.Sections[i].Markdown {
			t.Errorf("section %s is by rules, and differs", s.Key)
		}
	}
	if authors["openai:gpt-4.1-mini"] < 4 {
		t.Errorf("authors: %v", authors)
	}
	for _, s := range with.Steps {
		if s.Agent != "tagger" && (s.Author != "openai:gpt-4.1-mini" || s.FellBack || s.Tokens == 0 || s.Cost == "0.00") {
			t.Errorf("step %+v", s)
		}
	}
}

// TestAnalyzeWhereTheModelIsAway gives an address at which nobody answers: the
// report is whole, and code's own.
func TestAnalyzeWhereTheModelIsAway(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(eval.NewSound(1))
	address := server.URL
	server.Close()
	alone, _ := analyzeSample(t)
	with, said := analyzeSample(t, "ALEX_MODEL=openai:away", "OPENAI_BASE_URL="+address)
	if want := "sections have no remark of openai:away at " + strings.TrimPrefix(address, "http://"); !strings.Contains(said, want) || !strings.Contains(said, "did not answer: nothing listens there") {
		t.Errorf("it does not say that the model is away: %s", said)
	}
	if with.Hash != alone.Hash || len(with.Report.Sections) != len(alone.Report.Sections) {
		t.Error("the report is not the same without the model")
	}
	for i, s := range with.Report.Sections {
		if s.Author != "rules" || s.Markdown != alone.Report.Sections[i].Markdown {
			t.Errorf("section %s is by %s", s.Key, s.Author)
		}
	}
	for _, s := range with.Steps {
		if s.Agent != "tagger" && !s.FellBack {
			t.Errorf("step %+v", s)
		}
	}
}

// TestTaggerWithAModel classifies one symbol that no table knows.
func TestTaggerWithAModel(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(eval.NewSound(1))
	defer server.Close()
	var stdout, errors bytes.Buffer
	c := console{in: strings.NewReader(""), out: &stdout, err: &errors, environ: []string{"ALEX_MODEL=openai:own", "OPENAI_BASE_URL=" + server.URL}}
	if code := run(t.Context(), []string{"agent", "tagger", "--symbol", "QQXY", "--name", "Zebra Lane Units", "--json"}, c); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errors.String())
	}
	for _, want := range []string{`"source": "model"`, `"equity": 100`, "QQXY"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("no %s in %s", want, stdout.String())
		}
	}
}
