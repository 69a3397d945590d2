package alex_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sourceFile is one parsed Go file of the repository.
type sourceFile struct {
	path  string // slash-separated, from the root
	lines int
	ast   *ast.File
}

func (f sourceFile) dir() string     { return path.Dir(f.path) }
func (f sourceFile) isTest() bool    { return strings.HasSuffix(f.path, "_test.go") }
func (f sourceFile) generated() bool { return ast.IsGenerated(f.ast) }

// imports lists the import paths of the file.
func (f sourceFile) imports() []string {
	paths := make([]string, 0, len(f.ast.Imports))
	for _, spec := range f.ast.Imports {
		if text, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, text)
		}
	}
	return paths
}

// parseSource parses Go text as the file at name.
func parseSource(t *testing.T, name, text string) sourceFile {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return sourceFile{path: name, lines: set.Position(parsed.FileEnd).Line - 1, ast: parsed}
}

// readSource parses every Go file of the repository.
func readSource(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	for _, name := range repositoryPaths(t) {
		if strings.HasSuffix(name, ".go") {
			files = append(files, parseSource(t, name, readText(t, name)))
		}
	}
	if len(files) == 0 {
		t.Fatal("no Go files were found")
	}
	return files
}

// repositoryPaths lists files and folders below the root, without what is
// fetched, built or written while the program runs.
func repositoryPaths(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		if entry.IsDir() && ignoredFolder(filepath.ToSlash(name)) {
			return filepath.SkipDir
		}
		names = append(names, filepath.ToSlash(name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func ignoredFolder(name string) bool {
	switch name {
	case "bin", "data", "out":
		return true
	}
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || base == "node_modules" || base == "dist" || base == "testdata"
}
