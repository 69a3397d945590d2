package agent

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strconv"
	"strings"

	"alex/internal/report"
)

//go:embed prompts/*.md prompts/tools/*.md prompts/VERSIONS
var promptFiles embed.FS

// Prompt is an instruction to a model: a Markdown file, known on each trace and
// in the log by its name and the hash of its text.
type Prompt struct {
	Name    string
	Number  int    // of the version, from 1, as prompts/VERSIONS counts them
	Version string // the first twelve digits of the SHA-256 of its text
	Text    string
}

// ID is name@version.
func (p Prompt) ID() string { return p.Name + "@" + p.Version }

// The prompts, by the agent's work.
const (
	promptPlanner = "planner"
	promptTagger  = "tagger"
	promptSection = "section"
	promptCharter = "charter"
	promptJudge   = "judge"
	promptAsk     = "ask"
)

// PromptNamed reads a prompt; a name without a file is a defect. One that ends
// with a colon goes on with the words that a model may use of its own.
func PromptNamed(name string) Prompt {
	text := promptText(name)
	if strings.HasSuffix(text, ":") {
		text += "\n\n" + strings.Replace(strings.TrimSpace(report.Words), "\n\n", "\n\nand these phrases, each as a whole:\n\n", 1)
	}
	sum := sha256.Sum256([]byte(text))
	return Prompt{Name: name, Number: promptNumber(name), Version: hex.EncodeToString(sum[:])[:12], Text: text}
}

// PromptNames are all prompts that agents have.
func PromptNames() []string {
	return []string{promptAsk, promptCharter, promptJudge, promptPlanner, promptSection, promptTagger}
}

// promptNumber is the number that prompts/VERSIONS gives a prompt, 0 where it
// gives none.
func promptNumber(name string) (number int) {
	body, err := promptFiles.ReadFile("prompts/VERSIONS")
	if err != nil {
		panic(err) // an embedded file is missing
	}
	for _, line := range strings.Split(string(body), "\n") {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == name {
			number, _ = strconv.Atoi(fields[1]) // a test reads the file
		}
	}
	return number
}

func promptText(name string) string {
	body, err := promptFiles.ReadFile("prompts/" + name + ".md")
	if err != nil {
		panic(err) // an embedded file is missing
	}
	return strings.TrimSpace(string(body))
}
