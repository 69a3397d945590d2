package app

import (
	"context"
	"fmt"
	"strings"

	"alex"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/sqlite"
)

// database opens the database, compares its schema and its reference data
// with this release, and verifies it. mark is that of its backups; empty where it
// cannot be read.
func (d Doctor) database(ctx context.Context) (findings []Finding, mark string) {
	const name = "database"
	findings = d.encryption()
	s, err := d.look(ctx)
	switch {
	case alex.CodeOf(err) == alex.CodeNotFound:
		return append(findings, fine(name, d.databasePath()+" is made at the first start")), ""
	case err != nil:
		return append(findings, failure(name, inWords(err))), ""
	}
	defer func() { _ = s.Close() }() // only read
	there, err := s.Inhabited(ctx)
	switch {
	case err != nil:
		return append(findings, failure(name, inWords(err))), ""
	case !there:
		return append(append(findings, fine(name, "it is empty, and filled at the first start")), d.logins(ctx)...), ""
	}
	if is, err := s.System().Installation(ctx); err == nil {
		mark = markOf(is.ID)
	}
	findings = append(findings, fine(name, s.Engine()+" answers"))
	schema := d.schema(ctx, s)
	findings = append(findings, schema)
	if schema.Status == FindingOK {
		findings = append(findings, soundRows(ctx, s), referenceData(ctx, s), d.ownKey(ctx, s))
	}
	return append(findings, d.logins(ctx)...), mark
}

// look opens the database without changing anything.
func (d Doctor) look(ctx context.Context) (*store.Store, error) {
	if isFile(d.Config) {
		if d.Config.DatabaseURL != "" {
			return openStore(ctx, d.Config, d.Config.DatabaseURL) // refuses it
		}
		return sqlite.Look(ctx, d.databasePath())
	}
	wait := answerTime
	if isDataAPI(d.Config) {
		wait = resumeTime
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	return openStore(ctx, d.Config, owner(d.Config))
}

// encryption looks at how PostgreSQL outside the own network is believed; who
// would be reached in the clear was refused before.
func (d Doctor) encryption() []Finding {
	if names := d.Config.Unverified(); len(names) > 0 {
		return []Finding{warning("encryption", strings.Join(names, " and ")+
			" may meet another server than its own: write sslmode=verify-full, and sslrootcert where a private authority signed")}
	}
	return nil
}

// inWords is what may be shown of an error.
func inWords(err error) string {
	switch e := err.(type) { //nolint:errorlint // only the outermost has words for people
	case startError:
		return e.text
	case *alex.Error:
		return e.Message
	default:
		return "the database fails in a way that Alex does not know"
	}
}

func (d Doctor) schema(ctx context.Context, s *store.Store) Finding {
	const name = "schema"
	applied, known, err := s.Version(ctx)
	switch {
	case err != nil:
		return failure(name, inWords(err))
	case applied > known:
		return failure(name, fmt.Sprintf("version %d, but this program knows %d: %s", applied, known, mend(applied, known)))
	case applied < known:
		return warning(name, fmt.Sprintf("version %d of %d: %s", applied, known, mend(applied, known)))
	default:
		return fine(name, fmt.Sprintf("version %d", applied))
	}
}

func soundRows(ctx context.Context, s *store.Store) Finding {
	const name = "rows"
	problems, err := s.Verify(ctx, store.Expected{})
	switch {
	case err != nil:
		return failure(name, inWords(err))
	case len(problems) > 0:
		return failure(name, fmt.Sprintf("%d problems, the first: %s; alex verify lists them, alex restore brings back a backup", len(problems), problems[0]))
	default:
		return fine(name, "structure, sums and references hold")
	}
}

func referenceData(ctx context.Context, s *store.Store) Finding {
	const name = "reference data"
	r, err := s.System().Reference(ctx)
	switch {
	case err != nil:
		return failure(name, inWords(err))
	case r.Version != seed.Version():
		return warning(name, fmt.Sprintf("version %q, but this release brings %q: run alex seed, or start alex serve", r.Version, seed.Version()))
	case r.Rows < r.Seeded:
		return warning(name, fmt.Sprintf("%d of %d instruments: run alex seed", r.Rows, r.Seeded))
	default:
		return fine(name, fmt.Sprintf("version %s, %d instruments", r.Version, r.Rows))
	}
}

// ownKey compares the account key with the one that the database was used with.
func (d Doctor) ownKey(ctx context.Context, s *store.Store) Finding {
	const name = "database key"
	fits, err := accountKeyFits(ctx, s.System(), d.Config)
	switch {
	case err != nil:
		return failure(name, inWords(err))
	case !fits:
		return failure(name, "the account key (ALEX_ACCOUNT_KEY, or "+accountKeyFile+" in ALEX_DATA) is missing or not the one of this database: bring that one back; alex serve does not start without it")
	default:
		return d.secondFactors(ctx, name, s)
	}
}

// secondFactors tries the account key on what was sealed.
func (d Doctor) secondFactors(ctx context.Context, name string, s *store.Store) Finding {
	key, err := presentAccountKey(d.Config)
	if err != nil { // none was made yet
		return fine(name, "the account key is made at the first start")
	}
	switch shut, of, err := unopened(ctx, s.System(), key); {
	case err != nil:
		return failure(name, inWords(err))
	case shut > 0:
		return warning(name, fmt.Sprintf("the account key does not open %d of %d second factors: alex key replace-account --confirm lists whose they are, alex user reset-second-factor lets each in again", shut, of))
	default:
		return fine(name, "the account key is the one of this database")
	}
}

// logins looks at who migrates and who serves; SQLite has neither.
func (d Doctor) logins(ctx context.Context) []Finding {
	const name = "logins"
	if isDataAPI(d.Config) {
		return []Finding{warning(name, "over the Data API one login migrates and serves, and Alex does not know who else is there: end every server, worker and function before alex restore and alex reset")}
	}
	if !isPostgres(d.Config) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	serving, err := postgres.LoginOf(ctx, d.Config.DatabaseURL.Reveal())
	if err != nil {
		return []Finding{failure(name, inWords(cannotReach(d.Config, d.Config.DatabaseURL, err)))}
	}
	owning, err := postgres.LoginOf(ctx, owner(d.Config).Reveal())
	switch {
	case err != nil:
		return []Finding{failure(name, inWords(cannotReach(d.Config, owner(d.Config), err)))}
	case serving.Superuser:
		return []Finding{warning(name, "the login of ALEX_DATABASE_URL is a superuser, whom nothing holds back: make one that may only connect")}
	case serving.Name == owning.Name:
		return []Finding{warning(name, "one login migrates and serves: make another that may only connect, name it in ALEX_DATABASE_URL and the owner's in ALEX_MIGRATE_URL")}
	case !serving.Serves:
		return []Finding{warning(name, "the login of ALEX_DATABASE_URL lacks its roles, or has more: alex serve grants them at its start")}
	default:
		return []Finding{fine(name, "the one that serves is not the owner, and has its roles")}
	}
}
