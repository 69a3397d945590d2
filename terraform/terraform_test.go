package terraform_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"alex/internal/config"
	"alex/internal/knowledge/sagemaker"
)

// TestFilesAreLaidOut as terraform fmt does.
func TestFilesAreLaidOut(t *testing.T) {
	t.Parallel()
	var names []string
	for _, pattern := range []string{"*.tf", "*.tfvars.example", "modules/*/*.tf"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(hclwrite.Format(text)), string(text)); diff != "" {
			t.Errorf("%s is not laid out by terraform fmt: %s", name, diff)
		}
	}
	if crooked := "a = 1\nlong = 2\n"; string(hclwrite.Format([]byte(crooked))) == crooked {
		t.Error("nothing would be found")
	}
}

// variableFaults are variables that are declared and not used, or the other way
// round, or not described.
func variableFaults(m module) (faults []string) {
	named := m.named()
	for _, v := range m.of("variable") {
		name := "var." + v.Labels[0]
		if used := usedOutside(m, v.Labels[0]); !used {
			faults = append(faults, m.name+": "+name+" is not used")
		}
		for _, attribute := range []string{"description", "type"} {
			if v.Body.Attributes[attribute] == nil {
				faults = append(faults, m.name+": "+name+" has no "+attribute)
			}
		}
		delete(named, name)
	}
	for name := range named {
		if rest, ok := strings.CutPrefix(name, "var."); ok && !strings.Contains(rest, ".") {
			faults = append(faults, m.name+": "+name+" is not declared")
		}
	}
	slices.Sort(faults)
	return faults
}

// usedOutside reports a variable that is used beside its own validation.
func usedOutside(m module, name string) bool {
	rest := module{sources: m.sources}
	for _, b := range m.blocks {
		if b.Type != "variable" {
			rest.blocks = append(rest.blocks, b)
		}
	}
	return rest.named()["var."+name]
}

