package api_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/auth"
	"alex/internal/auth/clerk"
	"alex/internal/auth/local"
	"alex/internal/job"
	"alex/internal/retirement"
	"alex/internal/store"
)

// household is a person with something of everything, and with a text of their
// own, a canary, wherever a text can stand. No answer to anybody else may hold
// one.
type household struct {
	name                   string
	person                 string // the id
	token, expired, cookie string
	ids                    map[string][]string // by kind
	symbols                []string            // that only this person has described; a route uses up one
	cursors                map[string]string   // by the path of the list
	planted                []string
}

// canary is a text that is the household's alone.
func (h *household) canary(where string) string {
	text := "canary-" + h.name + "-" + strings.ReplaceAll(where, " ", "-")
	h.planted = append(h.planted, text)
	return text
}

// id is the first of a kind.
func (h *household) id(kind string) string {
	if kind == kindSymbol {
		return h.symbols[0]
	}
	if kind == kindPerson {
		return h.person
	}
	if kind == kindInvite {
		return nobodysInvite
	}
	return h.ids[kind][0]
}

const nobodysInvite = "0000000000000000000000000000000000000000000000000000000000000000"

// Kinds of what an id may name.
const (
	kindAccount, kindPosition, kindPlan = "account", "position", "plan"
	kindJob, kindReport                 = "job", "report"
	kindImport, kindPreview             = "import", "preview"
	kindSymbol                          = "symbol"
	kindGrant, kindSession, kindKey     = "grant", "session", "access key"
	kindCall                            = "call"
	kindPerson, kindInvite              = "person", "invite"
	kindDocument                        = "document"
)

// activityRoute shows a log that grows with what is tried.
const activityRoute = "/api/user/activity"

var acts = regexp.MustCompile(`"activity":\[.*?\],"grants"`)

// verified lets in who has a token of the issuer.
type verified struct{ *auth.Verifier }

func (v verified) Authenticate(ctx context.Context, token string) (alex.PersonID, error) {
	who, err := v.Verify(ctx, token)
	return who.Subject, err
}

func (v verified) SessionOf(ctx context.Context, token string) (alex.ID, error) {
	who, err := v.Verify(ctx, token)
	return alex.ID(who.Session), err
}

// signingIn makes the server sign people in by itself, and hear of them from
// elsewhere, so that every route is there.
func signingIn(s *api.Server) {
	issuer := local.New(s.Store, "alex")
	issuer.Now, issuer.SealKey = s.Now, s.AccountKey
	issuer.Cost = local.Cost{Memory: 8, Passes: 1, Threads: 1} // what a password costs is shown where it is hashed
	s.SignOn = &elsewhereDoor{err: alex.Errorf(alex.CodeUnauthorized, "no such answer")}
	s.Webhook = &clerk.Webhook{Now: s.Now}
	s.Issuer, s.Auth = issuer, verified{&auth.Verifier{Issuer: "alex", Keys: issuer, Now: s.Now}}
}

// arena is a world with two households.
type arena struct {
	*world
	doc      document
	ann, bob *household
	attempts int
}

func newArena(t testing.TB, s *store.Store) *arena {
	t.Helper()
	a := newEmptyArena(t, s)
	a.ann, a.bob = a.settle(t, "ann"), a.settle(t, "bob")
	a.now = a.now.Add(time.Hour) // what was signed so far has expired
	for _, h := range []*household{a.ann, a.bob} {
		h.expired, h.token = h.token, a.signIn(t, h)
		a.make(t, h, kindJob, "/api/analyze", "") // which waits
	}
	return a
}

// newEmptyArena is one in which nobody lives yet.
func newEmptyArena(t testing.TB, s *store.Store, change ...func(*api.Server)) *arena {
	t.Helper()
	a := &arena{world: newWorldOver(t, s, append(change, keyed, signingIn)...)}
	a.doc = as[document](t, a.must(t, 200, "", "GET", "/api/openapi.json", ""))
	return a
}

func (a *arena) signIn(t testing.TB, h *household) string {
	t.Helper()
	return field(t, a.must(t, 200, "", "POST", "/api/auth/sign-in", login(h.name), elsewhere(len(h.name))), "accessToken")
}

// signInElsewhere leaves a session that is not the one that asks.
func (a *arena) signInElsewhere(t testing.TB, h *household) {
	t.Helper()
	a.signIn(t, h)
	for _, s := range as[api.ListBody[api.SessionBody]](t, a.by(t, h, "GET", "/api/sessions", "")).Items {
		if !s.Current {
			h.ids[kindSession] = append(h.ids[kindSession], string(s.ID))
		}
	}
}

