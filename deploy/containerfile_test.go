package deploy_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/config"
)

// instruction is one of a Containerfile.
type instruction struct{ name, rest string }

// instructions reads a Containerfile: comments and breaks of lines are gone.
func instructions(text string) (list []instruction) {
	text = regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(text, "")
	text = regexp.MustCompile(`\\\n\s*`).ReplaceAllString(text, " ")
	for line := range strings.Lines(text) {
		if name, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			list = append(list, instruction{strings.ToUpper(name), strings.TrimSpace(rest)})
		}
	}
	return list
}

// unfit is what a Containerfile has that does not go: what needs a shell where there is
// none, root, a base image, a setting or a file that there is not.
func unfit(text string, there func(source string) bool) (faults []string) {
	environ := map[string]string{}
	seen := map[string]string{}
	for _, i := range instructions(text) {
		seen[i.name] = i.rest
		switch i.name {
		case "ARG":
			if strings.Contains(i.rest, "=") { // BuildKit then leaves it at that, for every processor
				faults = append(faults, i.rest+" says what the engine is to say")
			}
		case "FROM":
			if i.rest != "scratch" {
				faults = append(faults, "it stands on "+i.rest)
			}
		case "ENV":
			for _, pair := range strings.Fields(i.rest) {
				name, value, _ := strings.Cut(pair, "=")
				environ[name] = value
			}
		case "COPY":
			words := slices.DeleteFunc(strings.Fields(i.rest), func(word string) bool { return strings.HasPrefix(word, "--") })
			for _, source := range words[:len(words)-1] {
				if strings.Contains(source, "${TARGETARCH}") { // an engine that does not say it would copy all of them
					faults = append(faults, source+" goes on without a processor")
				}
				for _, arch := range []string{"amd64", "arm64"} {
					if at := targetArch.ReplaceAllString(source, arch); !there(at) {
						faults = append(faults, "there is no "+at)
					}
				}
			}
		case "ENTRYPOINT", "CMD":
			faults = append(faults, started(i.rest)...)
		case "HEALTHCHECK":
			_, command, _ := strings.Cut(i.rest, " CMD ")
			faults = append(faults, started(command)...)
		case "RUN", "ADD", "SHELL":
			faults = append(faults, "nothing can "+i.name+" there")
		}
	}
	if !regexp.MustCompile(`^[1-9][0-9]*(:[1-9][0-9]*)?$`).MatchString(seen["USER"]) {
		faults = append(faults, "its user is "+seen["USER"])
	}
	return append(faults, unset(environ)...)
}

// started judges the command of an image that has no shell.
func started(command string) (faults []string) {
	var words []string
	if err := json.Unmarshal([]byte(command), &words); err != nil || len(words) == 0 {
		return []string{command + " needs a shell"}
	}
	if last := words[len(words)-1]; last != "/alex" && !commands()[last] {
		faults = append(faults, "alex has no command "+last)
	}
	return faults
}

// commands are those of the program.
func commands() map[string]bool {
	text, _ := os.ReadFile("../cmd/alex/main.go") // without it there is none, which is seen
	found := map[string]bool{}
	for _, match := range regexp.MustCompile("(?m)^\t(\\w+) +\\w+Command +`cmd").FindAllStringSubmatch(string(text), -1) {
		found[strings.ToLower(match[1])] = true
	}
	return found
}

// unset are the settings that the program has not, or refuses.
func unset(environ map[string]string) (faults []string) {
	known := map[string]bool{}
	for _, variable := range config.Variables() {
		known[variable.Name] = true
	}
	for name := range environ {
		if !known[name] {
			faults = append(faults, "there is no setting "+name)
		}
	}
	if _, err := config.Load(environ); err != nil {
		faults = append(faults, err.Error())
	}
	slices.Sort(faults)
	return faults
}

// staged is what the image is made of, of archives with nothing in them.
func staged(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, arch := range []string{"amd64", "arm64"} {
		folder := fmt.Sprintf("alex_v1.0.0_linux_%s", arch)
		if err := os.MkdirAll(filepath.Join(dir, "dist", folder), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "dist", folder, "alex"), []byte("program"), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, "tar", "-czf", filepath.Join(dir, "dist", folder+".tar.gz"), "-C", filepath.Join(dir, "dist"), folder)
	}
	run(t, "go", "run", "alex/internal/release", "-image", filepath.Join(dir, "dist"))
	return dir
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, said)
	}
	return string(said)
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestContainerfile: the image is the program alone, of what a release stages, run by
// nobody of note, with settings that the program has.
func TestContainerfile(t *testing.T) {
	t.Parallel()
	dir := staged(t)
	there := func(source string) bool {
		_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(source)))
		return err == nil
	}
	for _, fault := range unfit(read(t, "../Containerfile"), there) {
		t.Error(fault)
	}
	// What is staged reaches the engine, and nothing else does.
	if got := regexp.MustCompile(`(?m)^[^#\n].*$`).FindAllString(read(t, "../.dockerignore"), -1); !slices.Equal(got, []string{"*", "!dist/image"}) {
		t.Errorf("the engine is given %q", got)
	}
}

// targetArch is the processor that an engine builds for, with what stands in for it.
var targetArch = regexp.MustCompile(`\$\{TARGETARCH(:-[a-z-]+)?\}`)

func TestContainerfilesThatDoNotGo(t *testing.T) {
	t.Parallel()
	good := "FROM scratch\nCOPY a /\nUSER 65532\nENTRYPOINT [\"/alex\"]\nCMD [\"serve\"]\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a good one":     {good, nil},
		"a base":         {strings.Replace(good, "scratch", "debian", 1), []string{"it stands on debian"}},
		"one processor":  {good + "ARG TARGETARCH=amd64\n", []string{"TARGETARCH=amd64 says what the engine is to say"}},
		"root":           {strings.Replace(good, "USER 65532", "USER 0", 1), []string{"its user is 0"}},
		"a name":         {strings.Replace(good, "USER 65532", "USER alex", 1), []string{"its user is alex"}},
		"a shell":        {good + "HEALTHCHECK --timeout=1s CMD /alex health\n", []string{"/alex health needs a shell"}},
		"no command":     {good + "HEALTHCHECK --timeout=1s CMD [\"/alex\", \"heal\"]\n", []string{"alex has no command heal"}},
		"any processor":  {good + "COPY ${TARGETARCH}a /\n", []string{"${TARGETARCH}a goes on without a processor", "there is no amd64a", "there is no arm64a"}},
		"no file":        {good + "COPY --chown=1:1 dist/${TARGETARCH:-none} /\n", []string{"there is no dist/amd64", "there is no dist/arm64"}},
		"no setting":     {good + "ENV ALEX_ADDRESS=0.0.0.0:80 \\\n    ALEX_DATA=/data\n", []string{"there is no setting ALEX_ADDRESS"}},
		"a bad setting":  {good + "ENV ALEX_SIGNUP=never\n", []string{"ALEX_SIGNUP: is not one of open, invite, closed"}},
		"something runs": {good + "RUN true\n", []string{"nothing can RUN there"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := unfit(c.text, func(source string) bool { return source == "a" })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
