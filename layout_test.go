package alex_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// longestFile is the number of lines past which a Go file is split.
const longestFile = 500

// vagueName matches the words that say nothing about what a file or folder
// holds.
var vagueName = regexp.MustCompile(`(?i)(^|[._-])(utils?|commons?|helpers?|types?|managers?|services?)([._-]|$)`)

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, name := range repositoryPaths(t) {
		// A unit of systemd has to end so.
		if vagueName.MatchString(strings.TrimSuffix(path.Base(name), ".service")) {
			t.Errorf("%s: the name does not say what is inside", name)
		}
	}
}

func TestNamesCatchVagueOnes(t *testing.T) {
	t.Parallel()
	for name, vague := range map[string]bool{
		"utils": true, "string_util.go": true, "helpers_test.go": true, "Types.go": true, "service": true,
		"typeset.go": false, "common_stock.go": true, "commons": true, "uncommon.go": false, "manager.tsx": true,
	} {
		if got := vagueName.MatchString(name); got != vague {
			t.Errorf("%s: vague is %v, want %v", name, got, vague)
		}
	}
}

func TestFileLength(t *testing.T) {
	t.Parallel()
	for _, file := range readSource(t) {
		if file.lines > longestFile && !file.generated() {
			t.Errorf("%s has %d lines; split it (%d at most)", file.path, file.lines, longestFile)
		}
	}
}

func TestPackageSentences(t *testing.T) {
	t.Parallel()
	for _, missing := range packagesWithoutSentence(readSource(t)) {
		t.Errorf("%s has no doc.go with a sentence that begins “Package …”", missing)
	}
}

// packagesWithoutSentence lists the folders of production packages that no
// comment introduces. A program may say "Command x …" instead.
func packagesWithoutSentence(files []sourceFile) []string {
	said := map[string]bool{}
	for _, file := range files {
		if file.isTest() {
			continue
		}
		opening := file.ast.Doc.Text()
		said[file.dir()] = said[file.dir()] ||
			strings.HasPrefix(opening, "Package "+file.ast.Name.Name+" ") ||
			file.ast.Name.Name == "main" && strings.HasPrefix(opening, "Command ")
	}
	var missing []string
	for dir, ok := range said {
		if !ok {
			missing = append(missing, dir)
		}
	}
	slices.Sort(missing)
	return missing
}

func TestNoHiddenState(t *testing.T) {
	t.Parallel()
	for _, found := range hiddenState(readSource(t)) {
		t.Error(found)
	}
}

// hiddenState lists init functions and package-level variables that can change
// while the program runs, in production files.
func hiddenState(files []sourceFile) []string {
	kinds, changed := mutableNames(files), changedNames(files)
	var found []string
	for _, file := range files {
		if file.isTest() {
			continue
		}
		for _, decl := range file.ast.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					found = append(found, file.path+": init runs behind the reader's back")
				}
			case *ast.GenDecl:
				found = append(found, mutableVariables(file, d, kinds, changed)...)
			}
		}
	}
	return found
}

func mutableVariables(file sourceFile, decl *ast.GenDecl, kinds, changed map[string]bool) []string {
	if decl.Tok != token.VAR || strings.Contains(rawComment(decl.Doc), "//go:embed") {
		return nil
	}
	var found []string
	for _, spec := range decl.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok || strings.Contains(rawComment(v.Doc), "//go:embed") {
			continue
		}
		for i, name := range v.Names {
			table := isTable(v, i) && !name.IsExported() && !changed[file.dir()+"."+name.Name]
			if name.Name != "_" && !table && mutable(v, i, file.ast.Name.Name, kinds) {
				found = append(found, fmt.Sprintf("%s: the package variable %s can change", file.path, name.Name))
			}
		}
	}
	return found
}

// rawComment is the comment with directives, which CommentGroup.Text drops.
func rawComment(group *ast.CommentGroup) string {
	if group == nil {
		return ""
	}
	lines := make([]string, len(group.List))
	for i, c := range group.List {
		lines[i] = c.Text
	}
	return strings.Join(lines, "\n")
}

// mutable judges one variable by its type and first value, as far as syntax
// tells. A variable without a value waits to be assigned.
func mutable(v *ast.ValueSpec, i int, pkg string, kinds map[string]bool) bool {
	if i >= len(v.Values) {
		return true
	}
	if v.Type != nil && mutableType(v.Type, pkg, kinds) {
		return true
	}
	switch value := v.Values[i].(type) {
	case *ast.CompositeLit:
		return mutableType(value.Type, pkg, kinds)
	case *ast.FuncLit:
		return false
	case *ast.UnaryExpr:
		literal, ok := value.X.(*ast.CompositeLit)
		return value.Op == token.AND && !(ok && strings.HasSuffix(qualified(literal.Type, pkg), ".Error"))
	case *ast.CallExpr:
		if name := qualified(value.Fun, pkg); name == pkg+".make" || name == pkg+".new" || kinds[name] {
			return true
		}
	}
	return false
}

