package api

import (
	"context"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/store"
)

// Reading is what a person may read of their own, for programs that they let in. It
// answers as the routes do, of the same rows and the same figures, and shares their
// limits on what is computed at a time. Each method needs a context with a deadline.
type Reading struct{ server *Server }

// Reading may be asked beside Handler, or without it.
func (s *Server) Reading() Reading {
	s.begin()
	return Reading{s}
}

func onBehalf(ctx context.Context, person alex.PersonID) context.Context {
	return context.WithValue(ctx, personKey, person)
}

// Portfolio answers as GET /api/portfolio.
func (r Reading) Portfolio(ctx context.Context, person alex.PersonID) (Portfolio, error) {
	out, err := r.server.getPortfolio(onBehalf(ctx, person), &UnlessMatching{})
	if err != nil {
		return Portfolio{}, err
	}
	return out.Body, nil
}

// Reports answers as GET /api/reports.
func (r Reading) Reports(ctx context.Context, person alex.PersonID, cursor string, limit int) (ListBody[ReportSummary], error) {
	out, err := r.server.listReports(onBehalf(ctx, person), &PageQuery{Cursor: cursor, Limit: limit})
	if err != nil {
		return ListBody[ReportSummary]{}, err
	}
	return out.Body, nil
}

// Report is one of the person's reports; the newest where no id is given.
// alex.CodeNotFound before the first.
func (r Reading) Report(ctx context.Context, person alex.PersonID, id alex.ID) (alex.Report, error) {
	door := r.server.mine(onBehalf(ctx, person))
	if id == "" {
		list, err := door.Reports(ctx, store.Page{Limit: 1})
		if err != nil {
			return alex.Report{}, err
		}
		if len(list.Items) == 0 {
			return alex.Report{}, alex.Errorf(alex.CodeNotFound, "there is no report yet: start an analysis in Alex first")
		}
		id = list.Items[0].ID
	}
	return door.Report(ctx, id)
}

// Facts are those that an analysis of this moment would begin with.
func (r Reading) Facts(ctx context.Context, person alex.PersonID) (*report.Sheet, error) {
	ctx = onBehalf(ctx, person)
	snapshot, err := r.server.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	opt := r.server.studyOptions(retirement.DetailStandard, snapshot.Person)
	return computed(ctx, r.server, func(ctx context.Context) (*report.Sheet, error) {
		in, err := report.Study(ctx, snapshot, opt)
		if err != nil {
			return nil, err
		}
		return report.Facts(in)
	})
}

// Projection is the newest one that an analysis stored, as GET /api/retirement
// answers it, and the report that it stands in, as far as that is known.
func (r Reading) Projection(ctx context.Context, person alex.PersonID) (StoredRetirement, error) {
	stored, err := r.server.mine(onBehalf(ctx, person)).LatestRetirement(ctx)
	return StoredRetirement{stored, stored.Projection}, err
}

// Plans are the person's named plans, the oldest first.
func (r Reading) Plans(ctx context.Context, person alex.PersonID) ([]alex.NamedPlan, error) {
	list, err := r.server.mine(onBehalf(ctx, person)).Plans(ctx, store.Page{Limit: store.MaxLimit})
	return list.Items, err
}

// Texts answers as GET /api/research. alex.CodeUnavailable where there is no library.
func (r Reading) Texts(ctx context.Context, person alex.PersonID, query string, k int) (FoundList, error) {
	if r.server.Library == nil {
		return FoundList{}, alex.Errorf(alex.CodeUnavailable, "texts are not kept here")
	}
	out, err := r.server.findTexts(onBehalf(ctx, person), &searchTexts{Query: query, K: k})
	if err != nil {
		return FoundList{}, err
	}
	return out.Body, nil
}
