package report

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"alex"
)

// TestSettingsAreNamed: each place that an option names is a label of the page's
// settings, and a field of a profile.
func TestSettingsAreNamed(t *testing.T) {
	t.Parallel()
	prose, err := os.ReadFile(filepath.Join("prose", "findings.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := ""
	for _, name := range []string{"PlanInputs.tsx", "sections.ts", "Targets.tsx"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "frontend", "src", "pages", "settings", name))
		if err != nil {
			t.Fatal(err)
		}
		page += strings.ReplaceAll(string(text), "By ", "Targets by ")
	}
	fields := reflect.TypeFor[alex.Person]()
	for _, call := range regexp.MustCompile(`\[\[settings ([^\]]+)\]\]`).FindAllStringSubmatch(string(prose), -1) {
		for _, quoted := range strings.Fields(call[1]) {
			field := strings.Trim(quoted, `"`)
			said := settings(field)
			label, _, named := strings.Cut(strings.TrimPrefix(said, "Settings, "), " (`"+field+"`)")
			if !named || label == "" || !strings.Contains(page, label) {
				t.Errorf("%s is found in %q, which is no label of the page", field, said)
			}
			if !slices.ContainsFunc(reflect.VisibleFields(fields), func(f reflect.StructField) bool {
				return strings.HasPrefix(f.Tag.Get("json"), field+",")
			}) {
				t.Errorf("%s is no field of a profile", field)
			}
		}
	}
}
