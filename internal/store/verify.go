package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"alex"
)

// Expected is what a seeded database has to hold: the reference version of
// this release and its number of rows. The zero value expects no reference.
type Expected struct {
	Version string
	Rows    int
}

// Verify looks for everything that may not be: another structure than the
// migrations make, damage, orphans, weights that do not sum to 100, numbers
// that are not canonical, jobs that contradict themselves, days of models that
// the log contradicts, and reference data of another release. No problem is an
// empty list.
func (s *Store) Verify(ctx context.Context, want Expected) ([]Problem, error) {
	var problems []Problem
	err := s.view(ctx, actor{role: RoleKeeper}, func(q Querier) (err error) {
		problems, err = s.problems(ctx, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	found, err := s.verifyReference(ctx, want)
	return append(problems, found...), err
}

// problems are those that Verify finds in what q sees.
func (s *Store) problems(ctx context.Context, q Querier) ([]Problem, error) {
	problems := []Problem{}
	for _, check := range []func(context.Context, Querier) ([]Problem, error){
		s.engine.Inspect, s.verifySchema, verifyInstruments, verifyOwnInstruments, verifyPeople,
		verifyAccounts, verifyPositions, verifyJobs, verifyPlans, verifyValues, verifyModelDays,
	} {
		found, err := check(ctx, q)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

func (s *Store) verifySchema(ctx context.Context, q Querier) ([]Problem, error) {
	var want Schema
	if err := json.Unmarshal(s.engine.Golden(), &want); err != nil {
		return nil, err
	}
	got, err := s.engine.Describe(ctx, q)
	if err != nil {
		return nil, err
	}
	return compareSchemas(got, want), nil
}

func compareSchemas(got, want Schema) []Problem {
	var problems []Problem
	is, should := tablesByName(got), tablesByName(want)
	for _, name := range slices.Sorted(maps.Keys(should)) {
		table, there := is[name]
		switch {
		case !there:
			problems = append(problems, Problem{"schema", name, "the table is missing"})
		case !reflect.DeepEqual(table, should[name]):
			problems = append(problems, Problem{"schema", name, "columns, indexes or keys are not those of the migrations"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, known := should[name]; !known {
			problems = append(problems, Problem{"schema", name, "the table is unknown"})
		}
	}
	for _, trigger := range want.Triggers {
		if !slices.Contains(got.Triggers, trigger) {
			problems = append(problems, Problem{"schema", trigger, "the guard is missing"})
		}
	}
	return problems
}

func tablesByName(s Schema) map[string]Table {
	tables := make(map[string]Table, len(s.Tables))
	for _, t := range s.Tables {
		tables[t.Name] = t
	}
	return tables
}

func (s *Store) verifyReference(ctx context.Context, want Expected) ([]Problem, error) {
	if want == (Expected{}) {
		return nil, nil
	}
	r, err := s.System().Reference(ctx)
	if err != nil {
		return nil, err
	}
	var problems []Problem
	if r.Version != want.Version {
		problems = append(problems, Problem{
			"reference", "instruments",
			fmt.Sprintf("version %q is seeded, %q belongs to this release", r.Version, want.Version),
		})
	}
	if r.Rows < want.Rows || r.Rows < r.Seeded {
		problems = append(problems, Problem{
			"reference", "instruments",
			fmt.Sprintf("%d rows, where %d belong", r.Rows, max(want.Rows, r.Seeded)),
		})
	}
	return problems, nil
}

// A checkedRow is the texts of one row: its name, then what is to be checked.
type checkedRow struct {
	name  string
	cells []sql.NullString
}

func scanCells(columns int) func(*sql.Rows) (checkedRow, error) {
	return func(rows *sql.Rows) (checkedRow, error) {
		row := checkedRow{cells: make([]sql.NullString, columns)}
		dest := []any{&row.name}
		for i := range row.cells {
			dest = append(dest, &row.cells[i])
		}
		return row, rows.Scan(dest...)
	}
}

// verifyCells runs one check for each column behind the first.
func verifyCells(ctx context.Context, q Querier, table, query string, checks ...cellCheck) ([]Problem, error) {
	rows, err := all(withPlenty(ctx), q, scanCells(len(checks)), query)
	if err != nil {
		return nil, err
	}
	var problems []Problem
	for _, row := range rows {
		for i, cell := range row.cells {
			if !cell.Valid {
				continue
			}
			if err := checks[i].test(cell.String); err != nil {
				problems = append(problems, Problem{checks[i].name, table + " " + row.name, err.Error()})
			}
		}
	}
	return problems, nil
}

type cellCheck struct {
	name string
	test func(string) error
}

func weights[K alex.Key[K]](column string) cellCheck {
	return cellCheck{"allocations", func(text string) error {
		var a alex.Allocation[K]
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			return fmt.Errorf("%s cannot be read", column)
		}
		return a.Validate(column)
	}}
}
