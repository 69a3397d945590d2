package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/report"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// Analysis is the main job without a server: files in, a report out.
type Analysis struct {
	Files  []PositionsFile
	Person alex.Person
	AsOf   alex.Date // empty: the newest file's own date, else the newest price's
	Models Models    // that may write; the zero value: rules do
	Limits store.Limits

	RefusesModels bool // whose portfolio it is says no to them

	Library *knowledge.Library // of which the report may quote what is everybody's; nil: it quotes nothing

	// Settings say where the trace is sent; without LangFuse none is made.
	Settings config.Config
}

// UseModels lets the models that the settings name write, within the limits of
// a day.
func (in *Analysis) UseModels(ctx context.Context, cfg config.Config) (err error) {
	in.Models, err = NewModels(ctx, cfg, nil)
	in.Limits = limits(cfg)
	return err
}

// Quote lets the report quote what is kept for everybody. It is refused where names
// of what is owned would go elsewhere for it, and whose portfolio it is says no to
// models.
func (in *Analysis) Quote(l Library) error {
	if in.RefusesModels && l.texts.at != "" {
		return alex.Errorf(alex.CodeConflict, "names of what is owned would go to %s, and the profile says no to models", l.texts.at)
	}
	in.Library = l.texts.library.Within(nil)
	return nil
}

// Outcome is what an analysis gives; it holds no ids, and no clock but in
// Steps.
type Outcome struct {
	AsOf       alex.Date       `json:"asOf"`
	Imports    []alex.Import   `json:"imports"`
	Portfolio  alex.Portfolio  `json:"portfolio"`
	Facts      []alex.Fact     `json:"facts"`
	Report     alex.Report     `json:"report"`
	Charts     []alex.Chart    `json:"charts"`
	Retirement json.RawMessage `json:"retirement"` // the projection, or null
	Hash       string          `json:"hash"`
	Steps      []alex.Step     `json:"steps"`

	// Notes are the rows that were not held as they stand, with their
	// reasons, and everything else worth saying about the files.
	Notes []Note `json:"-"`

	// Unquoted is why nothing is quoted, where that was asked for and could not be
	// looked for.
	Unquoted error `json:"-"`
}

// localPerson is whose portfolio a single analysis is.
const localPerson alex.PersonID = "local"

// Analyze reads the files and runs the whole job on them, by the same worker
// as the service, over a temporary database.
func Analyze(ctx context.Context, in Analysis) (out Outcome, err error) {
	files, err := readFiles(in.Files, in.AsOf)
	if err != nil {
		return out, err
	}
	if born := in.Person.BirthDate; !files.asOf.IsZero() && born > files.asOf {
		return out, alex.Invalid("birthDate", "%s lies after %s, the day that is described", born, files.asOf)
	}
	db, err := sqlite.Open(ctx, sqlite.Memory)
	if err != nil {
		return out, err
	}
	defer closing(db, &err)
	a, err := New(db)
	if err != nil {
		return out, err
	}
	a.Runner.Backoff, a.Runner.Longest = shortBackoff, shortBackoff
	a.Models, a.Ledger.Limits, a.Library = in.Models, in.Limits, in.Library
	in.Person.ModelConsent = in.Models.Consent()
	if _, traced := langfuse(in.Settings); traced {
		if err := a.traceTo(ctx, in.Settings, slog.New(slog.DiscardHandler)); err != nil {
			return out, err
		}
		defer func() { _ = a.Tracing.Close() }() // what is not taken is no error
	}
	a.citing.failed = func(err error) { out.Unquoted = err }
	if err := a.load(ctx, in.Person, files); err != nil {
		return out, err
	}
	j, err := a.runOne(ctx, request{AsOf: files.asOf, Imports: files.imports})
	if err != nil {
		return out, err
	}
	unquoted := out.Unquoted
	out, err = a.outcome(ctx, j)
	out.Imports, out.Notes, out.Unquoted = files.imports, files.notes, unquoted
	return out, err
}

