package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/knowledge/extract"
)

func TestLinks(t *testing.T) {
	t.Parallel()
	const page = `<nav><a href="/about">About us</a></nav><ul>
		<li><a href="/news/rates#top">The board raises <b>interest rates</b></a>
		<li><a href="https://www.example.gov/news/rates">The board raises interest rates again</a>
		<li><a href="bills?id=1">Treasury sells bills of four weeks</a>
		<li><a href="https://elsewhere.example/x">What another site says of the rates</a>
		<li><a href="javascript:alert('x')">What a script does with the reader</a>
		<li><a href="https://user:secret@www.example.gov/x">What needs a password to be read</a>
		<li><a href="/hidden" style="display:none">What nobody who reads the page sees</a>
		<li><a href="#below">What stands further below on this page</a>
		<li><a href="http://www.example.gov:8080/y">What another port of this host says</a>
		<li><a>A link that leads to no page at all</a>`
	want := []extract.Item{
		{Title: "The board raises interest rates", URL: "https://www.example.gov/news/rates"},
		{Title: "Treasury sells bills of four weeks", URL: "https://www.example.gov/news/bills?id=1"},
	}
	if diff := cmp.Diff(want, extract.Links("https://www.example.gov/news/", []byte(page))); diff != "" {
		t.Error(diff)
	}
	many := strings.Repeat("<a href='/"+"x'>words of a link that are long enough</a>", 3)
	for i := range 700 {
		many += "<a href='/" + strings.Repeat("y", i+1) + "'>words of a link that are long enough</a>"
	}
	if n := len(extract.Links("https://a.example/", []byte(many))); n != 500 {
		t.Errorf("%d links are read", n)
	}
	for _, page := range []string{"", "\xff\xfe", strings.Repeat("<div>", 400_000)} {
		if list := extract.Links("https://a.example/", []byte(page)); len(list) != 0 {
			t.Errorf("%.20q has links %v", page, list)
		}
	}
}
