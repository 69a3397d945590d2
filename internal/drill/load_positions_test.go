package drill

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"testing"
	"time"
)

// BenchmarkLoadPositions follows one household from ten positions to ten thousand:
// its file is imported, looked at and analysed, as by the page.
func BenchmarkLoadPositions(b *testing.B) {
	onEngines(b, func(b *testing.B, p *program) {
		for _, positions := range []int{10, 100, 1000, 10_000} {
			b.Run(fmt.Sprint(positions), func(b *testing.B) {
				for b.Loop() {
					grown(b, p, positions)
				}
			})
		}
	})
}

func grown(b *testing.B, p *program, positions int) {
	b.Helper()
	who := &diligent{person: visitor(b, p.URL, browser())}
	who.must(b, http.StatusNoContent, "DELETE", "/api/portfolio", "")
	began := time.Now()
	who.imports(b, positionsFile(positions))
	b.ReportMetric(time.Since(began).Seconds()*1000, "import-ms")
	account := all[struct{ ID string }](b, who.person, "/api/accounts")[0].ID
	for _, c := range []struct{ name, path string }{
		{"portfolio", "/api/portfolio"}, {"accounts", "/api/accounts"}, {"page", "/api/accounts/" + account + "/positions"},
	} {
		var m took
		for range 9 {
			m.add(who.must(b, http.StatusOK, "GET", c.path, "").took)
		}
		b.ReportMetric(m.quantile(50), c.name+"-ms")
	}
	who.analyze(b)
	who.await(b)
	job := read[struct {
		Status, ReportID       string
		CreatedAt, CompletedAt time.Time
	}](b, who.must(b, http.StatusOK, "GET", "/api/jobs/"+who.job, ""))
	if job.Status != "completed" {
		b.Fatal(job)
	}
	b.ReportMetric(job.CompletedAt.Sub(job.CreatedAt).Seconds()*1000, "analysis-ms")
	b.ReportMetric(float64(len(who.must(b, http.StatusOK, "GET", "/api/reports/"+job.ReportID, "").body))/1000, "report-kB")
}

// positionsFile holds so many positions of ten accounts.
func positionsFile(positions int) []byte {
	var file bytes.Buffer
	file.WriteString("account,account type,symbol,description,quantity,price,value,currency,date\n")
	for n := range positions {
		_, _ = fmt.Fprintf(&file, "Account %d,taxable,S%d,Fund %d,12.5,42.17,,USD,2026-10-30\n", n%10, n, n)
	}
	return file.Bytes()
}

// imports brings a file as the page does: a preview, and then all of it.
func (p *person) imports(b *testing.B, file []byte) {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "positions.csv")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	preview := read[struct{ PreviewID string }](b, p.must(b, http.StatusOK, "POST", "/api/import/preview", body.String(), "Content-Type", form.FormDataContentType()))
	p.must(b, http.StatusCreated, "POST", "/api/import", fmt.Sprintf(`{"previewId":%q}`, preview.PreviewID))
}
