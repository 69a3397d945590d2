package deploy_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestCompose: the example has settings that the program has and takes, shows itself to
// this machine alone, and keeps what it keeps in volumes that it names.
func TestCompose(t *testing.T) {
	t.Parallel()
	var compose struct {
		Services map[string]struct {
			Image, User string
			Environment map[string]string
			Ports       []string
			Volumes     []string
		}
		Volumes map[string]any
	}
	text := read(t, "../compose.yaml")
	given := map[string]string{"POSTGRES_PASSWORD": "0123456789abcdef", "ALEX_ACCOUNT_KEY": strings.Repeat("0123456789abcdef", 3)}
	if err := yaml.Unmarshal([]byte(os.Expand(text, func(name string) string {
		name, ifNot, _ := strings.Cut(name, ":")
		if given[name] == "" && strings.HasPrefix(ifNot, "-") {
			return ifNot[1:]
		}
		return given[name]
	})), &compose); err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(compose.Services)); !slices.Equal(names, []string{"alex", "postgres"}) {
		t.Fatalf("the services are %v", names)
	}
	alex := compose.Services["alex"]
	environ := maps.Clone(alex.Environment)
	for _, i := range instructions(read(t, "../Containerfile")) {
		if i.name == "ENV" {
			for _, pair := range strings.Fields(i.rest) {
				name, value, _ := strings.Cut(pair, "=")
				environ[name] = value
			}
		}
	}
	for _, fault := range unset(environ) {
		t.Error(fault)
	}
	if environ["ALEX_DATABASE_URL"] == "" || environ["ALEX_ACCOUNT_KEY"] == "" {
		t.Errorf("the settings are %v", environ)
	}
	for name, service := range compose.Services {
		for _, port := range service.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s is open to others at %s", name, port)
			}
		}
		for _, volume := range service.Volumes {
			if at, _, _ := strings.Cut(volume, ":"); !maps.Equal(map[string]any{at: nil}, pick(compose.Volumes, at)) {
				t.Errorf("%s keeps something in %s, which is not named", name, at)
			}
		}
	}
	// make image calls it so.
	if want := regexp.MustCompile(`\$\{1:-(\w+)\}`).FindStringSubmatch(read(t, "../.ci/image")); want == nil || alex.Image != want[1] {
		t.Errorf("the image is called %s, and %v is built", alex.Image, want)
	}
}

func pick(from map[string]any, name string) map[string]any {
	if value, ok := from[name]; ok {
		return map[string]any{name: value}
	}
	return nil
}
