package cloud_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
)

// elf begins a program of Linux for a processor, as far as a deployment reads it.
func elfOf(machine byte) []byte {
	header := make([]byte, 64)
	copy(header, "\x7fELF\x02\x01\x01")
	header[16], header[18], header[20], header[52] = 2, machine, 1, 64
	return header
}

const arm, intel = 183, 62

// packed is a package around a program, read back from a file.
func packed(t *testing.T, program []byte) (cloud.Package, error) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "bootstrap"} // stored
	h.SetMode(0o755)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write(program)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "alex.zip")
	if err := put(name, b.Bytes()); err != nil {
		t.Fatal(err)
	}
	return cloud.ReadPackage(name)
}

func TestPackageOverTheLimitIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := packed(t, append(elfOf(arm), make([]byte, 50<<20)...)); alex.CodeOf(err) != alex.CodeTooLarge || !strings.Contains(err.Error(), "Lambda takes 50.0 MB at most") {
		t.Errorf("it says %v", err)
	}
}

func target(roles ...string) cloud.Target {
	to := cloud.Target{Region: cloudtest.Region, Prefix: "alex-prod", Bucket: "alex-prod-site", DistributionID: "E1", Functions: map[string]string{}}
	for _, role := range roles {
		to.Functions[role] = "alex-prod-" + role
	}
	return to
}

func functionsOf(to cloud.Target) map[string]*cloudtest.Function {
	all := map[string]*cloudtest.Function{}
	for _, name := range to.Functions {
		all[name] = &cloudtest.Function{Code: []byte("old")}
	}
	return all
}

// TestDeployFunctions updates those whose code differs, who is asked before who asks,
// waits for each, and goes on where it broke off.
func TestDeployFunctions(t *testing.T) {
	t.Parallel()
	p, err := packed(t, elfOf(arm))
	if err != nil {
		t.Fatal(err)
	}
	to := target("api", "planner", "tagger", "charter", "other")
	service := &cloudtest.Account{Functions: functionsOf(to), Settling: 3}
	service.Functions["alex-prod-charter"].Code = p.Zip
	service.Refuse = failing("lambda:UpdateFunctionCode", 1, 409, "ResourceConflictException")
	service.Functions["alex-prod-planner"].Fails = "The image is not valid"
	account, c := over(t, service)
	began := c.Now()
	functions := account.Functions(to.Region)
	steps, err := functions.Plan(t.Context(), to, p)
	if err != nil {
		t.Fatal(err)
	}
	var roles []string
	same := map[string]bool{}
	for _, s := range steps {
		roles, same[s.Role] = append(roles, s.Role), s.Same
	}
	if diff := cmp.Diff([]string{"other", "tagger", "charter", "planner", "api"}, roles); diff != "" || !same["charter"] || same["api"] {
		t.Errorf("the plan is %+v", steps)
	}
	if service.Count("lambda:UpdateFunctionCode") != 0 {
		t.Error("a plan changes something")
	}
	var done []string
	err = functions.Update(t.Context(), steps, p, func(s cloud.FunctionStep) { done = append(done, s.Role) })
	if err == nil || !strings.Contains(err.Error(), "alex-prod-planner: Lambda took the code and cannot run it: The image is not valid") || strings.Join(done, " ") != "other tagger charter" {
		t.Errorf("updated are %q, then %v", done, err)
	}
	if service.Count("lambda:UpdateFunctionCode") != 4 || c.Now().Sub(began) < 14*time.Second { // one conflict, three functions that settle after three looks
		t.Errorf("%d updates in %v", service.Count("lambda:UpdateFunctionCode"), c.Now().Sub(began))
	}
	service.Do(func() {
		service.Functions["alex-prod-planner"].Fails, service.Functions["alex-prod-planner"].Code = "", []byte("old")
	})
	steps, err = functions.Plan(t.Context(), to, p)
	if err != nil {
		t.Fatal(err)
	}
	done = nil
	if err := functions.Update(t.Context(), steps, p, func(s cloud.FunctionStep) { done = append(done, fmt.Sprint(s.Role, s.Same)) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"othertrue", "taggertrue", "chartertrue", "plannerfalse", "apifalse"}, done); diff != "" {
		t.Error(diff)
	}
	for name, f := range service.Functions {
		if f.Sum() != p.Sum() {
			t.Errorf("%s has other code", name)
		}
	}
}