func login(name string) string {
	return fmt.Sprintf(`{"email":"canary-%[1]s-email@example.org","password":"the long words of %[1]s"}`, name)
}

// settle signs a person up and fills every table that holds anyone's rows.
func (a *arena) settle(t testing.TB, name string) *household {
	t.Helper()
	h := &household{name: name, ids: map[string][]string{}, cursors: map[string]string{}, symbols: make([]string, 8)}
	for n := range h.symbols {
		h.symbols[n] = fmt.Sprint("ZZ", strings.ToUpper(name), n)
	}
	made := a.must(t, 201, "", "POST", "/api/auth/sign-up", login(name), elsewhere(len(name)))
	h.token = field(t, made, "accessToken")
	h.planted = append(h.planted, "canary-"+name+"-email@example.org")
	h.cookie, _, _ = strings.Cut(made.header.Get("Set-Cookie"), ";")
	a.introduce(t, h)
	a.invest(t, h)
	a.importFiles(t, h)
	a.analyse(t, h)
	a.askModels(t, h)
	a.bringTexts(t, h)
	a.signInElsewhere(t, h)
	for n := range 2 {
		a.make(t, h, kindGrant, "/api/grants", fmt.Sprintf(`{"role":"editor","label":%q}`, h.canary(fmt.Sprint("label ", n))))
		a.make(t, h, kindKey, "/api/user/keys", fmt.Sprintf(`{"name":%q,"scopes":["portfolio"]}`, h.canary(fmt.Sprint("key ", n))))
	}
	for path := range doors() {
		if _, takes := a.doc.parameter(path, "cursor"); takes {
			a.turnPage(t, h, strings.TrimPrefix(path, "GET "))
		}
	}
	return h
}

// by asks as the household, with a token that is good.
func (a *arena) by(t testing.TB, h *household, method, path, body string, headers ...string) reply {
	t.Helper()
	return a.call(t, "", method, path, body, append([]string{"Authorization: Bearer " + h.token}, headers...)...)
}

// make creates something, whose id it keeps.
func (a *arena) make(t testing.TB, h *household, kind, path, body string) string {
	t.Helper()
	r := a.by(t, h, "POST", path, body, "Idempotency-Key: key-of-"+path+fmt.Sprint(len(h.ids[kind])))
	if r.status != 201 && r.status != 202 {
		t.Fatalf("POST %s: %d %s", path, r.status, r.text)
	}
	id := field(t, r, "id") + field(t, r, "importId") + field(t, r, "jobId")
	h.ids[kind] = append(h.ids[kind], id)
	return id
}

func (a *arena) introduce(t testing.TB, h *household) {
	t.Helper()
	body := fmt.Sprintf(`{"displayName":%q,"birthDate":"1970-05-05","incomes":[{"name":%q,"annual":"1","startAge":67}],
		"spending":[{"name":%q,"annual":"1","startAge":67}],"events":[{"name":%q,"amount":"1","age":70}],
		"partner":{"name":%q,"currentAge":50,"horizonAge":90},"assetClassTargets":{"equity":60,"fixed_income":40}}`,
		h.canary("display name"), h.canary("income"), h.canary("spending"), h.canary("event"), h.canary("partner"))
	r := a.by(t, h, "PUT", "/api/user", body)
	if r.status != 200 {
		t.Fatal(r.text)
	}
	h.person = field(t, r, "id")
}

func (a *arena) invest(t testing.TB, h *household) {
	t.Helper()
	for _, symbol := range h.symbols {
		body := fmt.Sprintf(`{"symbol":%q,"name":%q,"price":"3","likeSymbol":"VTI"}`, symbol, h.canary("name of "+symbol))
		if r := a.by(t, h, "POST", "/api/instruments", body); r.status != 201 {
			t.Fatal(r.text)
		}
	}
	over := fmt.Sprintf(`{"name":%q,"price":"271","likeSymbol":"VOO"}`, h.canary("own name of VTI"))
	if r := a.by(t, h, "PUT", "/api/instruments/VTI", over); r.status != 200 {
		t.Fatal(r.text)
	}
	for n := range 2 {
		account := a.make(t, h, kindAccount, "/api/accounts", fmt.Sprintf(`{"accountName":%q,"accountPurpose":%q,"accountType":"taxable","cashBalance":"77.01"}`,
			h.canary(fmt.Sprint("account ", n)), h.canary(fmt.Sprint("purpose ", n))))
		for _, symbol := range []string{"VTI", h.symbols[0]} {
			a.make(t, h, kindPosition, "/api/accounts/"+account+"/positions", fmt.Sprintf(`{"symbol":%q,"quantity":"3"}`, symbol))
		}
		plan := fmt.Sprintf(`{"name":%q,`, h.canary(fmt.Sprint("plan ", n))) + strings.Replace(fullPlan[1:], "new roof", h.canary(fmt.Sprint("roof ", n)), 1)
		a.make(t, h, kindPlan, "/api/plans", plan)
	}
}

