package alex_test

import (
	"go/ast"
	"go/token"
)

// isTable reports a variable that is given all its rows where it stands, or by
// a function of the package.
func isTable(v *ast.ValueSpec, i int) bool {
	if i >= len(v.Values) {
		return false
	}
	switch value := v.Values[i].(type) {
	case *ast.CompositeLit:
		return true
	case *ast.CallExpr:
		f, ok := value.Fun.(*ast.Ident)
		return ok && f.Name != "make" && f.Name != "new"
	default:
		return false
	}
}

// changedNames are the names, by "folder.name", that some statement of their
// package assigns to, adds to, takes from or lends out, as far as syntax tells.
func changedNames(files []sourceFile) map[string]bool {
	changed := map[string]bool{}
	for _, file := range files {
		if file.isTest() {
			continue
		}
		note := func(expr ast.Expr) {
			if name := rootName(expr); name != "" {
				changed[file.dir()+"."+name] = true
			}
		}
		ast.Inspect(file.ast, func(n ast.Node) bool {
			noteChange(n, note)
			return true
		})
	}
	return changed
}

func noteChange(n ast.Node, note func(ast.Expr)) {
	switch s := n.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			return
		}
		for _, target := range s.Lhs {
			note(target)
		}
	case *ast.IncDecStmt:
		note(s.X)
	case *ast.UnaryExpr:
		if s.Op == token.AND {
			note(s.X)
		}
	case *ast.CallExpr:
		if f, ok := s.Fun.(*ast.Ident); ok && (f.Name == "delete" || f.Name == "clear") && len(s.Args) > 0 {
			note(s.Args[0])
		}
	}
}

// rootName is the variable behind an index, a field or parentheses.
func rootName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.IndexExpr:
		return rootName(e.X)
	case *ast.SelectorExpr:
		return rootName(e.X)
	case *ast.ParenExpr:
		return rootName(e.X)
	default:
		return ""
	}
}