// TestDeployFunctionsRefuses says what to do, whatever is in the way.
func TestDeployFunctionsRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		machine  byte
		settling int
		missing  bool
		refuse   func(string, int) (int, string, string)
		code     alex.Code
		says     string
	}{
		"another processor": {intel, 0, false, nil, alex.CodeInvalid, "is for x86_64, and the function alex-prod-api for arm64"},
		"not there":         {arm, 0, true, nil, alex.CodeNotFound, "Lambda has no alex-prod-api"},
		"never settles":     {arm, 1 << 20, false, nil, alex.CodeUnavailable, "has not settled after 5m0s"},
		"throttled":         {arm, 0, false, failing("lambda:UpdateFunctionCode", 99, 429, "TooManyRequestsException"), alex.CodeUnavailable, "is asked too often"},
		"not allowed": {
			arm, 0, false, denying("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-central-1:123456789012:function:alex-prod-api"), alex.CodeForbidden,
			"lack lambda:UpdateFunctionCode on arn:aws:lambda:eu-central-1:123456789012:function:alex-prod-api",
		},
		"busy for ever": {arm, 0, false, failing("lambda:UpdateFunctionCode", 1<<20, 409, "ResourceConflictException"), alex.CodeConflict, "is busy with alex-prod-api"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := packed(t, elfOf(c.machine))
			if err != nil {
				t.Fatal(err)
			}
			to := target("api")
			service := &cloudtest.Account{Functions: functionsOf(to), Settling: c.settling, Refuse: c.refuse}
			if c.missing {
				service.Functions = nil
			}
			account, _ := over(t, service)
			functions := account.Functions(to.Region)
			steps, err := functions.Plan(t.Context(), to, p)
			if err == nil {
				err = functions.Update(t.Context(), steps, p, func(cloud.FunctionStep) {})
			}
			if alex.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("it says %v", err)
			}
		})
	}
}

// TestDeployFunctionsBesideAnother: whoever else gives a function code meanwhile is
// noticed.
func TestDeployFunctionsBesideAnother(t *testing.T) {
	t.Parallel()
	p, err := packed(t, elfOf(arm))
	if err != nil {
		t.Fatal(err)
	}
	to := target("api")
	service := &cloudtest.Account{Functions: functionsOf(to)}
	service.Refuse = func(action string, n int) (int, string, string) {
		if action == "lambda:GetFunctionConfiguration" && n > 1 {
			service.Functions["alex-prod-api"].Code = []byte("of another")
		}
		return 0, "", ""
	}
	account, _ := over(t, service)
	functions := account.Functions(to.Region)
	steps, err := functions.Plan(t.Context(), to, p)
	if err == nil {
		err = functions.Update(t.Context(), steps, p, func(cloud.FunctionStep) { t.Error("it is done") })
	}
	if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "somebody else gave it other code") {
		t.Errorf("it says %v", err)
	}
}

// page is one of a number.
func page(n int) fstest.MapFS {
	return fstest.MapFS{
		"index.html":                        {Data: fmt.Appendf(nil, `<script src="/assets/app-%d.js">`, n)},
		"index.html.gz":                     {Data: []byte("gz")},
		".gitkeep":                          {},
		"favicon.svg":                       {Data: []byte("<svg/>")},
		"theme.js":                          {Data: fmt.Appendf(nil, "theme %d", n/2)},
		"assets/vendor-a.js":                {Data: []byte("vendor")},
		fmt.Sprintf("assets/app-%d.js", n):  {Data: fmt.Appendf(nil, "app %d", n)},
		fmt.Sprintf("assets/app-%d.css", n): {Data: fmt.Appendf(nil, "css %d", n)},
	}
}

// deployed plans and applies a page, and answers what was done in order.
func deployed(t *testing.T, account *cloud.Account, dist fstest.MapFS) (cloud.SitePlan, []string, error) {
	t.Helper()
	files, err := cloud.SiteFiles(dist)
	if err != nil {
		t.Fatal(err)
	}
	site, err := account.Site(target())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := site.Plan(t.Context(), files)
	if err != nil {
		return plan, nil, err
	}
	var told []string
	_, err = site.Apply(t.Context(), plan, func(what, key string) { told = append(told, what+" "+key) })
	return plan, told, err
}

func keys(service *cloudtest.Account) (list []string) {
	service.Do(func() { list = slices.Sorted(maps.Keys(service.Objects)) })
	return list
}

