package terraform_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// module is a folder of Terraform files, as one body.
type module struct {
	name    string // the folder's, "." for the root
	blocks  []*hclsyntax.Block
	sources map[string][]byte // by the names of the files
}

// parse reads text as a file of the module.
func (m *module) parse(t *testing.T, name, text string) {
	t.Helper()
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), name, hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	body := file.Body.(*hclsyntax.Body)
	if len(body.Attributes) > 0 {
		t.Errorf("%s has attributes outside of blocks", name)
	}
	m.sources[name] = []byte(text)
	m.blocks = append(m.blocks, body.Blocks...)
}

func parsed(t *testing.T, name, text string) module {
	t.Helper()
	m := module{name: name, sources: map[string][]byte{}}
	m.parse(t, name+".tf", text)
	return m
}

// read reads a folder.
func read(t *testing.T, folder string) module {
	t.Helper()
	m := module{name: folder, sources: map[string][]byte{}}
	names, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s has no files: %v", folder, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m.parse(t, name, string(text))
	}
	return m
}

// readAll reads the root and the modules that it calls, by the names of the calls.
func readAll(t *testing.T) (root module, modules map[string]module) {
	t.Helper()
	root, modules = read(t, "."), map[string]module{}
	called := map[string]bool{}
	for _, call := range root.of("module") {
		source := text(t, attribute(t, call.Body, "source"))
		called[filepath.FromSlash(strings.TrimPrefix(source, "./"))] = true
		modules[call.Labels[0]] = read(t, filepath.FromSlash(source))
	}
	folders, err := filepath.Glob("modules/*")
	if err != nil || len(folders) != len(called) {
		t.Errorf("of %d modules %d are called: %v", len(folders), len(called), err)
	}
	return root, modules
}

// of are the blocks of a kind whose first labels are these.
func (m module) of(kind string, labels ...string) []*hclsyntax.Block {
	return blocksOf(m.blocks, kind, labels...)
}

func blocksOf(blocks []*hclsyntax.Block, kind string, labels ...string) (list []*hclsyntax.Block) {
	for _, b := range blocks {
		if b.Type == kind && strings.HasPrefix(strings.Join(b.Labels, "/")+"/", strings.Join(append(labels, ""), "/")) {
			list = append(list, b)
		}
	}
	return list
}

// one is the only block of a kind with these labels.
func (m module) one(t *testing.T, kind string, labels ...string) *hclsyntax.Body {
	t.Helper()
	return only(t, m.blocks, kind, labels...)
}

func only(t *testing.T, blocks []*hclsyntax.Block, kind string, labels ...string) *hclsyntax.Body {
	t.Helper()
	list := blocksOf(blocks, kind, labels...)
	if len(list) != 1 {
		t.Fatalf("there are %d blocks %s %v", len(list), kind, labels)
	}
	return list[0].Body
}

func attribute(t *testing.T, body *hclsyntax.Body, name string) hclsyntax.Expression {
	t.Helper()
	a, ok := body.Attributes[name]
	if !ok {
		t.Fatalf("%s has no %s", body.Range(), name)
	}
	return a.Expr
}

// text is the value of an expression that names nothing.
func text(t *testing.T, e hclsyntax.Expression) string {
	t.Helper()
	v, diagnostics := e.Value(nil)
	if diagnostics.HasErrors() || !v.Type().Equals(cty.String) {
		t.Fatalf("%s is no text: %v", e.Range(), diagnostics)
	}
	return v.AsString()
}

// written is an expression as it stands in its file, on one line.
func (m module) written(e hclsyntax.Expression) string {
	r := e.Range()
	return strings.Join(strings.Fields(string(r.SliceBytes(m.sources[r.Filename]))), " ")
}

// each calls visit for every attribute, of nested blocks too.
func (m module) each(visit func(*hclsyntax.Attribute)) {
	var walk func(*hclsyntax.Body)
	walk = func(body *hclsyntax.Body) {
		for _, a := range body.Attributes {
			visit(a)
		}
		for _, b := range body.Blocks {
			walk(b.Body)
		}
	}
	for _, b := range m.blocks {
		walk(b.Body)
	}
}

// named are all that expressions of the module name, to their third part, such as
// "var.name" and "module.vectors.index_arn".
func (m module) named() map[string]bool {
	found := map[string]bool{}
	m.each(func(a *hclsyntax.Attribute) {
		for _, traversal := range a.Expr.Variables() {
			name := ""
			for i, step := range traversal[:min(3, len(traversal))] {
				switch step := step.(type) {
				case hcl.TraverseRoot:
					name = step.Name
				case hcl.TraverseAttr:
					name += "." + step.Name
				default:
					i = 3
				}
				if i == 3 {
					break
				}
				found[name] = true
			}
		}
	})
	return found
}

// literals are the texts that stand in expressions, with where.
func (m module) literals() map[hcl.Range]string {
	found := map[hcl.Range]string{}
	m.each(func(a *hclsyntax.Attribute) {
		_ = hclsyntax.VisitAll(a.Expr, func(n hclsyntax.Node) hcl.Diagnostics {
			if l, ok := n.(*hclsyntax.LiteralValueExpr); ok && l.Val.Type().Equals(cty.String) && !l.Val.IsNull() {
				found[l.Range()] = l.Val.AsString()
			}
			return nil
		})
	})
	return found
}
