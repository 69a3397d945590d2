package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// TestFromResearchToAReport is the whole loop on one machine: an operator begins a
// round, which reads a site and keeps its pages; a program brings a text by a key;
// somebody analyses; the report quotes both, with source and date, and recomputes
// to the byte, also when the texts are gone.
func TestFromResearchToAReport(t *testing.T) {
	t.Parallel()
	s := serving(t)
	site := newNews(t, 2)
	site.reads(t, s.App.Research.Researcher)
	ops, _ := s.operator(t, alex.KeyOperator, "ops")

	round := ops.researched(t, "bonds, interest rates and inflation")
	if stored(round) != 2 || round.Error != "" {
		t.Fatalf("the round came to %+v", round)
	}
	const benefit = "Social Security benefits will increase by 2.4 percent in January, which adds about $48 a month to the average retirement benefit."
	feed, _ := s.operator(t, alex.KeyIngest, "feed")
	feed.Transport, feed.token = withKey(feed.token), ""
	var brought struct{ DocumentID alex.ID }
	body := `{"text":"` + benefit + `","metadata":{"source":"https://blog.benefits.example/cola","title":"Benefits rise next year","date":"` +
		string(alex.DateOf(time.Now().AddDate(0, 0, -3))) + `","tenant":"somebody","id":"x"}}`
	feed.ask(t, http.StatusCreated, "POST", "/api/ingest", body, &brought)

	ann := s.visitor(t)
	ann.enter(t, http.StatusCreated, "demo", "{}")
	var found struct{ Items []alex.Found }
	ann.ask(t, http.StatusOK, "GET", "/api/research?query=social+security+benefits", "", &found)
	if len(found.Items) == 0 || found.Items[0].Text != benefit || found.Items[0].Own {
		t.Errorf("found %+v", found)
	}

	first := ann.reported(t)
	quotes(t, first, benefit, "[blog.benefits.example](https://blog.benefits.example/cola)", alex.DateOf(time.Now().AddDate(0, 0, -3)).Text(),
		"The committee raised interest rates, and the prices of bonds fell on that day.")
	ann.verified(t, first)

	for _, p := range round.Pages {
		if p.Document != "" {
			ops.ask(t, http.StatusNoContent, "DELETE", "/api/admin/research/documents/"+string(p.Document), "", nil)
		}
	}
	ops.ask(t, http.StatusNoContent, "DELETE", "/api/admin/research/documents/"+string(brought.DocumentID), "", nil)
	ann.verified(t, first)
	if again := ann.reported(t); sectionNamed(again, "research").Key != "" {
		t.Errorf("what is gone is quoted: %s", sectionNamed(again, "research").Markdown)
	}
}

// researched begins a round and waits for its end.
func (v *visitor) researched(t *testing.T, topic string) store.ResearchRound {
	t.Helper()
	v.ask(t, http.StatusAccepted, "POST", "/api/admin/research", `{"topic":"`+topic+`"}`, nil)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var list struct{ Items []store.ResearchRound }
		v.ask(t, http.StatusOK, "GET", "/api/admin/research", "", &list)
		if len(list.Items) == 1 && list.Items[0].EndedAt != nil {
			return list.Items[0]
		}
	}
	t.Fatal("the round does not end")
	return store.ResearchRound{}
}

// withKey brings a key with each request.
type withKey string

func (k withKey) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Api-Key", string(k))
	return http.DefaultTransport.RoundTrip(r)
}

// reported is the report of an analysis.
func (v *visitor) reported(t *testing.T) alex.Report {
	t.Helper()
	job := v.analyzed(t)
	if job.Status != alex.JobCompleted {
		t.Fatalf("the job is %s: %s", job.Status, job.Error)
	}
	var r alex.Report
	v.ask(t, http.StatusOK, "GET", "/api/reports/"+string(job.ReportID), "", &r)
	return r
}

func (v *visitor) verified(t *testing.T, r alex.Report) {
	t.Helper()
	var said struct{ Result alex.VerifyResult }
	v.ask(t, http.StatusOK, "POST", "/api/reports/"+string(r.ID)+"/verify", "", &said)
	if said.Result != alex.VerifySame {
		t.Errorf("recomputed, the report is %s", said.Result)
	}
}

// quotes wants each of these words in the section of what others wrote.
func quotes(t *testing.T, r alex.Report, words ...string) {
	t.Helper()
	section := sectionNamed(r, "research")
	for _, word := range words {
		if !strings.Contains(section.Markdown, word) {
			t.Errorf("%q is not in %s", word, section.Markdown)
		}
	}
}

func sectionNamed(r alex.Report, key string) alex.Section {
	for _, s := range r.Sections {
		if s.Key == key {
			return s
		}
	}
	return alex.Section{}
}
