package extract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge/extract"
)

func TestFeeds(t *testing.T) {
	t.Parallel()
	one := []extract.Item{{Title: "Rates & bonds", URL: "https://www.example/1", PublishedOn: "2026-05-06", Summary: "They fell. Für alle."}}
	for name, c := range map[string]struct {
		text string
		want []extract.Item
	}{
		"RSS": {`<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><item><title>Rates &amp; bonds</title><link>https://www.example/1</link>
<pubDate>Wed, 06 May 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;They &lt;b&gt;fell&lt;/b&gt;.&lt;/p&gt; F&#252;r alle.</description></item></channel></rss>`, one},
		"RSS in latin-1": {`<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><item><title>Rates &amp; bonds</title><link>https://www.example/1</link>
<pubDate>Wed, 06 May 2026 10:00:00 GMT</pubDate><description>They fell. F` + "\xfc" + `r alle.</description></item></channel></rss>`, one},
		"RSS in UTF-8 that says latin-1": {`<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><item><title>Rates &amp; bonds</title><link>https://www.example/1</link>
<pubDate>Wed, 06 May 2026 10:00:00 GMT</pubDate><description>They fell. Für alle.</description></item></channel></rss>`, one},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Rates &amp;amp; bonds</title><link href="https://www.example/1"/>
<updated>2026-05-06T10:00:00Z</updated><content type="html">&lt;p&gt;They fell. Für alle.</content></entry></feed>`, one},
		"JSON": {`{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"Rates & bonds","url":"https://www.example/1",
"date_published":"2026-05-06T10:00:00Z","summary":"They fell. Für alle."}]}`, one},
		"RDF": {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/>
<item><title>Rates &amp;amp; bonds</title><link>https://www.example/1</link><dc:date>2026-05-06T10:00:00Z</dc:date><description>They fell. Für alle.</description></item></rdf:RDF>`, one},
		"addresses": {`<rss version="2.0"><channel><item><title>a</title><link>javascript:alert(1)</link></item><item><title>b</title><link>file:///etc/passwd</link></item>
<item><title>c</title><link>https://u:p@www.example/</link></item></channel></rss>`, []extract.Item{{Title: "a"}, {Title: "b"}, {Title: "c"}}},
		"nothing":       {`<rss version="2.0"><channel><item><guid>1</guid></item></channel></rss>`, nil},
		"a broken date": {`<rss version="2.0"><channel><item><title>a</title><pubDate>soon</pubDate></item></channel></rss>`, []extract.Item{{Title: "a"}}},
		"an entity": {
			`<!DOCTYPE rss [<!ENTITY x "expanded"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>a &x;&f; b</title></item></channel></rss>`,
			[]extract.Item{{Title: "a &x;&f; b"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := extract.Feed([]byte(c.text))
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

// TestFeedBombs are refused, or harmless, and soon.
func TestFeedBombs(t *testing.T) {
	t.Parallel()
	laughs := `<!DOCTYPE rss [<!ENTITY a "ha">`
	for c := 'b'; c <= 'z'; c++ {
		laughs += `<!ENTITY ` + string(c) + ` "` + strings.Repeat("&"+string(c-1)+";", 10) + `">`
	}
	const size = 3 << 20
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	for name, c := range map[string]struct {
		text    string
		refused bool
	}{
		"laughs":             {laughs + `]><rss version="2.0"><channel><item><title>&z;</title></item></channel></rss>`, false},
		"deep":               {`<rss><channel><item>` + fill("<a:a>"), true},
		"deep, with strays":  {`<rss><channel>` + strings.Repeat("</x>", 1000) + fill("<a:a>"), true},
		"many":               {`<rss version="2.0"><channel><item>` + fill("<a:a/>") + `</item></channel></rss>`, true},
		"many items":         {`<rss version="2.0"><channel>` + strings.Repeat("<item><title>a</title></item>", 20_000) + `</channel></rss>`, false},
		"deep JSON":          {`{"version":"https://jsonfeed.org/version/1","items":` + fill("["), true},
		"deep JSON, closed":  {`{"version":"https://jsonfeed.org/version/1","items":[],"x":` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `}`, true},
		"many JSON items":    {`{"version":"https://jsonfeed.org/version/1","items":[{"title":"a"}` + fill(`,{}`) + `]}`, true},
		"null items":         {`{"version":"https://jsonfeed.org/version/1","items":[null,{"title":"a"}]}`, true},
		"attributes":         {`<rss version="2.0" ` + fill(`a="b" `) + `><channel/></rss>`, true},
		"a long summary":     {`<rss version="2.0"><channel><item><title>a</title><description>` + fill("a ") + `</description></item></channel></rss>`, false},
		"too large":          {strings.Repeat(" ", 4<<20+1), true},
		"empty":              {"", true},
		"a page":             {"<!DOCTYPE html><p>x", true},
		"cut off":            {`<rss version="2.0"><channel><item><title>a`, true},
		"another JSON":       {`[1,2]`, true},
		"an unknown charset": {`<?xml version="1.0" encoding="klingon"?><rss version="2.0"><channel><item><title>a</title></item></channel></rss>`, false},
		"bytes":              {"<rss version='2.0'><channel><item><title>a\x00\xff\x1b</title></item></channel></rss>", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			items, err := extract.Feed([]byte(c.text))
			if took := time.Since(begun); took > 30*time.Second {
				t.Errorf("it took %s", took)
			}
			if err != nil && alex.CodeOf(err) != alex.CodeInvalid || c.refused != (err != nil) {
				t.Errorf("%d items, %v", len(items), err)
			}
			if len(items) > 500 {
				t.Errorf("%d items", len(items))
			}
			for _, item := range items {
				if len(item.Title) > 300 || len(item.Summary) > 2100 {
					t.Errorf("an item has %d and %d bytes", len(item.Title), len(item.Summary))
				}
			}
		})
	}
}
