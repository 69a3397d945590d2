package storetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// The most that a cell of JSON, or a text of a report, may hold.
const largestCell = 2 << 20

// worst is text that escapes badly: as JSON within a line of JSON each of its
// characters takes three bytes or more.
func worst(characters int) string { return strings.Repeat("\"<\n\u2028", characters/4) }

// quoted is JSON of exactly so many bytes, most of which must be escaped once
// more in a backup.
func quoted(t testing.TB, size int) json.RawMessage {
	t.Helper()
	text := `{"a":"` + strings.Repeat(`\"`, (size-9)/2) + `"}`
	return json.RawMessage(strings.Replace(text, `":"`, `":"`+strings.Repeat("x", size-len(text)), 1))
}

// largestPerson fills the most that a person's record may have.
func largestPerson(id alex.PersonID) alex.Person {
	person := fullPerson(id)
	person.DisplayName = strings.Repeat("<", 255)
	for n := range 200 {
		name := worst(100)
		income := alex.Income{Name: name, Annual: alex.MustMoney("9999999999.99"), StartAge: 60, EndAge: 100, Partner: true}
		phase := alex.SpendingPhase{Name: name, Annual: alex.MustMoney("-9999999999.99"), StartAge: 60, EndAge: 100}
		event := alex.Event{Name: name, Amount: alex.MustMoney("-9999999999.99"), Age: 120}
		if n > 0 { // fullPerson has one income
			person.Incomes = append(person.Incomes, income)
		}
		person.Spending, person.Events = append(person.Spending, phase), append(person.Events, event)
	}
	return person
}

// largestPlan takes nearly the 48 KiB that a plan may have.
func largestPlan() alex.NamedPlan {
	person, plan := largestPerson("x"), namedPlan(worst(255))
	plan.Incomes, plan.Spending, plan.Events = person.Incomes[:40], person.Spending[:40], person.Events[:20]
	return plan
}

// largestResult fills every large cell of a job, a report and a projection.
func largestResult(t testing.TB) store.Result {
	t.Helper()
	r, most := result(), strings.Repeat("\x01", largestCell)
	r.Data = quoted(t, largestCell)
	r.Report.Summary, r.Report.Charts = most, nil
	r.Report.Sections = []alex.Section{{Key: "overview", Markdown: most}}
	for _, key := range []string{"asset_class", "region", "sector"} {
		chart := alex.Chart{Key: key, Type: alex.Pie, Caption: strings.Repeat(`"`, (largestCell-200)/2)}
		r.Report.Charts = append(r.Report.Charts, chart)
	}
	r.Retirement.Summary, r.Retirement.Detail, r.Retirement.Chart = most, most, r.Report.Charts[0]
	r.Retirement.Projection = quoted(t, largestCell)
	return r
}

// largestRows stores the largest row that each table accepts: a backup carries
// all of them, whatever people make up.
func largestRows(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	must(t, p.SavePerson(b.ctx, largestPerson("user_a"), nil))
	_, err := p.Once(strings.Repeat(`"`, 255), "h", func(any) (store.Answer, error) {
		return store.Answer{Status: 201, Location: strings.Repeat(`"`, 400), Body: bytes.Repeat([]byte{1}, store.PartSize)}, nil
	}).CreatePlan(b.ctx, largestPlan())
	must(t, err)
	preview := filePreview()
	preview.Body = quoted(t, 3*store.PartSize)
	large := summary()
	large.File, large.Line = strings.Repeat("<", 255), worst(2000)
	_, err = p.SavePreview(b.ctx, large, preview)
	must(t, err)
	a := household()
	a.Name, a.Purpose = strings.Repeat("\"", 255), worst(2000)
	_, err = p.CreateAccount(b.ctx, a)
	must(t, err)
	i := tag("SOFI", alex.SourceUser)
	i.Name, i.Classification.Note = strings.Repeat("<", 255), worst(2000)
	must(t, p.SaveOwnInstrument(b.ctx, i, nil))
	b.largestJob(t, p)

	want := b.rows(t)
	file := b.backup(t)
	fresh := newBench(t, b.open)
	_, err = fresh.Restore(fresh.ctx, bytes.NewReader(file))
	must(t, err)
	restored(want)
	for table, rows := range fresh.rows(t) {
		if rows != want[table] {
			t.Errorf("the rows of %s are not those that were backed up", table)
		}
	}
}

func (b *bench) largestJob(t testing.TB, p *store.Personal) {
	t.Helper()
	_, _, err := p.CreateJob(b.ctx, store.JobRequest{Data: quoted(t, largestCell+1)})
	wantCode(t, "a request larger than a cell", err, alex.CodeTooLarge)
	_, _, err = p.CreateJob(b.ctx, store.JobRequest{Data: quoted(t, largestCell)})
	must(t, err)
	j, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	must(t, b.System().SavePart(b.ctx, store.HeldBy(j), alex.PartFacts, bytes.Repeat([]byte{1}, 2*store.PartSize)))
	for name, enlarge := range map[string]func(*store.Result){
		"report.summary":     func(r *store.Result) { r.Report.Summary += "x" },
		"report.sections":    func(r *store.Result) { r.Report.Sections[0].Markdown += "x" },
		"retirement.summary": func(r *store.Result) { r.Retirement.Summary += "x" },
		"retirement.detail":  func(r *store.Result) { r.Retirement.Detail += "x" },
	} {
		r := largestResult(t)
		enlarge(&r)
		_, err = b.System().Complete(b.ctx, store.HeldBy(j), r, b.now)
		wantField(t, "a larger "+name, err, name)
	}
	_, err = b.System().Complete(b.ctx, store.HeldBy(j), largestResult(t), b.now)
	must(t, err)
}

// manyFlows are refused by their number, in few words.
func manyFlows(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	events := make([]alex.Event, 7700)
	limits := map[string]alex.Limit{}
	for n := range 300 {
		limits[fmt.Sprint("made up ", n)] = alex.Limit{}
	}
	for field, person := range map[string]alex.Person{
		"events":   {Events: events},
		"incomes":  {Incomes: make([]alex.Income, 201)},
		"spending": {Spending: make([]alex.SpendingPhase, 201)},
		"limits":   {Limits: limits},
	} {
		err := p.SavePerson(b.ctx, person, nil)
		wantField(t, "too many "+field, err, field)
		if refused, ok := err.(*alex.Error); ok && len(refused.Fields) > 1 { //nolint:errorlint // the store's own
			t.Errorf("too many %s are refused in %d fields", field, len(refused.Fields))
		}
	}
}
