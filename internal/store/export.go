package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"alex"
)

// Export hands w everything that is this person's, and nothing of anyone
// else: first "person", one value; then accounts, instruments, plans, imports,
// values, jobs, reports, retirement, modelCalls, modelDays, reviews, documents, sessions, identities,
// accessKeys, activity, grants and invitations, each as one slice or several in a row, an empty one where there
// is nothing. Every value has JSON of its own, and only a page is held at a
// time. What is written meanwhile may be in it or not. Hashes of passwords and
// tokens stay out.
func (p *Personal) Export(ctx context.Context, w func(name string, value any) error) error {
	person, err := p.Person(ctx)
	if err != nil {
		return err
	}
	if err := w("person", person); err != nil {
		return err
	}
	accounts, err := p.Accounts(ctx)
	if err != nil {
		return err
	}
	if err := w("accounts", keep(accounts)); err != nil {
		return err
	}
	for _, collection := range []func() error{
		func() error { return exportAll(ctx, w, "instruments", p.ownInstruments) },
		func() error { return exportAll(ctx, w, "plans", p.Plans) },
		func() error { return exportEach(ctx, w, "imports", p.Imports, p.exportImport) },
		func() error { return exportAll(ctx, w, "values", p.Values) },
		func() error { return exportEach(ctx, w, "jobs", p.Jobs, p.exportJob) },
		func() error { return exportEach(ctx, w, "reports", p.Reports, p.exportReport) },
		func() error { return exportAll(ctx, w, "retirement", p.projections) },
		func() error { return exportAll(ctx, w, "modelCalls", p.ModelCalls) },
		func() error { return exportAll(ctx, w, "modelDays", p.modelDays) },
		func() error { return exportOnce(ctx, w, "reviews", p.Reviews) },
		func() error { return exportEach(ctx, w, "documents", p.ownDocuments, p.exportDocument) },
		func() error { return exportAll(ctx, w, "sessions", p.signIns) },
		func() error { return exportAll(ctx, w, "identities", p.identities) },
		func() error { return exportOnce(ctx, w, "accessKeys", p.AccessKeys) },
		func() error { return exportAll(ctx, w, "activity", p.acts) },
		func() error { return exportAll(ctx, w, "grants", p.granted) },
		func() error { return exportAll(ctx, w, "invitations", p.invited) },
	} {
		if err := collection(); err != nil {
			return err
		}
	}
	return nil
}

// pages hands do every page of a list.
func pages[T any](ctx context.Context, list func(context.Context, Page) (List[T], error), do func([]T) error) error {
	for page := (Page{Limit: MaxLimit}); ; {
		items, err := list(ctx, page)
		if err != nil {
			return err
		}
		if err := do(items.Items); err != nil {
			return err
		}
		if page.Cursor = items.Next; page.Cursor == "" {
			return nil
		}
	}
}

// exportAll hands on a list page by page.
func exportAll[T any](ctx context.Context, w func(string, any) error, name string,
	list func(context.Context, Page) (List[T], error),
) error {
	return pages(ctx, list, func(items []T) error { return w(name, items) })
}

// exportOnce hands on a list that is short.
func exportOnce[T any](ctx context.Context, w func(string, any) error, name string, list func(context.Context) ([]T, error)) error {
	items, err := list(ctx)
	if err != nil {
		return err
	}
	return w(name, items)
}

// exportEach hands on a list whose items are large, one at a time. An item
// that is deleted meanwhile is left out.
func exportEach[T, U any](ctx context.Context, w func(string, any) error, name string,
	list func(context.Context, Page) (List[T], error), whole func(context.Context, T) (U, error),
) error {
	if err := w(name, []U{}); err != nil {
		return err
	}
	return pages(ctx, list, func(items []T) error {
		for _, item := range items {
			full, err := whole(ctx, item)
			if alex.CodeOf(err) == alex.CodeForbidden {
				continue
			}
			if err != nil {
				return err
			}
			if err := w(name, []U{full}); err != nil {
				return err
			}
		}
		return nil
	})
}

// exportedImport is an import with the file as it was read and the accounts as
// they were before.
type exportedImport struct {
	Import
	Accounts []keptAccount          `json:"accounts"`
	Names    map[alex.Symbol]string `json:"names,omitempty"`
	Page     json.RawMessage        `json:"preview,omitempty"`
	Before   []keptAccount          `json:"before,omitempty"`
}

func (p *Personal) exportImport(ctx context.Context, i Import) (exportedImport, error) {
	e := exportedImport{Import: i}
	err := p.read(ctx, func(q Querier) error {
		parts, err := joinParts(ctx, q, selectImportParts, i.ID, p.person)
		if err != nil {
			return err
		}
		for kind, to := range map[string]any{partAccounts: &e.Accounts, partNames: &e.Names, partBody: &e.Page, partBefore: &e.Before} {
			if err := parts.read(kind, to); err != nil {
				return err
			}
		}
		return nil
	})
	return e, err
}

// exportedJob is a job with what was asked, what came of it, the parts that it
// left, but for the report, which has a place of its own, and its trace.
type exportedJob struct {
	alex.Job
	Request json.RawMessage            `json:"request,omitempty"`
	Result  json.RawMessage            `json:"result,omitempty"`
	Parts   map[string]json.RawMessage `json:"parts,omitempty"`
	Spans   []Span                     `json:"spans,omitempty"`
}

const selectJobData = `SELECT request_data, result_data FROM analysis_jobs WHERE id = $1 AND clerk_user_id = $2`

const selectJobParts = `SELECT p.kind, p.body FROM job_parts p JOIN analysis_jobs j ON j.id = p.job_id
	WHERE p.job_id = $1 AND j.clerk_user_id = $2 AND p.kind <> 'report' ORDER BY p.kind, p.seq`

func (p *Personal) exportJob(ctx context.Context, j alex.Job) (exportedJob, error) {
	e := exportedJob{Job: j, Parts: map[string]json.RawMessage{}}
	err := p.view(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectJobData, j.ID, p.person).Scan(JSON{&e.Request}, JSON{&e.Result})
		if errors.Is(err, sql.ErrNoRows) {
			return alex.ErrForbidden
		}
		if err != nil {
			return err
		}
		parts, err := joinParts(ctx, q, selectJobParts, j.ID, p.person)
		for kind, text := range parts {
			e.Parts[kind] = asJSON(text)
		}
		if err != nil {
			return err
		}
		e.Spans, err = all(ctx, q, scanSpan, selectSpans, j.ID, p.person, MaxSpans)
		return err
	})
	return e, err
}

// asJSON is the text itself where it is JSON, else the text as a JSON string.
func asJSON(text string) json.RawMessage {
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	quoted, err := json.Marshal(text)
	if err != nil { // a string always marshals
		return nil
	}
	return quoted
}

func (p *Personal) exportReport(ctx context.Context, r alex.Report) (alex.Report, error) {
	return p.Report(ctx, r.ID)
}
