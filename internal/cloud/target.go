package cloud

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"

	"alex"
)

// Target is where Alex runs on AWS, as Terraform's output deploy tells it.
type Target struct {
	Region         string            `json:"region"`
	Prefix         string            `json:"prefix"`         // of the names of all things
	Bucket         string            `json:"bucket"`         // of the site
	DistributionID string            `json:"distributionId"` // before it
	Functions      map[string]string `json:"functions"`      // names by role
}

// ReadTarget reads the target from a file, or where name is empty from Terraform,
// which is asked in the folder dir for its output deploy.
func ReadTarget(ctx context.Context, name, dir string) (Target, error) {
	if name != "" {
		text, err := os.ReadFile(name)
		if err != nil {
			return Target{}, err
		}
		return parseTarget(text, name)
	}
	if !terraform.found() {
		return Target{}, alex.Errorf(alex.CodeInvalid, "there is no terraform on the path: name a file with its output, --from FILE (terraform output -json deploy > FILE)")
	}
	text, said, err := terraform.run(ctx, "", nil, "-chdir="+dir, "output", "-no-color", "-json", "deploy")
	if err != nil {
		return Target{}, alex.Errorf(alex.CodeInvalid, "terraform has no output deploy in %s: run terraform apply there first; it says:\n%s", dir, unboxed(said))
	}
	return parseTarget(text, "terraform's output deploy")
}

// unboxed is what terraform says, without the lines that it draws around it.
func unboxed(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "╷│╵")); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func parseTarget(text []byte, from string) (t Target, err error) {
	if json.Unmarshal(text, &t) != nil {
		return t, alex.Invalid("from", "%s is no JSON object with bucket, distributionId, prefix, functions and region", from)
	}
	var p alex.Problems
	for field, value := range map[string]string{"region": t.Region, "prefix": t.Prefix} {
		if strings.TrimSpace(value) == "" {
			p.Addf(field, "is missing in %s", from)
		}
	}
	return t, p.Err()
}

// site reports what lacks for the site.
func (t Target) site() error {
	var p alex.Problems
	if t.Bucket == "" {
		p.Addf("bucket", "is empty: Terraform knows of no bucket for the site")
	}
	if t.DistributionID == "" {
		p.Addf("distributionId", "is empty: Terraform knows of no CloudFront distribution")
	}
	return p.Err()
}

// Roles are those of the functions, those that are asked by others first: while they
// are brought up to date one after the other, who asks is never newer than who answers.
func (t Target) Roles() []string {
	order := []string{"tagger", "reporter", "charter", "retirement", "researcher", "ingest", "sweeper", "planner", "webhook", "api"}
	place := func(role string) int {
		if i := slices.Index(order, role); i >= 0 {
			return i + 1
		}
		return 0
	}
	return slices.SortedFunc(maps.Keys(t.Functions), func(a, b string) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}
