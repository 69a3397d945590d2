package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestBuildsOnEveryOperatingSystem has the command and all that it imports
// type-checked from source for each system that people run it on; of what others
// wrote, all but the bodies of functions. Machine code for them is made by a
// release: here it would take minutes.
func TestBuildsOnEveryOperatingSystem(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	const mode = packages.NeedName | packages.NeedTypes | packages.NeedTypesSizes |
		packages.NeedSyntax | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps
	for _, target := range [][2]string{{"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
		t.Run(target[0], func(t *testing.T) {
			loaded, err := packages.Load(&packages.Config{
				Context: t.Context(), Mode: mode, Env: append(os.Environ(), "GOOS="+target[0], "GOARCH="+target[1], "CGO_ENABLED=0"),
				ParseFile: func(files *token.FileSet, name string, text []byte) (*ast.File, error) {
					file, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
					if file != nil && !strings.HasPrefix(name, root) {
						emptyFunctions(file)
					}
					return file, err
				},
			}, ".")
			if err != nil {
				t.Fatal(err)
			}
			seen, ours := 0, 0
			packages.Visit(loaded, nil, func(p *packages.Package) {
				seen++
				isOurs := p.PkgPath == "alex" || strings.HasPrefix(p.PkgPath, "alex/")
				if isOurs {
					ours++
				}
				for _, err := range p.Errors {
					if isOurs || !strings.HasSuffix(err.Msg, "and not used") { // by the bodies that emptyFunctions took
						t.Error(err)
					}
				}
			})
			if seen < 300 || ours < 50 {
				t.Errorf("only %d packages were looked at, %d of them ours", seen, ours)
			}
		})
	}
}

// emptyFunctions leaves of each function its head, and a body that never returns.
func emptyFunctions(file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			f.Body.List = []ast.Stmt{&ast.ForStmt{Body: &ast.BlockStmt{}}}
		}
	}
}
