package research_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/research"
)

// FuzzSources: no file ends the program, and what is read of one can be asked for.
func FuzzSources(f *testing.F) {
	f.Add(research.DefaultText())
	f.Add("feed https://[::1]/ x\npage https://a.example A")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := research.Sources(text)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("the error is %v", err)
			}
			return
		}
		for _, s := range list {
			if !strings.HasPrefix(s.URL, "https://") || s.Name == "" {
				t.Errorf("%+v is no source", s)
			}
		}
		if hosts := research.Hosts(list); len(hosts) < 2 {
			t.Errorf("%q are the hosts of %v", hosts, list)
		}
	})
}
