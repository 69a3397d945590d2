package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"alex"
	"alex/internal/store"
)

// Open opens a fresh database with the current schema, over the connector that
// wrap makes of the engine's own; it goes with the test.
type Open func(t testing.TB, wrap func(driver.Connector) driver.Connector) *store.Store

// Exercise runs the whole suite on an engine.
func Exercise(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, *bench){
		"people":                          people,
		"accounts":                        accounts,
		"limits of numbers":               limits,
		"positions":                       positions,
		"room for accounts":               roomForAccounts,
		"room for positions":              roomForPositions,
		"printed values":                  printedValues,
		"strangers are forbidden":         strangers,
		"refused values":                  refusedValues,
		"text":                            text,
		"import is a snapshot":            importSnapshot,
		"import is all or nothing":        importRefused,
		"the sample household":            sampleHousehold,
		"a refused sample":                sampleRefused,
		"reference instruments":           reference,
		"own instruments":                 ownInstruments,
		"market prices":                   marketPrices,
		"market prices overlaid":          marketOverlay,
		"prices tell nothing":             pricesTellNothing,
		"placeholders go":                 placeholdersGo,
		"tags":                            tags,
		"placeholders stay hidden":        placeholders,
		"search":                          search,
		"belongings":                      belongings,
		"requests of jobs":                requests,
		"names of a file":                 fileNames,
		"jobs":                            jobs,
		"lost jobs go first":              lostFirst,
		"claims":                          claims,
		"steps of a job's life":           transitions,
		"parts":                           parts,
		"spans":                           spans,
		"refused spans":                   spansRefused,
		"old spans":                       oldSpans,
		"open sessions":                   openSessions,
		"watched transactions":            watched,
		"completion":                      completion,
		"verdicts on reports":             verdicts,
		"pages of positions":              positionPages,
		"pages of jobs":                   jobPages,
		"cursors":                         cursors,
		"logins":                          logins,
		"passwords":                       passwords,
		"invites":                         invites,
		"second factors":                  secondFactors,
		"races for a code of one":         secondFactorRace,
		"resets of passwords":             resets,
		"confirmed addresses":             confirmations,
		"changed addresses":               changedAddresses,
		"links of before":                 putBack,
		"addresses of grants":             sharedAddresses,
		"grants of before a reset":        unshared,
		"withdrawn changes":               withdrawnChanges,
		"races for an address":            addressRace,
		"changed passwords":               changedPasswords,
		"identities elsewhere":            identities,
		"who may come in":                 live,
		"sessions":                        sessions,
		"refresh tokens":                  rotations,
		"refused refresh tokens":          rotationsRefused,
		"refresh tokens in a race":        rotationRace,
		"members":                         members,
		"deleted logins":                  signInCascade,
		"demos":                           demos,
		"throttles":                       throttles,
		"rations":                         rations,
		"signing keys":                    signingKeys,
		"purge":                           purge,
		"guards in the database":          guards,
		"cascade":                         cascade,
		"migrations":                      migrations,
		"reset":                           reset,
		"backup and restore":              backups,
		"refused restores":                refusedRestores,
		"the largest rows":                largestRows,
		"too many flows":                  manyFlows,
		"restore breaks anywhere":         brokenRestores,
		"backup while others work":        backupBesideWriters,
		"verify":                          verify,
		"idempotency keys":                keys,
		"keys of jobs":                    keyedJobs,
		"refused keys":                    keysRefused,
		"races for a key":                 keyRace,
		"purges":                          purges,
		"plans":                           plans,
		"refused plans":                   plansRefused,
		"pages of plans":                  planPages,
		"previews":                        previews,
		"pages of previews":               previewPages,
		"sealed files":                    sealedFiles,
		"a preview at its limit":          bigPreview,
		"bytes of previews":               previewBudget,
		"pages of imports":                pagesOfImports,
		"access keys":                     accessKeys,
		"refused access keys":             accessKeysRefused,
		"access keys of a stolen account": accessKeysStolen,
		"races for an access key":         accessKeyRace,
		"assistants fill no log":          assistantsFillNoLog,
		"grants":                          grants,
		"refused invitations":             invitationsRefused,
		"races for a code":                acceptRace,
		"roles over others":               rolesOver,
		"pages of grants":                 grantPages,
		"keys of grants":                  keyedGrants,
		"sessions end":                    sessionsEnd,
		"jobs end":                        jobsEnd,
		"imports that stand":              standingImports,
		"a part of a file":                partOfFile,
		"undo":                            undo,
		"undo of two":                     undoChain,
		"undo of what was changed":        undoRefused,
		"applied once":                    appliedOnce,
		"values":                          values,
		"round trips of imports":          importTrips,
		"export":                          export,
		"pages of an export":              exportPages,
		"acts of an export":               exportedActs,
		"erasing a person":                erase,
		"erasing by the record":           eraseElsewhere,
		"pages that grow":                 growingPages,
		"accounts that grow":              growingAccounts,
		"snapshot":                        snapshot,
		"days of models":                  modelDays,
		"refused calls of models":         refusedCalls,
		"races for a limit":               modelRace,
		"models of a job":                 modelJob,
		"races for a job's limit":         modelJobRace,
		"the log of models stays":         modelLog,
		"pages of model calls":            modelCalls,
		"usage of models":                 modelUsage,
		"events of an issuer":             heard,
		"events in any order":             heardInAnyOrder,
		"one event twice at once":         heardTwice,
		"acts of an issuer":               issuerActs,
		"new recovery codes":              codesReplaced,
		"who was erased":                  departures,
		"coming back":                     comingBack,
		"deleted and let in":              departureRace,
		"monthly letters":                 reviews,
		"letters of a month":              reviewsDue,
		"races for a letter":              reviewRace,
		"the log of acts":                 theLog,
		"the log of acts stays":           theLogStays,
		"the log of acts is full":         theLogIsBounded,
		"nobody hides an act":             nobodyHidesAnAct,
		"acts of nobody in a day":         nobodysActsAreBounded,
		"networks of failures":            failuresHideNoNetwork,
		"the session too many":            sessionTooMany,
		"invitations of a day":            invitationsOfADay,
		"keys of the installation":        installationKeys,
		"chores":                          choresOfOne,
		"the installation":                theInstallation,
		"residents":                       residents,
		"invites that were sent":          sentInvites,
		"jobs that begin again":           redriven,
		"redriven for whom":               redrivenForWhoMayComeIn,
		"redriven and counted":            redrivenCountsOnce,
		"analyses of a day":               analysesOfADay,
		"rehearsals":                      rehearsals,
		"documents":                       documents,
		"documents of two":                ownDocuments,
		"room for documents":              roomForDocuments,
		"documents of editors":            documentsOfEditors,
		"answers of documents":            answersOfDocuments,
		"passages":                        passagesOfTwo,
		"vectors":                         vectors,
		"rounds of research":              rounds,
		"pages of rounds":                 roundPages,
		"old rounds":                      oldRounds,
		"what is held":                    held,
		"faults":                          faults,
		"lost answers":                    lostAnswers,
		"writers wait":                    waiting,
		"round trips":                     roundTrips,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newBench(t, open))
		})
	}
}

