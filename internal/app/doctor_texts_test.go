package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"alex"
	"alex/internal/eval"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// TestDoctorTexts looks at a database through what may be wrong with its texts.
func TestDoctorTexts(t *testing.T) {
	t.Parallel()
	examine(t, "texts", nil).wants(t, FindingOK, "words-1 makes vectors of 384 numbers, which lie in the database")
	a, c := kept(t)
	d := NewDoctor(a.Backups.Config)
	d.Now = c.now
	texts := func() Finding {
		t.Helper()
		model := a.Library.Model()
		if set, _ := d.Config.Embedder(); set.Kind == "openai" {
			model = knowledge.Model{Name: "openai:" + set.Name, Dimension: set.Dimension}
		}
		s, there := d.current(t.Context())
		if !there {
			t.Fatal("there is no database")
		}
		defer func() { _ = s.Close() }()
		return d.kept(t.Context(), s, model, "so it is said")
	}
	texts().wants(t, FindingOK, "0 documents kept; so it is said")
	document, err := a.Library.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Origin: alex.OriginIngest, Body: "Bonds fell."})
	if err != nil {
		t.Fatal(err)
	}
	texts().wants(t, FindingOK, "1 document kept; so it is said")

	d.Config.Embeddings = "openai:m@8"
	texts().wants(t, FindingWarn, "what is kept (1 document) was embedded by words-1 (384 numbers), and ALEX_EMBEDDINGS says openai:m (8): set it back, or run alex research embed;")
	d.Config.Embeddings, d.Config.Index = "", "s3vectors:alex-vectors/texts"
	texts().wants(t, FindingWarn, "the vectors of 1 passage lie in the database still")
	d.Config.Index = ""

	system, by := a.Store.System(), store.Embedder{Model: a.Library.Model().Name, Dimension: a.Library.Model().Dimension}
	if err := system.ReplaceEmbedder(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	texts().wants(t, FindingWarn, "of 1 document nobody finds 1 yet")
	if err := system.Indexed(t.Context(), document.ID, by); err != nil { // as an index elsewhere has it
		t.Fatal(err)
	}
	texts().wants(t, FindingWarn, "1 of 1 passages have no vector in the database: they lay elsewhere; set ALEX_INDEX back, or run alex research embed --all")
}

// TestDoctorAsksWhoEmbeds once, and tells each answer apart.
func TestDoctorAsksWhoEmbeds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code         int
		numbers      int
		status, says string
	}{
		"it answers":            {http.StatusOK, 8, FindingOK, "it answers"},
		"the key is refused":    {http.StatusUnauthorized, 8, FindingFail, "may not be asked with the key"},
		"no such model":         {http.StatusNotFound, 8, FindingFail, "is not there"},
		"too many calls":        {http.StatusTooManyRequests, 8, FindingWarn, "cannot answer now"},
		"broken":                {http.StatusBadGateway, 8, FindingWarn, "until it can be, texts are kept and not found"},
		"of another length":     {http.StatusOK, 9, FindingFail, "vectors of 9 numbers, and not of 8"},
		"it answers by nothing": {http.StatusOK, 0, FindingFail, "until that is mended"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			outside := &standIn{status: c.code, answer: func(r *http.Request) any {
				if c.code != http.StatusOK || c.numbers == 0 {
					return map[string]any{"error": map[string]any{"message": "hunter2"}}
				}
				return openaiAnswer(c.numbers)(r)
			}}
			f := examine(t, "embedder", func(d *Doctor) { d.Client = &http.Client{Transport: outside} },
				"ALEX_EMBEDDINGS=openai:m@8", "OPENAI_API_KEY=hunter2")
			f.wants(t, c.status, c.says)
			if len(outside.asked) != 1 {
				t.Errorf("it asks %q", outside.asked)
			}
		})
	}
}

// TestDoctorAsksTheVectorIndex, which has to fit who embeds.
func TestDoctorAsksTheVectorIndex(t *testing.T) {
	awsSettings(t)
	for _, c := range []struct {
		code, numbers int
		status, says  string
	}{
		{http.StatusOK, 384, FindingOK, "it answers"},
		{http.StatusOK, 768, FindingFail, "its vectors have 768 numbers"},
		{http.StatusForbidden, 384, FindingFail, "may not be asked"},
		{http.StatusServiceUnavailable, 384, FindingWarn, "cannot answer now"},
	} {
		outside := &standIn{status: c.code, answer: vectorIndex(c.numbers)}
		f := examine(t, "vector index", func(d *Doctor) { d.Client = &http.Client{Transport: outside} }, "ALEX_INDEX=s3vectors:alex-vectors/texts")
		f.wants(t, c.status, c.says)
	}
}

// TestDoctorResearch tells of the last round and of the next.
func TestDoctorResearch(t *testing.T) {
	t.Parallel()
	examine(t, "research", nil).wants(t, FindingOK, "off (ALEX_RESEARCH_EVERY is 0)")
	examine(t, "research", nil, "ALEX_RESEARCH_EVERY=2h").wants(t, FindingOK, "every 2h0m0s, from 13 sources")
	programs, _, c := researching(t, 1, "ALEX_RESEARCH_EVERY=2h")
	x := programs[0].Research
	d := NewDoctor(programs[0].Backups.Config)
	d.Now = c.now
	says := func() Finding {
		t.Helper()
		s, there := d.current(t.Context())
		if !there {
			t.Fatal("there is no database")
		}
		defer func() { _ = s.Close() }()
		return d.research(t.Context(), s, true)
	}
	says().wants(t, FindingOK, "there was no round yet")
	for range 2 {
		if err := x.makeDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.wait(firstResearch)
	}
	says().wants(t, FindingOK, "the last round was on 2026-11-30 12:05 UTC; the next is due on 2026-11-30 14:05 UTC")
	c.wait(5 * time.Hour)
	says().wants(t, FindingWarn, "which is long past")
	x.Researcher.Embedder = away{x.Researcher.Embedder}
	if _, err := x.Begin(t.Context(), "bonds"); err != nil {
		t.Fatal(err)
	}
	x.rounds.Wait()
	says().wants(t, FindingWarn, "the last one broke off: the embedder did not answer")
}

// TestDoctorAsksTheResearchersModel where it is one of its own.
func TestDoctorAsksTheResearchersModel(t *testing.T) {
	t.Parallel()
	sound := httptest.NewServer(eval.NewSound(1))
	defer sound.Close()
	environ := []string{"ALEX_MODEL_RESEARCHER=openai:gpt-4.1-mini", "OPENAI_API_KEY=hunter2", "OPENAI_BASE_URL=" + sound.URL}
	examine(t, "model openai:gpt-4.1-mini", nil, environ...).wants(t, FindingOK, "a million tokens cost $")
	d := NewDoctor(settings(t, append(environ, "ALEX_MODEL=openai:gpt-4.1-mini")...))
	if list := d.researcher(t.Context()); len(list) != 0 {
		t.Errorf("the model of all is asked twice: %+v", list)
	}
}