// TestDeploySite follows four deployments: assets before the page, headers as the
// program sends them, nothing twice, what is gone deleted, old assets after a week, and
// CloudFront told of what it may have kept.
func TestDeploySite(t *testing.T) {
	t.Parallel()
	service := &cloudtest.Account{Bucket: "alex-prod-site", Distribution: "E1", Page: 2}
	account, c := over(t, service)
	_, told, err := deployed(t, account, page(1))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"uploaded assets/app-1.css", "uploaded assets/app-1.js", "uploaded assets/vendor-a.js", "uploaded favicon.svg", "uploaded theme.js", "uploaded index.html"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	for key, o := range service.Objects {
		cache := "no-cache"
		if strings.HasPrefix(key, "assets/") {
			cache = "public, max-age=31536000, immutable"
		}
		if o.Cache != cache || o.Type == "" || len(o.Metadata["sha256"]) != 64 {
			t.Errorf("%s has %q, %q, %v", key, o.Cache, o.Type, o.Metadata)
		}
	}
	if o := service.Objects["assets/app-1.js"]; o.Type != "text/javascript; charset=utf-8" || string(o.Body) != "app 1" {
		t.Errorf("a script is %q: %s", o.Type, o.Body)
	}
	if diff := cmp.Diff([][]string{{"/", "/index.html", "/favicon.svg", "/theme.js"}}, service.Invalidations); diff != "" {
		t.Error(diff)
	}

	plan, told, err := deployed(t, account, page(1))
	if err != nil || len(told) != 0 || plan.Same != 6 {
		t.Errorf("the same page again: %+v, %q, %v", plan, told, err)
	}

	service.Do(func() {
		service.Objects["favicon.svg"].Cache, service.Objects["assets/vendor-a.js"].Type = "max-age=60", "text/plain"
		service.Objects["assets/app-1.js"].Metadata = nil
	})
	if _, told, err = deployed(t, account, page(1)); err != nil || strings.Join(told, ", ") != "uploaded assets/app-1.js, uploaded assets/vendor-a.js, uploaded favicon.svg" {
		t.Errorf("with other headers: %q, %v", told, err)
	}

	service.Do(func() { service.Objects["robots.txt"] = &cloudtest.Object{Body: []byte("old")} })
	plan, told, err = deployed(t, account, page(2))
	if err != nil {
		t.Fatal(err)
	}
	want = []string{"uploaded assets/app-2.css", "uploaded assets/app-2.js", "uploaded theme.js", "uploaded index.html", "deleted robots.txt"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	replaced := c.Now()
	if at := plan.Keep["assets/app-1.js"]; len(plan.Keep) != 2 || !at.Equal(replaced.Add(7*24*time.Hour)) {
		t.Errorf("what stays is %v", plan.Keep)
	}

	if err := c.Wait(t.Context(), 7*24*time.Hour-time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, told, err = deployed(t, account, page(3)); err != nil || slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, "deleted") }) {
		t.Errorf("within the week: %q, %v", told, err)
	}
	if err := c.Wait(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, told, err = deployed(t, account, page(3)); err != nil || strings.Join(told, ", ") != "deleted assets/app-1.css, deleted assets/app-1.js" {
		t.Errorf("after a week: %q, %v", told, err)
	}
	// One that came back is not old any more.
	if _, _, err = deployed(t, account, page(2)); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(t.Context(), 8*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, _, err = deployed(t, account, page(2)); err != nil {
		t.Fatal(err)
	}
	want = []string{"assets/app-2.css", "assets/app-2.js", "assets/vendor-a.js", "deploy.json", "favicon.svg", "index.html", "theme.js"}
	if diff := cmp.Diff(want, keys(service)); diff != "" {
		t.Error(diff)
	}
}

// TestDeploySiteBreaksOff after each call: until index.html is there the old page is
// whole, afterwards the new one, and the next deployment ends in the same state.
func TestDeploySiteBreaksOff(t *testing.T) {
	t.Parallel()
	const putting = "s3:PutObject"
	whole := func(t *testing.T, service *cloudtest.Account) string {
		t.Helper()
		var n int
		service.Do(func() {
			if _, err := fmt.Sscanf(string(service.Objects["index.html"].Body), `<script src="/assets/app-%d.js">`, &n); err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{"js", "css"} {
				if service.Objects[fmt.Sprintf("assets/app-%d.%s", n, kind)] == nil {
					t.Errorf("page %d lacks its %s", n, kind)
				}
			}
		})
		return fmt.Sprint("page ", n)
	}
	for name, c := range map[string]struct {
		action string
		after  int // calls that go well
		page   string
		says   string
	}{
		"at the first asset":  {putting, 0, "page 1", "0 of 4 files are uploaded, and the site works as before (assets/app-2.css failed)"},
		"at the second asset": {putting, 1, "page 1", "1 of 4 files are uploaded"},
		"at the page":         {putting, 3, "page 1", "3 of 4 files are uploaded, and the site works as before (index.html failed)"},
		"at the note":         {putting, 4, "page 2", "the new site is there, and what is old was not noted down"},
		"at the invalidation": {"cloudfront:CreateInvalidation", 0, "page 2", "CloudFront was not told: CloudFront refuses"},
		"at a deletion":       {"s3:DeleteObject", 0, "page 2", "robots.txt was not deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &cloudtest.Account{Bucket: "alex-prod-site", Distribution: "E1"}
			account, _ := over(t, service)
			if _, _, err := deployed(t, account, page(1)); err != nil {
				t.Fatal(err)
			}
			service.Do(func() {
				service.Objects["robots.txt"] = &cloudtest.Object{Body: []byte("old")}
				calls := 0
				service.Refuse = func(action string, _ int) (int, string, string) {
					if action != c.action {
						return 0, "", ""
					}
					if calls++; calls <= c.after {
						return 0, "", ""
					}
					return cloudtest.Denied(c.action, "arn:aws:s3:::alex-prod-site/x")
				}
			})
			_, _, err := deployed(t, account, page(2))
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "lack "+c.action) {
				t.Errorf("it says %v", err)
			}
			if got := whole(t, service); got != c.page {
				t.Errorf("people see %s", got)
			}
			service.Do(func() { service.Refuse = nil })
			if _, _, err := deployed(t, account, page(2)); err != nil || whole(t, service) != "page 2" {
				t.Error(err)
			}
			if diff := cmp.Diff([]string{"assets/app-1.css", "assets/app-1.js", "assets/app-2.css", "assets/app-2.js", "assets/vendor-a.js", "deploy.json", "favicon.svg", "index.html", "theme.js"}, keys(service)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDeploySiteRefuses a bucket of something else, and a page that was not built.
func TestDeploySiteRefuses(t *testing.T) {
	t.Parallel()
	service := &cloudtest.Account{Bucket: "alex-prod-site", Distribution: "E1", Objects: map[string]*cloudtest.Object{"taxes.pdf": {Body: []byte("x")}}}
	account, _ := over(t, service)
	if _, _, err := deployed(t, account, page(1)); alex.CodeOf(err) != alex.CodeConflict || len(keys(service)) != 1 {
		t.Errorf("over a bucket of something else: %v", err)
	}
	service.Do(func() { service.Bucket = "another" })
	if _, _, err := deployed(t, account, page(1)); alex.CodeOf(err) != alex.CodeNotFound {
		t.Errorf("without the bucket: %v", err)
	}
	if _, err := cloud.SiteFiles(fstest.MapFS{"favicon.svg": {Data: []byte("x")}}); err == nil || !strings.Contains(err.Error(), "make page") {
		t.Errorf("without a page: %v", err)
	}
	linked := page(1)
	linked["assets/key.txt"] = &fstest.MapFile{Data: []byte("../index.html"), Mode: fs.ModeSymlink}
	if _, err := cloud.SiteFiles(linked); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), "assets/key.txt") {
		t.Errorf("a link: %v", err)
	}
	if _, err := account.Site(cloud.Target{Region: "eu-central-1", Prefix: "p"}); err == nil || !strings.Contains(err.Error(), "bucket") || !strings.Contains(err.Error(), "distributionId") {
		t.Errorf("without a target: %v", err)
	}
}

// TestTargetIsRead from a file, or from terraform where it is on the path.
func TestTargetIsRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"good":  `{"region":"eu-central-1","prefix":"alex-prod","bucket":"alex-prod-site","distributionId":"E1","functions":{"api":"alex-prod-api"},"more":1}`,
		"bad":   `[]`,
		"short": `{"bucket":"b"}`,
	} {
		if err := put(filepath.Join(dir, name), []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := cloud.ReadTarget(t.Context(), filepath.Join(dir, "good"), "")
	if diff := cmp.Diff(target("api"), got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for name, says := range map[string]string{"bad": "is no JSON object", "short": "region: is missing", "none": "no such file"} {
		if _, err := cloud.ReadTarget(t.Context(), filepath.Join(dir, name), ""); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
