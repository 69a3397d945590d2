package agent

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strings"
)

//go:embed prompts/*.md prompts/tools/*.md
var promptFiles embed.FS

// Prompt is an instruction to a model: a Markdown file, known on each trace and
// in the log by its name and the hash of its text.
type Prompt struct {
	Name    string
	Version string // the first twelve digits of its SHA-256
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

// PromptNamed reads a prompt; a name without a file is a defect.
func PromptNamed(name string) Prompt {
	text := promptText(name)
	sum := sha256.Sum256([]byte(text))
	return Prompt{Name: name, Version: hex.EncodeToString(sum[:])[:12], Text: text}
}

func promptText(name string) string {
	body, err := promptFiles.ReadFile("prompts/" + name + ".md")
	if err != nil {
		panic(err) // an embedded file is missing
	}
	return strings.TrimSpace(string(body))
}
