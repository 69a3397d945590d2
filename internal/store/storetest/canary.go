package storetest

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// canaries are texts that stand nowhere else, to be found again.
type canaries struct {
	person alex.PersonID
	texts  []string
}

func (c *canaries) next() string {
	text := "canary-of-" + string(c.person) + "-" + strconv.Itoa(len(c.texts)) + "-"
	c.texts = append(c.texts, text)
	return text
}

// number is a canary that is an amount of whole dollars.
func (c *canaries) number() string {
	text := strconv.Itoa(770_000_000 + len(c.texts) + 1000*len(c.person))
	c.texts = append(c.texts, text)
	return text
}

// plant puts a canary into every field of a person's that takes one.
func (b *bench) plant(t testing.TB, id alex.PersonID) *canaries {
	t.Helper()
	c := &canaries{person: id}
	p := b.person(t, id)
	b.plantPerson(t, c, p)
	imported := b.plantAccount(t, c, p)
	b.plantInstruments(t, c, p)
	b.plantPlan(t, c, p)
	b.plantImport(t, c, p, imported)
	b.plantAccount(t, c, p)
	b.plantJob(t, c)
	_, err := p.Invite(b.ctx, store.NewInvitation{Role: alex.Viewer, Label: c.next(), CodeHash: "secret-code-" + string(id)})
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `INSERT INTO sessions (id, clerk_user_id, token_hash, previous_hash, user_agent,
		created_at, rotated_at, expires_at) VALUES ($1, $2, $3, $4, $5, 1, 2, 3)`,
		b.NewID(), string(id), "secret-token-"+string(id), "secret-previous-"+string(id), c.next())
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `INSERT INTO reviews (clerk_user_id, month, standing, tries, checks, updated_at)
		VALUES ($1, '2026-02', 'sent', 1, $2, 1)`, string(id), store.JSON{To: map[string]string{c.next(): "pass"}})
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `UPDATE users SET issuer_name = $2 WHERE clerk_user_id = $1`, string(id), "canary@clerk-of-"+string(id))
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `INSERT INTO credentials (clerk_user_id, email_key, password_hash, updated_at)
		VALUES ($1, $2, $3, 1)`, string(id), "key-of-"+string(id), "secret-password-"+string(id))
	must(t, err)
	b.plantFactors(t, c)
	_, err = b.System().AddDocument(b.ctx, store.NewDocument{
		Tenant: id, Source: c.next(), Title: c.next(), Summary: c.next(), Labels: map[string]string{c.next(): c.next()},
		Origin: alex.OriginPerson, ContentHash: "hash", Passages: []string{c.next(), c.next()},
	})
	must(t, err)
	return c
}

// plantFactors gives the person all else that sign-in keeps.
func (b *bench) plantFactors(t testing.TB, c *canaries) {
	t.Helper()
	id := string(c.person)
	for _, statement := range []struct {
		query string
		args  []any
	}{
		{
			`INSERT INTO second_factors (clerk_user_id, sealed_secret, last_step, created_at, enabled_at) VALUES ($1, $2, 1, 1, 1)`,
			[]any{id, "secret-sealed-" + id},
		},
		{`INSERT INTO recovery_codes (clerk_user_id, code_hash) VALUES ($1, $2)`, []any{id, "secret-recovery-" + id}},
		{
			`INSERT INTO password_resets (clerk_user_id, token_hash, created_at, expires_at) VALUES ($1, $2, 1, 1)`,
			[]any{id, "secret-reset-" + id},
		},
		{
			`INSERT INTO email_confirmations (clerk_user_id, token_hash, email, email_key, created_at, expires_at) VALUES ($1, $2, $3, $3, 1, 1)`,
			[]any{id, "secret-confirmation-" + id, "next-of-" + id},
		},
		{
			`INSERT INTO access_keys (id, clerk_user_id, key_name, scopes, key_hash, created_at, expires_at) VALUES ($1, $2, $3, '["report"]', $4, 1, 2)`,
			[]any{b.NewID(), id, c.next(), "secret-key-" + id},
		},
		{`INSERT INTO identities (issuer, subject, clerk_user_id, created_at) VALUES ('https://a.example', $1, $2, 1)`, []any{c.next(), id}},
	} {
		_, err := b.raw.ExecContext(b.ctx, statement.query, statement.args...)
		must(t, err)
	}
}

func (b *bench) plantPerson(t testing.TB, c *canaries, p *store.Personal) {
	t.Helper()
	person := fullPerson(c.person)
	income := alex.MustMoney(c.number())
	person.DisplayName, person.Email, person.TargetRetirementIncome = c.next(), c.next()+"@example.com", &income
	person.Incomes[0].Name, person.Partner.Name = c.next(), c.next()
	person.Spending = []alex.SpendingPhase{{Name: c.next()}}
	person.Events = []alex.Event{{Name: c.next(), Amount: alex.MustMoney(c.number())}}
	must(t, p.SavePerson(b.ctx, person, nil))
}