// load stores the person, the reference and what the files say.
func (a *App) load(ctx context.Context, person alex.Person, files readings) error {
	if err := a.Store.Migrate(ctx); err != nil {
		return err
	}
	if err := a.seedHeld(ctx, files.accounts); err != nil {
		return err
	}
	if _, err := a.Store.System().EnsurePerson(ctx, localPerson, "", ""); err != nil {
		return err
	}
	person.ID = localPerson
	mine := a.Store.As(localPerson)
	if err := mine.SavePerson(ctx, person, nil); err != nil {
		return err
	}
	if _, err := mine.ApplyImport(ctx, files.accounts); err != nil {
		return err
	}
	return mine.SaveNames(ctx, files.names)
}

// seedHeld loads those reference rows that the accounts hold: a temporary
// database needs no more.
func (a *App) seedHeld(ctx context.Context, accounts []alex.Account) error {
	book, err := seed.Book()
	if err != nil {
		return err
	}
	held := map[alex.Symbol]alex.Instrument{}
	for _, account := range accounts {
		for _, pos := range account.Positions {
			if i, ok := book[pos.Symbol]; ok {
				held[i.Symbol] = i
			}
		}
	}
	return a.Store.System().SeedInstruments(ctx, slices.Collect(maps.Values(held)), seed.Version())
}

// shortBackoff is the pause before a failed attempt is repeated while someone
// waits at the terminal.
const shortBackoff = time.Millisecond

// runOne asks for one analysis and works it to its end.
func (a *App) runOne(ctx context.Context, asked request) (alex.Job, error) {
	data, err := json.Marshal(asked)
	if err != nil {
		return alex.Job{}, err
	}
	mine := a.Store.As(localPerson)
	j, _, err := mine.CreateJob(ctx, store.JobRequest{Data: data})
	if err != nil {
		return j, err
	}
	for !j.Status.Ended() {
		ran, err := a.Runner.RunOne(ctx)
		if err != nil {
			return j, err
		}
		if !ran {
			time.Sleep(shortBackoff)
		}
		if j, err = mine.Job(ctx, j.ID); err != nil {
			return j, err
		}
	}
	if j.Status != alex.JobCompleted {
		return j, alex.Errorf(alex.CodeInternal, "the analysis failed: %s", j.Error)
	}
	return j, nil
}

// outcome reads back what the job stored.
func (a *App) outcome(ctx context.Context, j alex.Job) (Outcome, error) {
	mine := a.Store.As(localPerson)
	r, err := mine.Report(ctx, j.ReportID)
	if err != nil {
		return Outcome{}, err
	}
	r.ID, r.JobID, r.GeneratedAt = "", "", nil
	out := Outcome{
		AsOf: r.AsOf, Facts: r.Facts, Report: r, Charts: r.Charts, Hash: r.Hash, Steps: j.Steps,
		Imports: []alex.Import{}, Retirement: json.RawMessage("null"),
	}
	if out.Portfolio, err = a.portfolio(ctx, j.ID, r); err != nil {
		return out, err
	}
	latest, err := mine.LatestRetirement(ctx)
	if err == nil {
		out.Retirement = latest.Projection
	}
	if alex.CodeOf(err) == alex.CodeNotFound {
		err = nil
	}
	return out, err
}

// portfolio is the job's portfolio as its snapshot has it, without ids.
func (a *App) portfolio(ctx context.Context, id alex.ID, r alex.Report) (alex.Portfolio, error) {
	s, err := a.frozen(ctx, id)
	if err != nil {
		return alex.Portfolio{}, err
	}
	for i := range s.Accounts {
		s.Accounts[i].ID = ""
		for k := range s.Accounts[i].Positions {
			s.Accounts[i].Positions[k].ID, s.Accounts[i].Positions[k].AccountID = "", ""
		}
	}
	p := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
	for _, fact := range r.Facts {
		if fact.ID == report.FactSwingScore {
			p.RiskScore = int(alex.MustDecimal(fact.Value).Int64())
		}
	}
	return p, nil
}

func (a *App) frozen(ctx context.Context, id alex.ID) (s alex.Snapshot, err error) {
	var tags []alex.Instrument
	for _, part := range []struct {
		kind alex.PartKind
		into any
	}{{alex.PartSnapshot, &s}, {alex.PartTags, &tags}} {
		body, found, err := a.Store.As(localPerson).Part(ctx, id, part.kind)
		if err != nil {
			return s, err
		}
		if !found {
			continue
		}
		if err := json.Unmarshal(body, part.into); err != nil {
			return s, fmt.Errorf("part %s: %w", part.kind, err)
		}
	}
	return report.WithTags(s, tags), nil
}