// importFiles leaves an import, a preview, and a file that waits for a mapping.
func (a *arena) importFiles(t testing.TB, h *household) {
	t.Helper()
	const columns = "account,symbol,description,quantity,price,value,date\n"
	for n, date := range []string{"2026-10-30", "2026-10-31"} {
		text := columns + fmt.Sprintf("%s 1111222%d,VTI,%s,10,100,1000.00,%s\n", h.canary(fmt.Sprint("broker account ", n)), n, h.canary(fmt.Sprint("row ", n)), date)
		preview := a.upload(t, 200, h, h.canary(fmt.Sprint("file ", n))+".csv", text)
		if n == 0 {
			a.make(t, h, kindImport, "/api/import", commitBody(t, alex.ID(field(t, preview, "previewId"))))
			continue
		}
		h.ids[kindPreview] = append(h.ids[kindPreview], field(t, preview, "previewId"))
	}
	sealed := a.upload(t, 422, h, "unknown.csv", "Instrument,Holdings,Worth\nAAPL,10,2681.50\n")
	h.ids[kindPreview] = append(h.ids[kindPreview], field(t, sealed, "previewId"))
}

func (a *arena) upload(t testing.TB, status int, h *household, name, text string) reply {
	t.Helper()
	body, header := form(t, part{"file", name, text})
	r := a.by(t, h, "POST", previewRoute, body, header)
	if r.status != status {
		t.Fatalf("the upload of %s: %d %s", name, r.status, r.text)
	}
	return r
}

// analyse leaves two completed jobs and one that failed.
func (a *arena) analyse(t testing.TB, h *household) {
	t.Helper()
	for n := range 2 {
		id := a.make(t, h, kindJob, "/api/analyze", "")
		a.worker(told(h, fmt.Sprint(n))).run(t)
		report := field(t, a.by(t, h, "GET", "/api/jobs/"+id, ""), "reportId")
		h.ids[kindReport] = append(h.ids[kindReport], report)
	}
	a.make(t, h, kindJob, "/api/analyze", "")
	why := h.canary("failure")
	fails := a.worker(func(context.Context, alex.Job, *job.Handle) error {
		return alex.Errorf(alex.CodeUnavailable, "%s", why)
	})
	for range alex.MaxFailures {
		fails.run(t)
		fails.later += time.Hour
	}
	if len(h.ids[kindJob]) != 3 || h.ids[kindReport][1] == "" {
		t.Fatalf("%s has the jobs %v and the reports %v", h.name, h.ids[kindJob], h.ids[kindReport])
	}
}

// askModels leaves two calls in the log, which is the system's to write.
func (a *arena) askModels(t testing.TB, h *household) {
	t.Helper()
	for n := range 2 {
		call := modelCall(a.now, alex.PersonID(h.person), alex.ID(h.ids[kindJob][n]))
		call.Model, call.Prompt, call.InputHash = h.canary(fmt.Sprint("model ", n)), h.canary(fmt.Sprint("prompt ", n)), h.canary(fmt.Sprint("hash ", n))
		a.called(t, call)
		h.ids[kindCall] = append(h.ids[kindCall], string(call.ID))
	}
}

// bringTexts leaves two texts of the person's own.
func (a *arena) bringTexts(t testing.TB, h *household) {
	t.Helper()
	for n := range 2 {
		a.make(t, h, kindDocument, "/api/research/documents", fmt.Sprintf(`{"title":%q,"text":%q,"source":%q,"publishedOn":"2026-10-0%d"}`,
			h.canary(fmt.Sprint("document ", n)), h.canary(fmt.Sprint("passage ", n)), h.canary(fmt.Sprint("source ", n)), n+1))
	}
}