// mutableNames finds the named types that are maps, slices, pointers or
// channels, and the functions that return one, by "package.Name".
func mutableNames(files []sourceFile) map[string]bool {
	kinds := map[string]bool{}
	for range 3 { // a type that is named after a later one needs another round
		for _, file := range files {
			for _, decl := range file.ast.Decls {
				noteMutable(kinds, file.ast.Name.Name, decl)
			}
		}
	}
	return kinds
}

func noteMutable(kinds map[string]bool, pkg string, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if s, ok := spec.(*ast.TypeSpec); ok && mutableType(s.Type, pkg, kinds) {
				kinds[pkg+"."+s.Name.Name] = true
			}
		}
	case *ast.FuncDecl:
		results := d.Type.Results
		if d.Recv == nil && results.NumFields() > 0 && mutableType(results.List[0].Type, pkg, kinds) {
			kinds[pkg+"."+d.Name.Name] = true
		}
	}
}

func mutableType(expr ast.Expr, pkg string, kinds map[string]bool) bool {
	switch e := expr.(type) {
	case *ast.MapType, *ast.ChanType:
		return true
	case *ast.ArrayType:
		return e.Len == nil
	case *ast.StarExpr:
		name := qualified(e.X, pkg)
		return !strings.HasSuffix(name, ".Error") && name != "regexp.Regexp"
	default:
		return kinds[qualified(expr, pkg)]
	}
}

// qualified spells a name "package.Name", generic arguments dropped; empty for
// what is not a name.
func qualified(expr ast.Expr, pkg string) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return pkg + "." + e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return x.Name + "." + e.Sel.Name
		}
	case *ast.IndexExpr:
		return qualified(e.X, pkg)
	case *ast.IndexListExpr:
		return qualified(e.X, pkg)
	}
	return ""
}

func TestHiddenStateIsCaught(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		caught     bool
	}{
		{"init function", `func init() {}`, true},
		{"init method", `type a int; func (a) init() {}`, false},
		{"table", `var m = map[string]int{"a": 1}; var s = []int{1}`, false},
		{"table that others see", `var M = map[string]int{}`, true},
		{"map that grows", `var m = map[string]int{}; func f() { m["a"]++ }`, true},
		{"map that shrinks", `var m = map[string]int{}; func f() { delete(m, "a") }`, true},
		{"slice that grows", `var s = []int{1}; func f() { s = append(s, 2) }`, true},
		{"slice that changes", `var s = []int{1}; func f() { s[0] = 2 }`, true},
		{"slice that is lent", `var s = []int{1}; func f() *[]int { return &s }`, true},
		{"array literal", `var a = [...]int{1}`, false},
		{"pointer", `var p = &struct{}{}`, true},
		{"named map", `type m map[string]int; var x = m{}; func f() { x["a"] = 1 }`, true},
		{"generic named map", `type m[K comparable] map[K]int; type n = m[string]; var x = n{}; func f() { clear(x) }`, true},
		{"function that returns a map", `func build() map[string]int { return nil }; var x = build(); func f() { x["a"] = 1 }`, true},
		{"waiting to be assigned", `var now func() string`, true},
		{"made", `var c = make(chan int)`, true},
		{"error", `import "errors"; var ErrX = errors.New("x")`, false},
		{"domain error", `import "alex"; var ErrX = &alex.Error{}`, false},
		{"regular expression", `import "regexp"; var re = regexp.MustCompile("x")`, false},
		{"embedded file", "import _ \"embed\"\n//go:embed a.txt\nvar text []byte", false},
		{"interface check", `var _ error = (*problem)(nil); type problem struct{ error }`, false},
		{"constant in all but name", `type d struct{}; func must() d { return d{} }; var limit = must()`, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := parseSource(t, "x/a.go", "package x\n"+c.text)
			if found := hiddenState([]sourceFile{file}); (len(found) > 0) != c.caught {
				t.Errorf("caught %v, want caught = %v", found, c.caught)
			}
		})
	}
}

func TestPackageSentencesCatchMissing(t *testing.T) {
	t.Parallel()
	files := []sourceFile{
		parseSource(t, "a/a.go", "// Package a says it.\npackage a"),
		parseSource(t, "b/b.go", "package b"),
		parseSource(t, "c/c.go", "// Package d says it of another.\npackage c"),
		parseSource(t, "d/main.go", "// Command d runs.\npackage main"),
		parseSource(t, "e/e_test.go", "package e"),
		parseSource(t, "f/doc.go", "// Package f says it once.\npackage f"),
		parseSource(t, "f/f.go", "package f"),
	}
	if diff := cmp.Diff([]string{"b", "c"}, packagesWithoutSentence(files)); diff != "" {
		t.Error(diff)
	}
}
