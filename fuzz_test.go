package alex_test

import (
	"fmt"
	"go/ast"
	"os"
	"path"
	"strings"
	"testing"
)

// Every fuzz target has a corpus beside it, which each run of the tests reads.
func TestFuzzTargetsHaveCorpora(t *testing.T) {
	t.Parallel()
	const leastTargets, leastFiles = 20, 3
	targets, files := 0, 0
	for _, file := range readSource(t) {
		if !file.isTest() {
			continue
		}
		for _, decl := range file.ast.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Fuzz") {
				continue
			}
			targets++
			corpus, err := os.ReadDir(path.Join(file.dir(), "testdata", "fuzz", f.Name.Name))
			if err != nil || len(corpus) < leastFiles {
				t.Errorf("%s: %s has %d files of a corpus (%v); %d are the least", file.path, f.Name.Name, len(corpus), err, leastFiles)
			}
			files += len(corpus)
		}
	}
	if targets < leastTargets {
		t.Errorf("there are %d fuzz targets, fewer than %d", targets, leastTargets)
	}
	t.Attr("measured", fmt.Sprintf("targets=%d files=%d", targets, files))
}
