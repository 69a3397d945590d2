package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"alex"
)

// StandingImports are the applied imports from which an account of today
// stems, each once, the first applied first. Where an account of one was
// changed, deleted or brought up to date by a newer file since, its line says
// so, because the line is about what the file left.
func (p *Personal) StandingImports(ctx context.Context) (imports []alex.Import, err error) {
	err = p.view(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanHolding, selectPortfolio, p.person)
		if err != nil {
			return err
		}
		imports, err = standingImports(ctx, q, p.person, gather(rows))
		return err
	})
	return imports, err
}

const selectApplied = `SELECT i.id, i.summary, p.body FROM imports i
	JOIN import_parts p ON p.import_id = i.id AND p.kind = 'after'
	WHERE i.clerk_user_id = $1 AND i.status = 'applied' ORDER BY i.applied_at, i.created_at, i.id, p.seq`

// appliedImport is an import with what it made of the accounts.
type appliedImport struct {
	id      alex.ID
	summary alex.Import
	text    string // after, as JSON
	after   []became
}

func standingImports(ctx context.Context, q Querier, person alex.PersonID, accounts []alex.Account) ([]alex.Import, error) {
	rows, err := all(ctx, q, func(rows *sql.Rows) (i appliedImport, err error) {
		return i, rows.Scan(&i.id, JSON{&i.summary}, &i.text)
	}, selectApplied, person)
	if err != nil {
		return nil, err
	}
	imports, err := joinApplied(rows)
	if err != nil {
		return nil, err
	}
	return standing(imports, accounts)
}

// joinApplied joins the rows of each import, which follow one another.
func joinApplied(rows []appliedImport) (imports []appliedImport, err error) {
	for _, row := range rows {
		if last := len(imports) - 1; last >= 0 && imports[last].id == row.id {
			imports[last].text += row.text
			continue
		}
		imports = append(imports, row)
	}
	for i := range imports {
		if err := json.Unmarshal([]byte(imports[i].text), &imports[i].after); err != nil {
			return nil, err
		}
	}
	return imports, nil
}

func standing(imports []appliedImport, accounts []alex.Account) (stand []alex.Import, err error) {
	now := make(map[alex.ID]alex.Account, len(accounts))
	for _, a := range accounts {
		now[a.ID] = a
	}
	newest := map[alex.ID]alex.ID{} // account → the import that made it last
	for _, i := range imports {
		for _, b := range i.after {
			newest[b.ID] = i.id
		}
	}
	for _, i := range imports {
		f, err := i.fates(now, newest)
		if err != nil {
			return nil, err
		}
		if f.kept+f.edited == 0 {
			continue
		}
		i.summary.Line += f.since()
		stand = append(stand, i.summary)
	}
	return stand, nil
}

// fates count what became of the accounts of an import.
type fates struct{ kept, edited, renewed, deleted int }

func (i appliedImport) fates(now map[alex.ID]alex.Account, newest map[alex.ID]alex.ID) (f fates, err error) {
	for _, b := range i.after {
		a, there := now[b.ID]
		if !there {
			f.deleted++
			continue
		}
		if newest[b.ID] != i.id {
			f.renewed++
			continue
		}
		holds, err := holdings(a)
		if err != nil {
			return f, err
		}
		if holds == b.Holds {
			f.kept++
		} else {
			f.edited++
		}
	}
	return f, nil
}

// since is what to add to the line of an import: "" where all is as it was.
func (f fates) since() string {
	var said []string
	for _, c := range []struct {
		n    int
		what string
	}{{f.edited, "edited"}, {f.renewed, "replaced by a newer file"}, {f.deleted, "deleted"}} {
		switch c.n {
		case 0:
		case 1:
			said = append(said, "1 account "+c.what)
		default:
			said = append(said, fmt.Sprintf("%d accounts %s", c.n, c.what))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "; since then " + strings.Join(said, ", ")
}
