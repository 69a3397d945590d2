package alex_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/goldenfile"
)

const (
	asvsData = "docs/asvs.tsv"
	asvsPage = "docs/asvs.md"
)

// asvsStatuses are the states of a requirement, in the order of the page.
func asvsStatuses() []string {
	return []string{"shown", "does not apply", "delegated", "open"}
}

// asvsParties are those to whom a requirement may be delegated.
func asvsParties() []string {
	return []string{"the operator", "the operator's proxy", "Clerk", "AWS", "the browser"}
}

// asvsRow is one line of the data: what the requirement asks in a few words of
// our own, its state, why it has this state, and the proofs.
type asvsRow struct{ id, asks, status, words, proofs string }

// readASVS reads the lines of the data; the first names the columns.
func readASVS(text string) (rows []asvsRow, faults []string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 5 {
			faults = append(faults, fmt.Sprintf("%d columns and not 5: %s", len(cells), line))
			continue
		}
		rows = append(rows, asvsRow{cells[0], cells[1], cells[2], cells[3], cells[4]})
	}
	return rows, faults
}

// asvsFaults checks the rows against the ids, each of which they hold once and
// in order, and the proofs that exist.
func asvsFaults(rows []asvsRow, ids []string, proofs map[string]bool) []string {
	var faults, listed []string
	for _, row := range rows {
		listed = append(listed, row.id)
		for _, fault := range row.faults(proofs) {
			faults = append(faults, row.id+": "+fault)
		}
	}
	if diff := cmp.Diff(ids, listed); diff != "" {
		faults = append(faults, "the ids are not those of the standard:\n"+diff)
	}
	return faults
}

func (r asvsRow) faults(proofs map[string]bool) (faults []string) {
	const mostWords = 12
	if n := len(strings.Fields(r.asks)); n == 0 || n > mostWords {
		faults = append(faults, fmt.Sprintf("what it asks has %d words; 1 to %d", n, mostWords))
	}
	switch party, what, _ := strings.Cut(r.words, ": "); r.status {
	case "shown":
		if r.proofs == "" {
			faults = append(faults, "is shown by nothing")
		}
	case "delegated":
		if !slices.Contains(asvsParties(), party) || what == "" {
			faults = append(faults, "does not say to whom it is delegated, and what they do")
		}
	case "does not apply", "open":
		if r.words == "" {
			faults = append(faults, "does not say why it is "+r.status)
		}
	default:
		faults = append(faults, fmt.Sprintf("%q is no status", r.status))
	}
	if r.proofs == "" {
		return faults
	}
	for _, part := range statePart.FindAllString(r.proofs+",", -1) {
		if fault := proofFault(part, proofs); fault != "" {
			faults = append(faults, fault)
		}
	}
	return faults
}

// state is the last cell of the page.
func (r asvsRow) state() string {
	text := r.words
	switch r.status {
	case "shown":
	case "delegated":
		text = "delegated to " + text
	default:
		text = r.status + ": " + text
	}
	switch {
	case text == "":
		return r.proofs
	case r.proofs == "":
		return text
	case r.status == "shown":
		return r.proofs + "; " + text
	default:
		return text + "; " + r.proofs
	}
}

const asvsIntroduction = `# OWASP ASVS 5.0.0, level 2

Where Alex stands with each of the 253 requirements of level 1 and 2 of the
[OWASP Application Security Verification Standard 5.0.0](https://owasp.org/www-project-application-security-verification-standard/).
Ids, levels and the names of chapters and sections are the standard's
(© OWASP Foundation, CC BY-SA 4.0); what a requirement asks is said in a few
words of our own, and only [the standard's](https://github.com/OWASP/ASVS/tree/v5.0.0_release/5.0/en) count.

This page is made of ` + "`docs/asvs.tsv`" + ` by ` + "`go test -run ASVS . -update`" + `. The same test
fails where an id is missing, a state has no content, or a test or a heading
that is named does not exist. The states are

- shown: by the tests that are named, or, where the standard asks for documentation, by the named section of it;
- does not apply: Alex does nothing of the kind, for the reason that is given;
- delegated: to the operator, the operator's proxy, Clerk, AWS or the browser;
- open: it falls short, in the way that is said. A test that is named shows the part that holds.

What is said of passwords and sessions is about Alex's own; where ` + "`ALEX_AUTH=clerk`" + `, V6 and the
sessions of V7 are Clerk's. Heading and test say that something is there, not that it is enough:
[the threat model](security.md) says what is not protected.

`

// asvsCounts counts rows by status, in the order of asvsStatuses.
func asvsCounts(rows []asvsRow) []int {
	counts := make([]int, len(asvsStatuses()))
	for _, row := range rows {
		if i := slices.Index(asvsStatuses(), row.status); i >= 0 {
			counts[i]++
		}
	}
	return counts
}

// asvsMarkdown is the page.
func asvsMarkdown(rows []asvsRow) string {
	var page, summary strings.Builder
	line := func(name string, rows []asvsRow) {
		fmt.Fprintf(&summary, "| %s |", name)
		for _, n := range asvsCounts(rows) {
			fmt.Fprintf(&summary, " %d |", n)
		}
		fmt.Fprintf(&summary, " %d |\n", len(rows))
	}
	byID := map[string]asvsRow{}
	for _, row := range rows {
		byID[row.id] = row
	}
	for _, chapter := range asvsStandard() {
		text, of := chapter.markdown(byID)
		page.WriteString(text)
		line(chapter.id+" "+chapter.name, of)
	}
	line("all", rows)
	return asvsIntroduction + "| chapter | " + strings.Join(asvsStatuses(), " | ") + " | all |\n|---|" +
		strings.Repeat("---|", len(asvsStatuses())+1) + "\n" + summary.String() + page.String()
}

