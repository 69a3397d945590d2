package report

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

func fact(id, text string) alex.Fact {
	return alex.Fact{ID: id, Value: text, Unit: alex.UnitWord, Text: text, Label: id, Source: "test", AsOf: "2026-03-10"}
}

func TestNewSheetRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		facts []alex.Fact
		want  string
	}{
		{"id with capitals", []alex.Fact{fact("Equity", "x")}, "facts[0].id"},
		{"id with a digit first", []alex.Fact{fact("9lives", "x")}, "facts[0].id"},
		{"empty id", []alex.Fact{fact("", "x")}, "facts[0].id"},
		{"id twice", []alex.Fact{fact("a", "x"), fact("a", "y")}, "facts[1].id"},
		{"no text", []alex.Fact{fact("a", " ")}, "facts[0].text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := NewSheet(c.facts)
			e, ok := errors.AsType[*alex.Error](err)
			if !ok || e.Code != alex.CodeInvalid || len(e.Fields) != 1 || e.Fields[0].Location != c.want {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestSheetKeepsOrderAndCopies(t *testing.T) {
	t.Parallel()
	facts := []alex.Fact{fact("b", "1"), fact("a", "2")}
	sheet, err := NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	facts[0].Text = "changed"
	sheet.Facts()[1].Text = "changed"
	if got := sheet.Facts(); got[0].Text != "1" || got[1].Text != "2" || got[0].ID != "b" {
		t.Errorf("%+v", got)
	}
	if _, found := sheet.Fact("c"); found {
		t.Error("an unknown fact was found")
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	hash := func(facts ...alex.Fact) string {
		sheet, err := NewSheet(facts)
		if err != nil {
			t.Fatal(err)
		}
		return sheet.Hash()
	}
	a, b := fact("a", "<1>"), fact("b", "2")
	if hash(a, b) != hash(b, a) || hash(a, b) != hash(a, fact("compute.x", "3"), b) {
		t.Error("order or computed facts change the hash")
	}
	later := b
	later.AsOf = "2026-03-11"
	if hash(a, b) == hash(a, later) || hash(a, b) == hash(a) || len(hash()) != 64 {
		t.Error("a changed fact leaves the hash as it was")
	}
	// The SHA-256 of "[]", which any tool computes alike.
	if got := hash(); got != "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945" {
		t.Errorf("hash of no facts: %s", got)
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	sheet, err := NewSheet([]alex.Fact{fact("a.b", "$1,235"), fact("name", "Evil](javascript:x) <b> *S&P*\n# x")})
	if err != nil {
		t.Fatal(err)
	}
	got, err := sheet.Render("Own {{a.b}}{{a.b}}, {{name}}.")
	if want := `Own $1,235$1,235, Evil\](javascript:x) \<b\> \*S&P\* # x.`; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	for _, bad := range []string{"{{c}}", "{{ a.b }}", "{{a.b", "a}}", "{a.b}"} {
		if got, err := sheet.Render(bad); alex.CodeOf(err) != alex.CodeInvalid || got != "" {
			t.Errorf("%q: %q, %v", bad, got, err)
		}
	}
}

func TestRenderedNamesStayText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[-+#>*_\[\]()!<&;|~0-9.a-z {}\\\x60"'=]{1,24}`).Draw(t, "name")
		if strings.TrimSpace(name) == "" {
			return
		}
		html, err := HTML(EscapeMarkdown(name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSuffix(strings.TrimPrefix(html, "<p>"), "</p>\n")
		if strings.ContainsAny(text, "<>") {
			t.Fatalf("%q became %q", name, html)
		}
		if got := unescapeHTML(text); got != strings.TrimSpace(name) {
			t.Fatalf("%q is shown as %q", name, got)
		}
	})
}

func unescapeHTML(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&quot;", `"`, "&amp;", "&").Replace(text)
}