// bench is one fresh database, with a watched store and a raw door.
type bench struct {
	*store.Store
	open   Open
	driver *Driver
	raw    *sql.DB
	ctx    context.Context
	now    time.Time
}

func newBench(t testing.TB, open Open) *bench {
	t.Helper()
	b := &bench{open: open, ctx: t.Context(), now: time.Date(2026, 3, 10, 12, 0, 0, 123456000, time.UTC)}
	b.Store = open(t, func(inner driver.Connector) driver.Connector {
		b.driver = Wrap(inner)
		return b.driver
	})
	b.raw = sql.OpenDB(b.driver.inner)
	t.Cleanup(func() { _ = b.raw.Close() })
	b.Now = func() time.Time { return b.now }
	return b
}

// person makes a record and opens its door.
func (b *bench) person(t testing.TB, id alex.PersonID) *store.Personal {
	t.Helper()
	if _, err := b.System().EnsurePerson(b.ctx, id, "Name of "+string(id), string(id)+"@example.com"); err != nil {
		t.Fatal(err)
	}
	return b.As(id)
}

// household is an account with two positions.
func household() alex.Account {
	price := alex.MustDecimal("512.3456")
	printed, basis := alex.MustMoney("51234.56"), alex.MustMoney("40000")
	return alex.Account{
		Name: "401k", Purpose: "Long-term\nsavings", Type: alex.TaxDeferred,
		CashBalance: alex.MustMoney("1250.50"), CashInterest: alex.MustDecimal("0.0450"),
		Fingerprint: "f1", Last4: "1234",
		Positions: []alex.Position{
			{Symbol: "BND", Quantity: alex.MustDecimal("200")},
			{
				Symbol: "SPY", Quantity: alex.MustDecimal("100.5"), AsOf: "2026-03-09", CostBasis: &basis,
				Price: &price, PriceAsOf: "2026-03-09", PriceSource: alex.SourceImport, Printed: &printed,
			},
		},
	}
}

func (b *bench) account(t testing.TB, p *store.Personal) alex.Account {
	t.Helper()
	a, err := p.CreateAccount(b.ctx, household())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// claimed makes a person with a job and claims it.
func (b *bench) claimed(t testing.TB, id alex.PersonID) (alex.Job, store.Claimed) {
	t.Helper()
	if _, _, err := b.person(t, id).CreateJob(b.ctx, store.JobRequest{}); err != nil {
		t.Fatal(err)
	}
	j, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if err != nil || !ok {
		t.Fatalf("Claim() = %v, %v", ok, err)
	}
	return j, store.HeldBy(j)
}

// same compares values of the domain; exact numbers and JSON by value.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b alex.Decimal) bool { return a.Cmp(b) == 0 }),
		cmp.Comparer(func(a, b alex.Percent) bool { return a.Cmp(b.Decimal) == 0 }),
		cmp.Comparer(func(a, b alex.Money) bool { return a.Cmp(b) == 0 }),
		jsonValue()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// jsonValue is what JSON says, however it is laid out.
func jsonValue() cmp.Option {
	return cmp.FilterValues(func(a, b json.RawMessage) bool { return json.Valid(a) && json.Valid(b) },
		cmp.Transformer("value", func(text json.RawMessage) (value any) {
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.UseNumber()
			_ = decoder.Decode(&value) // it is valid
			return value
		}))
}

func wantCode(t testing.TB, what string, err error, want alex.Code) {
	t.Helper()
	if got := alex.CodeOf(err); got != want {
		t.Errorf("%s: %v has code %q, want %q", what, err, got, want)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