// callFaults are what is wrong between a root and its modules: arguments that are
// missing or unknown, outputs that nobody takes, or that are not there.
func callFaults(root module, modules map[string]module) (faults []string) {
	named := root.named()
	for _, call := range root.of("module") {
		name := call.Labels[0]
		declared := map[string]bool{"source": true, "providers": true}
		for _, v := range modules[name].of("variable") {
			declared[v.Labels[0]] = true
			if v.Body.Attributes["default"] == nil && call.Body.Attributes[v.Labels[0]] == nil {
				faults = append(faults, name+" is not given "+v.Labels[0])
			}
		}
		for argument, a := range call.Body.Attributes {
			if !declared[argument] {
				faults = append(faults, name+" is given "+argument+", which it does not know")
			}
			if _, copied := a.Expr.(*hclsyntax.TemplateExpr); copied && !slices.Contains([]string{"source", "description", "expression"}, argument) {
				faults = append(faults, name+" is given "+argument+" by hand")
			}
		}
		for _, o := range modules[name].of("output") {
			if output := "module." + name + "." + o.Labels[0]; !named[output] {
				faults = append(faults, output+" goes nowhere")
			} else {
				delete(named, output)
			}
		}
		for output := range named {
			if strings.HasPrefix(output, "module."+name+".") {
				faults = append(faults, output+" is not there")
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// TestVariablesAndOutputsAreWired: none is left over, and none is set by hand
// where another module knows it.
func TestVariablesAndOutputsAreWired(t *testing.T) {
	t.Parallel()
	root, modules := readAll(t)
	for _, m := range append(slices.Collect(maps.Values(modules)), root) {
		for _, fault := range variableFaults(m) {
			t.Error(fault)
		}
	}
	for _, fault := range callFaults(root, modules) {
		t.Error(fault)
	}

	broken := parsed(t, "r", `
variable "a" {
  description = "A."
  type        = string
  validation { condition = var.a != "" }
}
module "m" {
  source = "./modules/m"
  x      = "by hand"
  z      = var.b
  w      = module.m.other
}`)
	inner := parsed(t, "m", `
variable "x" {}
variable "y" {}
output "o" { value = "${var.x}${var.y}" }`)
	if diff := cmp.Diff([]string{"r: var.a is not used", "r: var.b is not declared"}, variableFaults(broken)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"m: var.x has no description", "m: var.x has no type", "m: var.y has no description", "m: var.y has no type"}, variableFaults(inner)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"m is given w, which it does not know", "m is given x by hand", "m is given z, which it does not know", "m is not given y",
		"module.m.o goes nowhere", "module.m.other is not there",
	}, callFaults(broken, map[string]module{"m": inner})); diff != "" {
		t.Error(diff)
	}
}

// TestExampleSetsWhatIsNeeded and nothing else; what it leaves out has a default.
func TestExampleSetsWhatIsNeeded(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("terraform.tfvars.example")
	if err != nil {
		t.Fatal(err)
	}
	file, diagnostics := hclsyntax.ParseConfig(example, "terraform.tfvars.example", hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	needed := []string{}
	for _, v := range read(t, ".").of("variable") {
		if v.Body.Attributes["default"] == nil {
			needed = append(needed, v.Labels[0])
		}
	}
	slices.Sort(needed)
	if diff := cmp.Diff(needed, slices.Sorted(maps.Keys(file.Body.(*hclsyntax.Body).Attributes))); diff != "" {
		t.Error(diff)
	}
}

// TestEverythingIsTagged by the two providers, the second of which is for the one
// region that CloudFront's firewall has to be in; their tags come from variables.
func TestEverythingIsTagged(t *testing.T) {
	t.Parallel()
	root, modules := readAll(t)
	for name, m := range modules {
		if len(m.of("provider")) > 0 {
			t.Errorf("%s has a provider of its own", name)
		}
		m.each(func(a *hclsyntax.Attribute) {
			if a.Name == "tags" || a.Name == "tags_all" {
				t.Errorf("%s has tags of its own at %s", name, a.Range())
			}
		})
	}
	providers := root.of("provider", "aws")
	if len(providers) != 2 {
		t.Fatalf("there are %d providers", len(providers))
	}
	for _, p := range providers {
		root.holds(t, inside(t, p.Body, "default_tags"), map[string]string{"tags": "local.tags"})
	}
	var tags []string
	for _, b := range root.of("locals") {
		if a := b.Body.Attributes["tags"]; a != nil {
			tags = append(tags, root.written(a.Expr))
		}
	}
	if diff := cmp.Diff([]string{`{ Project = var.project Environment = var.environment Owner = var.owner }`}, tags); diff != "" {
		t.Error(diff)
	}
}

// TestAlexTakesWhatModulesSay: the settings that modules make out of the longest
// names can be read, and the index has the numbers and the measure of the model.
func TestAlexTakesWhatModulesSay(t *testing.T) {
	t.Parallel()
	root, modules := readAll(t)
	longest := strings.Repeat("a", 20) + "-" + strings.Repeat("b", 10)
	name := func(m module, kind, attributeName string) cty.Value {
		given := &hcl.EvalContext{Variables: map[string]cty.Value{
			"var":   cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(longest)}),
			"local": cty.ObjectVal(map[string]cty.Value{"endpoint": cty.StringVal(longest + "-embeddings")}),
		}}
		v, diagnostics := attribute(t, m.one(t, "resource", kind), attributeName).Value(given)
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics)
		}
		return v
	}
	if got := modules["embeddings"].written(attribute(t, modules["embeddings"].of("locals")[0].Body, "endpoint")); got != `"${var.name}-embeddings"` {
		t.Errorf("the endpoint is %s", got)
	}
	resource := func(label string, values map[string]cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{label: cty.ObjectVal(values)})
	}
	made := &hcl.EvalContext{Variables: map[string]cty.Value{
		"aws_sagemaker_endpoint": resource("embeddings", map[string]cty.Value{"name": name(modules["embeddings"], "aws_sagemaker_endpoint", "name")}),
		"aws_s3vectors_index": resource("passages", map[string]cty.Value{
			"vector_bucket_name": name(modules["vectors"], "aws_s3vectors_vector_bucket", "vector_bucket_name"),
			"index_name":         name(modules["vectors"], "aws_s3vectors_index", "index_name"),
		}),
	}}
	environ := map[string]string{}
	for module, setting := range map[string]string{"embeddings": "ALEX_EMBEDDINGS", "vectors": "ALEX_INDEX"} {
		v, diagnostics := attribute(t, modules[module].one(t, "output", "setting"), "value").Value(made)
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics)
		}
		environ[setting] = v.AsString()
	}
	if _, err := config.Load(environ); err != nil || len(environ) != 2 {
		t.Errorf("%v: %v", environ, err)
	}

	index := modules["vectors"].one(t, "resource", "aws_s3vectors_index")
	if len(index.Blocks) > 0 {
		t.Error("the index has blocks: metadata that cannot be filtered by?")
	}
	for what, want := range map[string]string{"data_type": "float32", "distance_metric": "cosine"} {
		if got := text(t, attribute(t, index, what)); got != want {
			t.Errorf("%s is %s", what, got)
		}
	}
	dimension := attribute(t, modules["embeddings"].one(t, "output", "dimension"), "value")
	got := []string{
		modules["vectors"].written(attribute(t, index, "dimension")),
		root.written(attribute(t, root.one(t, "module", "vectors"), "dimension")), modules["embeddings"].written(dimension),
	}
	if diff := cmp.Diff([]string{"var.dimension", "module.embeddings.dimension", fmt.Sprint(sagemaker.New(sagemaker.Options{}).Model().Dimension)}, got); diff != "" {
		t.Error(diff)
	}
	bucket := modules["vectors"].one(t, "resource", "aws_s3vectors_vector_bucket")
	if got := text(t, attribute(t, only(t, bucket.Blocks, "encryption_configuration"), "sse_type")); got != "AES256" {
		t.Errorf("it is encrypted by %s", got)
	}
}
