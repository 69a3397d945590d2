package broker_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/broker"
)

// TestEntitiesAreNotResolved: a file of XML makes nothing of what it defines
// itself, and reaches for nothing outside.
func TestEntitiesAreNotResolved(t *testing.T) {
	t.Parallel()
	const position = `<FlexQueryResponse><OpenPosition accountId="U1234567" currency="USD" symbol="%s" description="VTI" position="1" markPrice="300" positionValue="300"/></FlexQueryResponse>`
	file := func(doctype, symbol string) string { return doctype + strings.Replace(position, "%s", symbol, 1) }
	for name, c := range map[string]struct {
		text    string
		refused bool
	}{
		"an ampersand":            {file("", "BRK&#46;B"), false},
		"a definition, unused":    {file(`<!DOCTYPE x [<!ENTITY a "VTI">]>`, "VTI"), false},
		"an entity of its own":    {file(`<!DOCTYPE x [<!ENTITY a "VTI">]>`, "&a;"), true},
		"a file of this machine":  {file(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`, "&a;"), true},
		"an address":              {file(`<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]>`, "&a;"), true},
		"a billion of them":       {file(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`, "&b;"), true},
		"a parameter":             {file(`<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]>`, "VTI"), false},
		"a style sheet":           {file(`<?xml-stylesheet href="http://127.0.0.1:1/"?>`, "VTI"), false},
		"an inclusion":            {file("", "VTI") + `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>`, false},
		"an entity of HTML alone": {file("", "&eacute;"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := broker.Read(strings.NewReader(c.text), broker.Options{Name: "flex.xml", AsOf: "2026-10-30"})
			if (err != nil) != c.refused || err != nil && alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), "root:") {
				t.Errorf("the file was read: %v", err)
			}
		})
	}
}