// told is work whose every text is a canary.
func told(h *household, n string) job.Work {
	r := smallResult()
	say := func(where string) string { return h.canary(where + n) }
	r.Report.Summary = say("summary")
	r.Report.Sections[0] = alex.Section{Key: "overview", Title: say("title"), Markdown: say("markdown"), Template: say("template")}
	r.Report.Facts[0].Text, r.Report.Facts[0].Label, r.Report.Facts[0].Source = say("fact"), say("label"), say("source")
	r.Report.Charts = []alex.Chart{{Key: "classes", Type: alex.Pie, Title: say("chart"), Caption: say("caption"), Data: []alex.ChartPoint{{Name: say("point"), Value: "1"}}}}
	r.Retirement = &alex.Retirement{Summary: say("retirement"), Detail: say("detail"), Projection: projected(n)}
	if n == "0" { // the newest alone is shown
		h.planted = h.planted[:len(h.planted)-2]
	}
	r.Steps[0].Decisions[0].What, r.Steps[0].Decisions[0].Why = say("decision"), say("reason")
	r.Steps[2].Error = say("step")
	r.Value = &store.PortfolioValue{AsOf: alex.Date("2026-10-2" + n), TotalValue: alex.MustMoney("9"), Cash: alex.MustMoney("1")}
	return func(ctx context.Context, _ alex.Job, handle *job.Handle) error {
		snapshot := frozen()
		snapshot.Person.DisplayName = say("snapshot")
		if err := handle.SavePart(ctx, alex.PartSnapshot, encoded(snapshot)); err != nil {
			return err
		}
		_, err := handle.Complete(ctx, r)
		return err
	}
}

// projected is what a job stores: a projection, or none.
func projected(n string) []byte {
	if n == "0" {
		return nil
	}
	plan, err := retirement.ParsePlan(strings.NewReader(leastPlan))
	if err != nil {
		panic(err)
	}
	p, err := retirement.Project(context.Background(), plan, retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()})
	if err != nil {
		panic(err)
	}
	return encoded(p)
}

// turnPage keeps the cursor of a list's second page.
func (a *arena) turnPage(t testing.TB, h *household, route string) {
	t.Helper()
	path := strings.Replace(route, "{id}", h.ids[kindAccount][0], 1)
	r := a.by(t, h, "GET", path+"?limit=1", "")
	cursor := as[struct {
		NextCursor string `json:"nextCursor"`
	}](t, r).NextCursor
	if r.status != 200 || cursor == "" {
		t.Fatalf("%s has no second page: %d %s", path, r.status, r.text)
	}
	h.cursors[route] = cursor
}

// view is everything that the household may read, by request.
func (a *arena) view(t testing.TB, h *household) map[string]string {
	t.Helper()
	shown := map[string]string{}
	for route, d := range doors() {
		method, path, _ := strings.Cut(route, " ")
		if method != "GET" || d.open || path == activityRoute {
			continue
		}
		for _, path := range a.everyPath(h, d, path) {
			r := a.by(t, h, method, path, "")
			if r.status != http.StatusOK {
				t.Errorf("%s %s as its owner: %d %s", method, path, r.status, r.text)
			}
			shown[path] = unpacked(t, r)
		}
	}
	return shown
}

// everyPath is a path with each id of the household's that fits. Events of a
// job that waits would not end.
func (a *arena) everyPath(h *household, d door, path string) (list []string) {
	for place, kind := range d.ids {
		name, inPath := strings.CutPrefix(place, "path.")
		if !inPath {
			continue
		}
		ids := h.ids[kind]
		if kind == kindSymbol {
			ids = append([]string{"VTI"}, h.symbols...)
		}
		if strings.HasSuffix(path, "/events") {
			ids = ids[:3]
		}
		for _, id := range ids {
			list = append(list, strings.Replace(path, "{"+name+"}", id, 1))
		}
		return list
	}
	return []string{path + d.query}
}

// unpacked is the text of an answer; that of a zip is the text of its files.
//
// The log of acts in an export grows with each export.
func unpacked(t testing.TB, r reply) string {
	t.Helper()
	if r.header.Get("Content-Type") != "application/zip" {
		return acts.ReplaceAllString(r.text, "")
	}
	archive, err := zip.NewReader(strings.NewReader(r.text), int64(len(r.text)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range archive.File {
		from, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, from); err != nil {
			t.Fatal(err)
		}
		_ = from.Close()
	}
	return all.String()
}

// secrets is what nobody else may read: the canaries and the ids.
func (h *household) secrets() []string {
	list := []string{"canary-" + h.name, h.person}
	for _, ids := range h.ids {
		list = append(list, ids...)
	}
	return list
}

// same is a text without what differs in each answer.
func same(t testing.TB, r reply) string {
	t.Helper()
	object := map[string]any{}
	if err := json.Unmarshal([]byte(r.text), &object); err != nil {
		return r.text
	}
	delete(object, "requestId")
	text, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(r.status, r.header.Get("Content-Type"), string(text))
}
