package api

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"alex"
	"alex/internal/broker"
	"alex/internal/store"
)

// ImportBody is one positions file that a person gave, and what became of it.
type ImportBody struct {
	ImportID  alex.ID     `json:"importId"`
	Status    string      `json:"status" enum:"preview,applied,undone"`
	Summary   alex.Import `json:"summary"`
	CreatedAt time.Time   `json:"createdAt"`
	AppliedAt *time.Time  `json:"appliedAt,omitempty"`
	UndoneAt  *time.Time  `json:"undoneAt,omitempty"`
}

// ImportDetail is an import with the rows of its file.
type ImportDetail struct {
	ImportBody
	Rows     []ImportRow `json:"rows" nullable:"false"`
	Warnings []string    `json:"warnings" nullable:"false"`
}

// ImportRow is one row of a positions file and what becomes of it. Its texts
// are the file's own.
type ImportRow struct {
	ID          string        `json:"id" doc:"names the row in exclude"`
	Line        int           `json:"line"`
	Account     string        `json:"account"`
	Symbol      string        `json:"symbol"`
	Description string        `json:"description"`
	Quantity    *alex.Decimal `json:"quantity" nullable:"true"`
	Price       *alex.Decimal `json:"price" nullable:"true"`
	Value       *alex.Money   `json:"value" nullable:"true" doc:"dollars; null where the file gives none"`
	Status      string        `json:"status" enum:"valid,warning,error,duplicate,skipped"`
	Reason      string        `json:"reason"`
	Held        string        `json:"held" enum:"position,cash,not_held"`
}

// keptFile is what a preview keeps of its file beside the accounts: the rows,
// and what each adds to which account. Of a file whose layout is not known it
// is the file alone, sealed.
type keptFile struct {
	Rows     []ImportRow     `json:"rows"`
	Shares   []*broker.Share `json:"shares"` // as many as rows; nil where nothing is held
	Warnings []string        `json:"warnings"`
	Mapping  broker.Mapping  `json:"mapping"` // that it was read with; of no columns for a known layout
	Sealed   []byte          `json:"sealed,omitempty"`
}

func keptOf(f broker.File, mapping broker.Mapping) keptFile {
	kept := keptFile{Rows: []ImportRow{}, Warnings: append([]string{}, f.Warnings...)}
	if f.Broker == broker.Mapped {
		kept.Mapping = mapping
	}
	for i, row := range f.Rows {
		kept.Rows = append(kept.Rows, ImportRow{
			ID: "row-" + strconv.Itoa(i+1), Line: row.Line, Account: row.Account, Symbol: row.Symbol,
			Description: row.Description, Quantity: row.Quantity, Price: row.Price, Value: row.Value,
			Status: row.Status, Reason: row.Reason, Held: row.Held,
		})
		kept.Shares = append(kept.Shares, row.Share)
	}
	return kept
}

func (s *Server) kept(ctx context.Context, id alex.ID) (i store.Import, p store.Preview, kept keptFile, err error) {
	if i, p, err = s.mine(ctx).Preview(ctx, id); err != nil {
		return i, p, kept, err
	}
	return i, p, kept, json.Unmarshal(p.Body, &kept)
}

func importBody(i store.Import) ImportBody {
	return ImportBody{i.ID, i.Status, i.Summary, i.CreatedAt, i.AppliedAt, i.UndoneAt}
}

func (s *Server) listImports(ctx context.Context, in *PageQuery) (*list[ImportBody], error) {
	page, err := s.mine(ctx).Imports(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, importBody), nil
}

func (s *Server) getImport(ctx context.Context, in *getByID) (*tagged[ImportDetail], error) {
	saved, _, kept, err := s.kept(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return answer(ImportDetail{importBody(saved), orNone(kept.Rows), orNone(kept.Warnings)}, in.UnlessMatching), nil
}

// orNone is a list that is never null in JSON.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (s *Server) undoImport(ctx context.Context, in *ByID) (*body[ImportBody], error) {
	undone, err := s.mine(ctx).UndoImport(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return &body[ImportBody]{importBody(undone)}, nil
}