// plantAccount answers the account's fingerprint.
func (b *bench) plantAccount(t testing.TB, c *canaries, p *store.Personal) string {
	t.Helper()
	a := household()
	basis, printed, price := alex.MustMoney(c.number()), alex.MustMoney(c.number()), alex.MustDecimal(c.number())
	a.Name, a.Purpose, a.Fingerprint, a.Last4, a.CashBalance = c.next(), c.next(), c.next(), "L4-"+string(c.person[:1]), alex.MustMoney(c.number())
	c.texts = append(c.texts, a.Last4)
	a.Positions[1].Quantity, a.Positions[1].CostBasis = alex.MustDecimal(c.number()), &basis
	a.Positions[1].Printed, a.Positions[1].Price = &printed, &price
	_, err := p.Once("key of "+a.Name, "h", func(any) (store.Answer, error) {
		return store.Answer{Status: 201, Body: []byte("canary in an answer")}, nil
	}).CreateAccount(b.ctx, a)
	must(t, err)
	return a.Fingerprint
}

func (b *bench) plantInstruments(t testing.TB, c *canaries, p *store.Personal) {
	t.Helper()
	own := tag("SOFI", alex.SourceUser)
	price := alex.MustDecimal(c.number())
	own.Name, own.Price, own.Classification.Note = c.next(), &price, c.next()
	must(t, p.SaveOwnInstrument(b.ctx, own, nil))
	tagged := tag("ARKK", alex.SourceModel)
	tagged.Classification.Model, tagged.Classification.Note = c.next(), c.next()
	must(t, p.SaveTags(b.ctx, []alex.Instrument{tagged}))
}

func (b *bench) plantPlan(t testing.TB, c *canaries, p *store.Personal) {
	t.Helper()
	plan := namedPlan(c.next())
	plan.Incomes[0].Name, plan.Spending[0].Name, plan.Events[0].Name, plan.Partner.Name = c.next(), c.next(), c.next(), c.next()
	balance := alex.MustMoney(c.number())
	plan.Balance = &balance
	_, err := p.CreatePlan(b.ctx, plan)
	must(t, err)
}

// plantImport changes a planted account, so that what was there before is only
// in what undoing needs.
func (b *bench) plantImport(t testing.TB, c *canaries, p *store.Personal, known string) {
	t.Helper()
	about, file := summary(), filePreview()
	about.File, about.Broker, about.Line, about.FileTotal = c.next(), c.next(), c.next(), alex.MustMoney(c.number())
	file.Accounts[0].Fingerprint = known
	file.Accounts[0].Name, file.Accounts[1].Name, file.Accounts[1].Fingerprint = c.next(), c.next(), c.next()
	file.Names["QQQ"], file.Names["NOT.HELD"] = c.next(), c.next()
	body, err := json.Marshal(c.next())
	must(t, err)
	file.Body = body
	saved, err := p.SavePreview(b.ctx, about, file)
	must(t, err)
	_, err = p.ApplyPreview(b.ctx, saved.ID, file.Accounts)
	must(t, err)
	_, err = p.SavePreview(b.ctx, alex.Import{File: c.next()}, store.Preview{})
	must(t, err)
}

func (b *bench) plantJob(t testing.TB, c *canaries) {
	t.Helper()
	p := b.As(c.person)
	asked, err := json.Marshal(c.next())
	must(t, err)
	_, _, err = p.CreateJob(b.ctx, store.JobRequest{Data: asked})
	must(t, err)
	j, _, err := b.System().Claim(b.ctx, b.now, time.Minute)
	must(t, err)
	held := store.HeldBy(j)
	must(t, b.System().SavePart(b.ctx, held, alex.PartSnapshot, []byte(`{"x":"`+c.next()+`"}`)))
	must(t, b.System().SavePart(b.ctx, held, "notes", []byte("no JSON: "+c.next())))
	traced := span(c.next(), b.now)
	traced.StatusMessage, traced.Attributes["text"], traced.Events[0].Name = c.next(), c.next(), c.next()
	must(t, b.System().SaveSpans(b.ctx, j.ID, []store.Span{traced}))
	r := result()
	r.Report.Summary, r.Report.Hash, r.Report.GeneratedBy = c.next(), c.next(), c.next()
	r.Report.Sections[0].Markdown, r.Report.Sections[1].Template = c.next(), c.next()
	r.Report.Charts[0].Title, r.Report.Facts[0].Label = c.next(), c.next()
	r.Retirement.Summary, r.Retirement.Detail, r.Retirement.Chart.Title = c.next(), c.next(), c.next()
	r.Retirement.EstimatedIncome = alex.MustMoney(c.number())
	r.Retirement.Projection = []byte(`{"assumptionSet":"` + c.next() + `","seed":"` + c.next() + `","note":"` + c.next() + `"}`)
	r.Tags[0].Classification.Note = c.next()
	r.Tags[0].Symbol = "TAGGED"
	r.Steps[0].Error = c.next()
	r.Steps[0].Decisions = []alex.Decision{{What: c.next(), Why: c.next()}}
	r.Data = json.RawMessage(`{"x":"` + c.next() + `"}`)
	call := b.modelCall(c.person, j.ID)
	call.Agent, call.Model, call.Prompt, call.InputHash, call.Outcome = alex.Agent(c.next()), c.next(), c.next(), c.next(), c.next()
	b.called(t, call)
	r.Value = &store.PortfolioValue{AsOf: "2026-03-11", TotalValue: alex.MustMoney(c.number()), Cash: alex.MustMoney(c.number())}
	_, err = b.System().Complete(b.ctx, held, r, b.now)
	must(t, err)
	_, _, err = p.CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	j, _, err = b.System().Claim(b.ctx, b.now, time.Minute)
	must(t, err)
	must(t, b.System().Fail(b.ctx, store.HeldBy(j), c.next(), b.now))
}
