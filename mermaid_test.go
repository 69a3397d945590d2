package alex_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The part of Mermaid that the documents use: a flowchart of nodes, links and
// subgraphs, and a sequence of messages, notes and blocks. What is not of it is
// a fault here, also where Mermaid would draw it.
var (
	flowHead = regexp.MustCompile(`^flowchart (TD|LR)$`)
	// A node is a name, with a text in a shape the first time.
	flowNode = `[A-Za-z]\w*(?:\[\[[^\[\]{}"|;]+\]\]|\[\([^()\[\]{}"|;]+\)\]|\[/[^/\[\](){}"|;]+/\]|\["[^"]+"\]|\[[^\[\](){}"|;/][^\[\](){}"|;]*\]|\([^()\[\]{}"|;]+\)|\{[^(){}\[\]"|;]+\})?`
	flowLink = `(?:-->|---|-\.->|-- (?:[^->."|;]|[a-z]-[a-z]|\.[a-z])+ -->|-- "[^"]+" -->|-\. [^".|;]+ \.->)`
	flowLine = regexp.MustCompile(`^` + flowNode + `(?: & ` + flowNode + `)*(?: ` + flowLink + ` ` + flowNode + `(?: & ` + flowNode + `)*)*$`)
	subgraph = regexp.MustCompile(`^subgraph [a-z]\w*(?: \[[^\[\](){}"|;]+\])?$`)
	flowName = regexp.MustCompile(`^[A-Za-z]\w*`)

	seqMember  = regexp.MustCompile(`^participant ([A-Za-z]\w*)(?: as [^;#]+)?$`)
	seqMessage = regexp.MustCompile(`^([A-Za-z]\w*)(?:->>|-->>)([A-Za-z]\w*): [^;#]+$`)
	seqNote    = regexp.MustCompile(`^Note (?:over|left of|right of) ([A-Za-z]\w*)(?:,([A-Za-z]\w*))?: [^;#]+$`)
	seqOpen    = regexp.MustCompile(`^(?:loop|par|alt|opt) [^;#]+$`)
	seqElse    = regexp.MustCompile(`^(?:else|and) [^;#]+$`)
)

// mermaidFaults reads a diagram strictly.
func mermaidFaults(text string) (faults []string) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	switch {
	case flowHead.MatchString(lines[0]):
		faults = flowFaults(lines[1:])
	case lines[0] == "sequenceDiagram":
		faults = sequenceFaults(lines[1:])
	default:
		return []string{fmt.Sprintf("%q begins no diagram that is known", lines[0])}
	}
	if len(lines) < 3 {
		faults = append(faults, "the diagram says nothing")
	}
	return faults
}

func flowFaults(lines []string) (faults []string) {
	depth := 0
	for _, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line == "end" && depth > 0:
			depth--
		case subgraph.MatchString(line):
			depth++
		case !flowLine.MatchString(line) || flowName.FindString(line) == "end":
			faults = append(faults, fmt.Sprintf("%q cannot be read", line))
		}
	}
	if depth != 0 {
		faults = append(faults, "a subgraph has no end")
	}
	return faults
}

func sequenceFaults(lines []string) (faults []string) {
	members, depth := map[string]bool{}, 0
	for _, line := range lines {
		line = strings.TrimSpace(line)
		said := seqMessage.FindStringSubmatch(line)
		if said == nil {
			said = seqNote.FindStringSubmatch(line)
		}
		switch member := seqMember.FindStringSubmatch(line); {
		case line == "":
		case member != nil:
			members[member[1]] = true
		case said != nil:
			for _, who := range said[1:] {
				if who != "" && !members[who] {
					faults = append(faults, fmt.Sprintf("%q names %s, who is no participant", line, who))
				}
			}
		case seqOpen.MatchString(line):
			depth++
		case line == "end" && depth > 0:
			depth--
		case !seqElse.MatchString(line) || depth == 0:
			faults = append(faults, fmt.Sprintf("%q cannot be read", line))
		}
	}
	if depth != 0 {
		faults = append(faults, "a block has no end")
	}
	return faults
}

// TestDiagrams parses every diagram of the documents.
func TestDiagrams(t *testing.T) {
	t.Parallel()
	drawn := map[string]int{}
	for name, m := range documents(t) {
		for _, f := range m.fences {
			if f.lang != "mermaid" {
				continue
			}
			drawn[name]++
			for _, fault := range mermaidFaults(f.text) {
				t.Errorf("%s:%d: %s", name, f.line, fault)
			}
		}
	}
	for _, name := range []string{"docs/architecture.md", "docs/security.md", "docs/aws.md"} {
		if drawn[name] == 0 {
			t.Errorf("%s has no diagram", name)
		}
	}
}

func TestDiagramsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       []string
	}{
		{"flow", "flowchart TD\n    a[x: y] --> b[(z)]\n    a & b -- to --> c{q}\n", nil},
		{"quoted", "flowchart LR\n    a -- \"/api, x\" --> b[\"(y)\"]\n    b -. five times .-> c[[q]]\n", nil},
		{"subgraph", "flowchart LR\n    subgraph one [a place]\n        a --> b\n    end\n", nil},
		{"sequence", "sequenceDiagram\n    participant A as an a\n    loop each\n        A->>A: x\n    end\n", nil},
		{"another kind", "pie\n    \"a\": 1\n", []string{`"pie" begins no diagram that is known`}},
		{"arrow", "flowchart TD\n    a -> b\n    a --> c\n", []string{`"a -> b" cannot be read`}},
		{"open shape", "flowchart TD\n    a[x --> b\n    a --> c\n", []string{`"a[x --> b" cannot be read`}},
		{"parenthesis", "flowchart TD\n    a[x (y)] --> b\n    a --> c\n", []string{`"a[x (y)] --> b" cannot be read`}},
		{"reserved", "flowchart TD\n    end --> b\n    a --> c\n", []string{`"end --> b" cannot be read`}},
		{"no end", "flowchart TD\n    subgraph one\n    a --> b\n", []string{"a subgraph has no end"}},
		{"stranger", "sequenceDiagram\n    participant A\n    A->>B: x\n", []string{`"A->>B: x" names B, who is no participant`}},
		{"empty", "flowchart TD\n    a\n", []string{"the diagram says nothing"}},
		{"else", "sequenceDiagram\n    participant A\n    else x\n", []string{`"else x" cannot be read`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, mermaidFaults(c.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
