package alex_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	guideCount   = 8
	longestGuide = 265 // lines, those that only a test reads included
)

// guideParts are the sections that each guide has, in this order; others may
// stand between.
var guideParts = []string{
	"What you will have", "The walk of the data", "Sample data", "Steps",
	"Success criteria", "When something is wrong", "What it costs", "AWS", "Read on",
}

var (
	sectionTitle = regexp.MustCompile(`(?m)^## (.+)$`)
	criterion    = regexp.MustCompile("(?m)^- \\[ \\] .*`[^`\n]+`")
	anyCriterion = regexp.MustCompile(`(?m)^- \[ \]`)
	failure      = regexp.MustCompile(`(?m)^\| .+ \| .+ \| .+ \|$`)
	dollars      = regexp.MustCompile(`\b\d+\.\d\d\b`)
	guideRow     = regexp.MustCompile(`(?m)^\| \[(\d)\. [^\]]+\]\((\d_[a-z]+\.md)\) \| \S.* \| \d+ \| \$0 \| \S.* \|$`)
)

// guideFaults is what a guide lacks.
func guideFaults(name, text, costs string) (faults []string) {
	m, sections := readMarkdown(name, text), map[string]string{}
	missed := func(ok bool, what string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Sprintf(what, args...))
		}
	}
	titles := sectionTitle.FindAllStringSubmatchIndex(m.text, -1)
	next := 0
	for i, at := range titles {
		end := len(m.text)
		if i+1 < len(titles) {
			end = titles[i+1][0]
		}
		title := m.text[at[2]:at[3]]
		sections[title] = m.text[at[1]:end]
		if next < len(guideParts) && (title == guideParts[next] || strings.HasSuffix(title, " "+guideParts[next])) {
			sections[guideParts[next]] = sections[title]
			next++
		}
	}
	missed(next == len(guideParts), "has no section %q in its place", slices.Concat(guideParts, []string{""})[next])
	missed(slices.ContainsFunc(m.fences, func(f fence) bool { return f.lang == "mermaid" }), "has no diagram")
	missed(strings.TrimSpace(sections["Sample data"]) != "", "names no sample data")
	criteria := len(anyCriterion.FindAllString(sections["Success criteria"], -1))
	missed(criteria >= 3, "has %d criteria of success", criteria)
	missed(criteria == len(criterion.FindAllString(sections["Success criteria"], -1)), "has a criterion without what shows it")
	missed(len(failure.FindAllString(sections["When something is wrong"], -1)) >= 6, "tells of too few failures")
	missed(strings.Contains(sections["What it costs"], "$0") && strings.Contains(sections["What it costs"], "docs/costs.md"), "does not say what it costs")
	for _, amount := range dollars.FindAllString(sections["What it costs"], -1) {
		missed(strings.Contains(costs, " "+amount+" "), "costs.md knows no %s", amount)
	}
	missed(strings.Count(text, "\n") <= longestGuide, "has %d lines", strings.Count(text, "\n"))
	return faults
}

// TestGuidesAreWhole: each has what a reader needs to begin, to know that it
// worked, and to go on where it did not. Its commands are run by cmd/alex.
func TestGuidesAreWhole(t *testing.T) {
	t.Parallel()
	index, costs := readText(t, "guides/README.md"), readText(t, "docs/costs.md")
	rows := guideRow.FindAllStringSubmatch(index, -1)
	if len(rows) != guideCount {
		t.Errorf("the index lists %d guides with minutes and costs, want %d", len(rows), guideCount)
	}
	for _, row := range rows {
		if !strings.HasPrefix(row[2], row[1]+"_") {
			t.Errorf("%s is not guide %s", row[2], row[1])
		}
		name := path.Join("guides", row[2])
		for _, fault := range guideFaults(name, readText(t, name), costs) {
			t.Errorf("%s: it %s", name, fault)
		}
	}
	for _, amount := range dollars.FindAllString(index, -1) {
		if !strings.Contains(costs, " "+amount+" ") && amount != "9.00" { // the firewall's two lines
			t.Errorf("guides/README.md: costs.md knows no %s", amount)
		}
	}
}

func TestGuidesThatLackSomething(t *testing.T) {
	t.Parallel()
	whole := "# 9. A guide\n\n## What you will have\nIt.\n## The walk of the data\n```mermaid\nflowchart LR\n    a --> b\n```\n" +
		"## Sample data\nA file.\n## Steps\nNone.\n## Success criteria\n" + strings.Repeat("- [ ] `x` says y\n", 3) +
		"## When something is wrong\n| what | why | do |\n|---|---|---|\n" + strings.Repeat("| a | b | c |\n", 5) +
		"## What it costs\n$0, and 1.00 ([costs](../docs/costs.md)).\n## A model, and AWS\nNone.\n## Read on\nHere.\n"
	if faults := guideFaults("guides/9_x.md", whole, "| 1.00 |"); len(faults) != 0 {
		t.Errorf("a whole guide: %q", faults)
	}
	cases := []struct{ name, from, to, want string }{
		{"section", "## Steps", "## Stairs", `has no section "Steps" in its place`},
		{"order", "## Read on", "## Done", `has no section "Read on" in its place`},
		{"diagram", "```mermaid", "```text", "has no diagram"},
		{"sample data", "A file.\n", "", "names no sample data"},
		{"criterion", "`x` says y\n- ", "x says y\n- ", "has a criterion without what shows it"},
		{"failures", "| a | b | c |\n", "", "tells of too few failures"},
		{"cost", "$0", "nothing", "does not say what it costs"},
		{"amount", "1.00", "1.50", "costs.md knows no 1.50"},
		{"length", "None.\n", strings.Repeat("None.\n", longestGuide), "has 305 lines"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			faults := guideFaults("guides/9_x.md", strings.Replace(whole, c.from, c.to, 1), "| 1.00 |")
			if !slices.ContainsFunc(faults, func(f string) bool { return f == c.want || c.name == "length" && strings.HasSuffix(f, " lines") }) {
				t.Error(cmp.Diff([]string{c.want}, faults))
			}
		})
	}
}

// TestShapeOfTheRepository: it has the folders that were planned, and in each
// what it is for.
func TestShapeOfTheRepository(t *testing.T) {
	t.Parallel()
	have := repositoryPaths(t)
	for _, want := range []string{
		"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile", "go.mod",
		"cmd/alex/main.go", "internal/store/migrations", "internal/agent/planner.go", "internal/agent/tagger.go",
		"internal/agent/reporter.go", "internal/agent/charter.go", "internal/agent/retirement.go", "internal/api/routes.go",
		"internal/research/researcher.go", "frontend/src/pages", "frontend/src/api/openapi.json", "frontend/e2e",
		"terraform/modules/rds", "terraform/modules/cloudfront", "terraform/modules/langfuse", "terraform/modules/lambda",
		"guides/README.md", "guides/5_database.md", "guides/6_agents.md", "guides/7_frontend.md", "guides/8_observability.md",
		"docs/architecture.md", "docs/runbook.md", "docs/security.md", "docs/costs.md", "docs/adr", "docs/iam",
	} {
		if !slices.Contains(have, want) {
			t.Errorf("there is no %s", want)
		}
	}
}
