package report

import (
	"testing"

	"alex"
)

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"{{a}} is up", "[x](y", "a\n# b\n", "<!--", "t e n", "½", "{{", "ＡＢＣ", "![](", "&#x;"} {
		f.Add(seed)
	}
	sheet, err := NewSheet([]alex.Fact{fact("a", "x")})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range Check(text, CheckContext{Sheet: sheet, Hosts: []string{"a.b"}}) {
			if v.Start < 0 || v.End < v.Start || v.End > len(text) {
				t.Errorf("%+v lies outside %q", v, text)
			}
		}
	})
}