// markdown is the chapter's part of the page, and its rows.
func (c asvsChapter) markdown(byID map[string]asvsRow) (text string, of []asvsRow) {
	var body strings.Builder
	for _, section := range c.sections {
		fmt.Fprintf(&body, "\n### V%s %s\n\n| id | level | what it asks | state |\n|---|---|---|---|\n", section.id, section.name)
		for _, requirement := range section.requirements() {
			row := byID[requirement.id]
			of = append(of, row)
			fmt.Fprintf(&body, "| %s | %c | %s | %s |\n", row.id, requirement.level, row.asks, row.state())
		}
	}
	var counts []string
	for i, n := range asvsCounts(of) {
		if n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, asvsStatuses()[i]))
		}
	}
	return fmt.Sprintf("\n## %s %s: %s\n%s", c.id, c.name, strings.Join(counts, ", "), body.String()), of
}

// TestASVSTable holds the data to the standard and to the tree, and the page to
// the data. -update writes the page anew.
func TestASVSTable(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, chapter := range asvsStandard() {
		for _, section := range chapter.sections {
			for _, requirement := range section.requirements() {
				ids = append(ids, requirement.id)
			}
		}
	}
	if counts := asvsLevels(); counts['1'] != 70 || counts['2'] != 183 || len(ids) != 253 {
		t.Errorf("%d requirements, by level %v; the standard has 70 and 183", len(ids), counts)
	}
	rows, faults := readASVS(readText(t, asvsData))
	proofs := testProofs(t)
	maps.Copy(proofs, headingProofs(t))
	for _, fault := range append(faults, asvsFaults(rows, ids, proofs)...) {
		t.Error(asvsData + ": " + fault)
	}
	goldenfile.Compare(t, *update, asvsPage, asvsMarkdown(rows))
}

// securityProof is a test or a journey as a sentence names it.
var securityProof = regexp.MustCompile("`[^`]+ (?:(?:Test|Fuzz)\\w+|“[^`]+”)`")

// TestThreatsAreAnsweredByTests holds the threat model to the tests that it names.
func TestThreatsAreAnsweredByTests(t *testing.T) {
	t.Parallel()
	proofs, text := testProofs(t), readText(t, "docs/security.md")
	named := securityProof.FindAllString(text, -1)
	for _, proof := range named {
		if fault := proofFault(proof, proofs); fault != "" {
			t.Error("docs/security.md: " + fault)
		}
	}
	if len(named) < 100 {
		t.Errorf("%d tests are named", len(named))
	}
	if lines := strings.Count(text, "\n"); lines > 250 {
		t.Errorf("docs/security.md has %d lines; nobody reads more than 250", lines)
	}
}

func TestASVSTableCatchesFaults(t *testing.T) {
	t.Parallel()
	proofs := map[string]bool{". TestOne": true, "docs/x.md A heading": true}
	const good = "1\tasks\tshown\t\t`. TestOne`"
	for name, c := range map[string]struct {
		row  string
		want []string
	}{
		"shown":                        {good, nil},
		"shown by a section":           {"1\tasks\tshown\t\t`docs/x.md “A heading”`, `. TestOne`", nil},
		"shown by nothing":             {"1\tasks\tshown\tbelieve me\t", []string{"1: is shown by nothing"}},
		"shown by no test":             {"1\tasks\tshown\t\t`. TestTwo`", []string{"1: . has no TestTwo"}},
		"shown by no section":          {"1\tasks\tshown\t\t`docs/x.md “B”`", []string{"1: docs/x.md has no B"}},
		"shown by words":               {"1\tasks\tshown\t\topen", []string{`1: "open" is no proof`}},
		"no reason":                    {"1\tasks\tdoes not apply\t\t`. TestOne`", []string{"1: does not say why it is does not apply"}},
		"open without a word":          {"1\tasks\topen\t\t", []string{"1: does not say why it is open"}},
		"a status of before":           {"1\tasks\tpending\tx\t", []string{`1: "pending" is no status`}},
		"delegated to nobody":          {"1\tasks\tdelegated\tsomebody: does it\t", []string{"1: does not say to whom it is delegated, and what they do"}},
		"delegated without an order":   {"1\tasks\tdelegated\tClerk\t", []string{"1: does not say to whom it is delegated, and what they do"}},
		"delegated":                    {"1\tasks\tdelegated\tClerk: signs people in\t", nil},
		"another status":               {"1\tasks\tdone\tx\t", []string{`1: "done" is no status`}},
		"no words of what it asks":     {"1\t\tshown\t\t`. TestOne`", []string{"1: what it asks has 0 words; 1 to 12"}},
		"the standard's own sentences": {"1\t" + strings.Repeat("x ", 13) + "\tshown\t\t`. TestOne`", []string{"1: what it asks has 13 words; 1 to 12"}},
		"too few columns":              {"1\tasks\tshown", []string{"3 columns and not 5: 1\tasks\tshown"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, faults := readASVS("head\n" + c.row + "\n")
			var ids []string
			for _, row := range rows {
				ids = append(ids, row.id)
			}
			if diff := cmp.Diff(c.want, append(faults, asvsFaults(rows, ids, proofs)...)); diff != "" {
				t.Error(diff)
			}
		})
	}
	rows, _ := readASVS("head\n" + good + "\n" + good + "\n")
	for name, ids := range map[string][]string{"twice": {"1"}, "missing": {"1", "1", "2"}, "unknown": {"1", "3"}} {
		if faults := asvsFaults(rows, ids, proofs); len(faults) != 1 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
