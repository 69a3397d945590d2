package terraform_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"alex/internal/api"
)

// TestPageIsPrivateBehindCloudFront: its bucket is read by the one distribution, whose
// origins are that bucket and the API.
func TestPageIsPrivateBehindCloudFront(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/cloudfront")
	distribution := m.one(t, "resource", "aws_cloudfront_distribution")
	m.holds(t, distribution, map[string]string{"default_root_object": `"index.html"`, "web_acl_id": "var.web_acl_arn", "aliases": "var.aliases", "enabled": "true"})
	origins := blocksOf(distribution.Blocks, "origin")
	if len(origins) != 2 {
		t.Fatalf("there are %d origins", len(origins))
	}
	m.holds(t, origins[0].Body, map[string]string{
		"origin_id": `"site"`, "domain_name": "aws_s3_bucket.site.bucket_regional_domain_name",
		"origin_access_control_id": "aws_cloudfront_origin_access_control.site.id",
	})
	m.holds(t, origins[1].Body, map[string]string{"origin_id": `"api"`, "domain_name": "var.api_host"})
	m.holds(t, inside(t, origins[1].Body, "custom_origin_config"), map[string]string{"origin_protocol_policy": `"https-only"`, "origin_ssl_protocols": `["TLSv1.2"]`})
	m.holds(t, inside(t, origins[1].Body, "custom_header"), map[string]string{"name": `"X-Origin-Secret"`, "value": "var.origin_secret"})
	m.holds(t, m.one(t, "resource", "aws_cloudfront_origin_access_control"), map[string]string{
		"origin_access_control_origin_type": `"s3"`, "signing_behavior": `"always"`, "signing_protocol": `"sigv4"`,
	})
	m.holds(t, inside(t, distribution, "default_cache_behavior", "function_association"), map[string]string{
		"event_type": `"viewer-request"`, "function_arn": "aws_cloudfront_function.route.arn",
	})
	m.holds(t, m.one(t, "resource", "aws_cloudfront_function"), map[string]string{"code": `file("${path.module}/route.js")`, "publish": "true"})
	m.holds(t, inside(t, distribution, "logging_config"), map[string]string{"bucket": "var.access_log_bucket_domain", "include_cookies": "false"})
	reader := only(t, m.one(t, "data", "aws_iam_policy_document", "site").Blocks[:1], "statement")
	m.holds(t, inside(t, reader, "condition"), map[string]string{"variable": `"aws:SourceArn"`, "values": "[aws_cloudfront_distribution.this.arn]"})
	m.holds(t, inside(t, reader, "principals"), map[string]string{"identifiers": `["cloudfront.amazonaws.com"]`})
	if len(m.of("resource", "aws_s3_bucket_website_configuration")) > 0 || len(blocksOf(distribution.Blocks, "custom_error_response")) > 0 {
		t.Error("the page is served by a website of S3, or the API's refusals are rewritten")
	}
	root := read(t, ".")
	root.holds(t, root.one(t, "module", "cloudfront"), map[string]string{
		"api_host": "module.api.host", "origin_secret": "module.security.origin_secret", "web_acl_arn": "module.waf.arn",
	})
	root.holds(t, root.one(t, "module", "lambda"), map[string]string{"public_url": "module.cloudfront.url"})
}

// TestPlacesOfThePageAreThePage: the function is run as CloudFront runs it.
func TestPlacesOfThePageAreThePage(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/cloudfront")
	if got := value(t, attribute(t, m.one(t, "resource", "aws_cloudfront_function"), "runtime"), nil).AsString(); got != "cloudfront-js-2.0" {
		t.Errorf("it runs as %s", got)
	}
	want := map[string]string{
		"/": "/index.html", "/dashboard": "/index.html", "/reports/0190": "/index.html", "/apiary": "/index.html",
		"/assets/main-1a2b.js": "/assets/main-1a2b.js", "/favicon.svg": "/favicon.svg", "/api": "/api", "/api/jobs/1": "/api/jobs/1",
	}
	paths, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf(`
const code = require('fs').readFileSync('modules/cloudfront/route.js', 'utf8');
const handler = new Function(code + '; return handler')();
const found = {};
for (const path of Object.keys(%s)) found[path] = handler({ request: { uri: path, method: 'GET' } }).uri;
console.log(JSON.stringify(found));`, paths)
	output, err := exec.CommandContext(t.Context(), "node", "-e", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	if err := json.Unmarshal(output, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHTTPSAlone: plain HTTP is sent to HTTPS everywhere, and browsers are told to
// stay there.
func TestHTTPSAlone(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/cloudfront")
	distribution := m.one(t, "resource", "aws_cloudfront_distribution")
	found := 0
	m.each(func(a *hclsyntax.Attribute) {
		if a.Name == "viewer_protocol_policy" {
			found++
			if got := m.written(a.Expr); got != `"redirect-to-https"` {
				t.Errorf("%s: %s", a.Range(), got)
			}
		}
	})
	if found != 2 {
		t.Errorf("%d behaviours say it", found)
	}
	certificate := inside(t, distribution, "viewer_certificate")
	for _, c := range []struct {
		aliases cty.Value
		want    []cty.Value // the default one, its lowest version, how it is found
	}{
		{cty.EmptyTupleVal, []cty.Value{cty.True, cty.StringVal("TLSv1"), cty.NullVal(cty.String)}},
		{texts("alex.example.org"), []cty.Value{cty.False, cty.StringVal("TLSv1.2_2021"), cty.StringVal("sni-only")}},
	} {
		s := scope(m, values{"aliases": c.aliases}, nil)
		for i, name := range []string{"cloudfront_default_certificate", "minimum_protocol_version", "ssl_support_method"} {
			if got := value(t, attribute(t, certificate, name), s); !got.RawEquals(c.want[i]) {
				t.Errorf("%v: %s is %v", c.aliases, name, got)
			}
		}
	}
	m.holds(t, inside(t, m.one(t, "resource", "aws_cloudfront_response_headers_policy"), "security_headers_config", "strict_transport_security"),
		map[string]string{"access_control_max_age_sec": "31536000", "include_subdomains": "true", "override": "true"})
}

// TestNamesOfItsOwnAreOptional, of the page and of the API, and each wants its
// certificate.
func TestNamesOfItsOwnAreOptional(t *testing.T) {
	t.Parallel()
	site, api := read(t, "modules/cloudfront"), read(t, "modules/api")
	made := values{
		"aws_cloudfront_distribution": object(values{"this": object(values{"domain_name": cty.StringVal("d1.cloudfront.net")})}),
		"aws_apigatewayv2_api":        object(values{"this": object(values{"api_endpoint": cty.StringVal("https://a1.execute-api.eu-central-1.amazonaws.com")})}),
	}
	for _, c := range []struct {
		aliases cty.Value
		want    string
	}{{cty.EmptyTupleVal, "https://d1.cloudfront.net"}, {texts("alex.example.org", "www.example.org"), "https://alex.example.org"}} {
		if got := value(t, attribute(t, site.one(t, "output", "url"), "value"), scope(site, values{"aliases": c.aliases}, made)); got.AsString() != c.want {
			t.Errorf("people reach it at %v", got)
		}
	}
	for _, c := range []struct {
		domain          cty.Value
		host            string
		names, disabled int64
	}{{cty.NullVal(cty.String), "a1.execute-api.eu-central-1.amazonaws.com", 0, 0}, {cty.StringVal("api.example.org"), "api.example.org", 1, 1}} {
		s := scope(api, values{"domain": c.domain}, made)
		if got := value(t, attribute(t, api.one(t, "output", "host"), "value"), s); got.AsString() != c.host {
			t.Errorf("the API is at %v", got)
		}
		for _, kind := range []string{"aws_apigatewayv2_domain_name", "aws_apigatewayv2_api_mapping"} {
			if got := value(t, attribute(t, api.one(t, "resource", kind), "count"), s); !got.RawEquals(cty.NumberIntVal(c.names)) {
				t.Errorf("%v of %s", got, kind)
			}
		}
		if got := value(t, attribute(t, api.one(t, "resource", "aws_apigatewayv2_api"), "disable_execute_api_endpoint"), s); got.True() != (c.disabled == 1) {
			t.Errorf("its first name is shut: %v", got)
		}
	}
	arn, none := cty.StringVal("arn:aws:acm:us-east-1:1:certificate/x"), cty.NullVal(cty.String)
	for _, c := range []struct {
		aliases, certificate cty.Value
		want                 bool
	}{{cty.EmptyTupleVal, none, true}, {texts("a.org"), arn, true}, {texts("a.org"), none, false}, {cty.EmptyTupleVal, arn, false}} {
		if got := accepts(t, site, "certificate_arn", values{"aliases": c.aliases, "certificate_arn": c.certificate}); got != c.want {
			t.Errorf("%v with %v: %v", c.aliases, c.certificate, got)
		}
	}
	if accepts(t, api, "certificate_arn", values{"domain": cty.StringVal("api.example.org"), "certificate_arn": none}) {
		t.Error("the API has a name without a certificate")
	}
	m := inside(t, api.one(t, "resource", "aws_apigatewayv2_domain_name"), "domain_name_configuration")
	api.holds(t, m, map[string]string{"security_policy": `"TLS_1_2"`, "certificate_arn": "var.certificate_arn"})
}

// TestFilesAreKeptAndAnswersAreNot: CloudFront keeps files as long as they say, up to
// a year, and nothing of the API.
func TestFilesAreKeptAndAnswersAreNot(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/cloudfront")
	distribution := m.one(t, "resource", "aws_cloudfront_distribution")
	m.holds(t, inside(t, distribution, "default_cache_behavior"), map[string]string{
		"target_origin_id": `"site"`, "cache_policy_id": "aws_cloudfront_cache_policy.files.id", "compress": "true",
		"response_headers_policy_id": "aws_cloudfront_response_headers_policy.files.id",
	})
	m.holds(t, m.one(t, "resource", "aws_cloudfront_cache_policy", "files"), map[string]string{"min_ttl": "0", "max_ttl": "31536000"})
	m.holds(t, m.one(t, "resource", "aws_cloudfront_cache_policy", "never"), map[string]string{"min_ttl": "0", "default_ttl": "0", "max_ttl": "0"})
	asked := only(t, distribution.Blocks, "dynamic", "ordered_cache_behavior")
	m.holds(t, asked, map[string]string{"for_each": `["/api/*", "/mcp", "/metrics", "/config.json"]`})
	m.holds(t, inside(t, asked, "content"), map[string]string{
		"path_pattern": "ordered_cache_behavior.value", "target_origin_id": `"api"`, "cache_policy_id": "aws_cloudfront_cache_policy.never.id",
		"origin_request_policy_id": "aws_cloudfront_origin_request_policy.api.id",
		"allowed_methods":          `["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]`,
	})
	told := m.one(t, "resource", "aws_cloudfront_origin_request_policy")
	m.holds(t, inside(t, told, "headers_config"), map[string]string{"header_behavior": `"allExcept"`})
	m.holds(t, inside(t, told, "headers_config", "headers"), map[string]string{"items": `["host"]`})
	m.holds(t, inside(t, told, "cookies_config"), map[string]string{"cookie_behavior": `"all"`})
	m.holds(t, inside(t, told, "query_strings_config"), map[string]string{"query_string_behavior": `"all"`})
}

// TestFilesHaveTheHeadersOfTheProgram: what CloudFront puts on the page's files is
// what the program puts on them, with Clerk and without.
func TestFilesHaveTheHeadersOfTheProgram(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/cloudfront")
	policy := m.one(t, "resource", "aws_cloudfront_response_headers_policy")
	for mode, key := range map[string]cty.Value{
		"local": cty.NullVal(cty.String), "clerk": cty.StringVal("pk_test_eC5jbGVyay5hY2NvdW50cy5kZXYk"),
	} {
		s := scope(m, values{"clerk_publishable_key": key}, nil)
		security := inside(t, policy, "security_headers_config")
		get := func(block, name string) string {
			return value(t, attribute(t, inside(t, security, block), name), s).AsString()
		}
		got := http.Header{}
		got.Set("Content-Security-Policy", get("content_security_policy", "content_security_policy"))
		got.Set("X-Frame-Options", get("frame_options", "frame_option"))
		got.Set("Referrer-Policy", get("referrer_policy", "referrer_policy"))
		m.holds(t, inside(t, security, "content_type_options"), map[string]string{"override": "true"})
		got.Set("X-Content-Type-Options", "nosniff") // all that it can say
		age := value(t, attribute(t, inside(t, security, "strict_transport_security"), "access_control_max_age_sec"), s).AsBigFloat().Text('f', 0)
		got.Set("Strict-Transport-Security", "max-age="+age+"; includeSubDomains")
		for _, item := range blocksOf(inside(t, policy, "custom_headers_config").Blocks, "items") {
			got.Set(text(t, attribute(t, item.Body, "header")), text(t, attribute(t, item.Body, "value")))
		}

		site := api.SiteAuth{Mode: mode}
		if !key.IsNull() {
			site.PublishableKey = key.AsString()
		}
		if diff := cmp.Diff(pageHeaders(t, site), got); diff != "" {
			t.Errorf("%s: %s", mode, diff)
		}
	}
}

// pageHeaders are those of the program's page that do not speak of its bytes.
func pageHeaders(t *testing.T, site api.SiteAuth) http.Header {
	t.Helper()
	page, err := api.NewPage(fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, site)
	if err != nil {
		t.Fatal(err)
	}
	server := &api.Server{Page: page, PublicURL: "https://alex.example.org", Log: slog.New(slog.DiscardHandler)}
	answer := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, "https://alex.example.org/", nil)
	server.Handler().ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		t.Fatalf("the page answers %d", answer.Code)
	}
	of := []string{"Etag", "Content-Type", "Content-Length", "Cache-Control", "Accept-Ranges", "Vary", "X-Request-Id"}
	for name := range answer.Header() {
		if slices.Contains(of, name) {
			answer.Header().Del(name)
		}
	}
	return answer.Header()
}

// TestFirewall: what CloudFront refuses, from where it has to be.
func TestFirewall(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/waf")
	list := m.one(t, "resource", "aws_wafv2_web_acl")
	m.holds(t, list, map[string]string{"scope": `"CLOUDFRONT"`})
	s := scope(m, nil, nil)
	rules := only(t, list.Blocks, "dynamic", "rule")
	var groups []string
	for _, g := range value(t, attribute(t, rules, "for_each"), s).AsValueMap() {
		groups = append(groups, strings.Join(append([]string{g.GetAttr("group").AsString()}, counted(g)...), " "))
	}
	slices.Sort(groups)
	// Cross-site scripting is among the common rules; of them one counts alone.
	want := []string{"AWSManagedRulesCommonRuleSet SizeRestrictions_BODY", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet"}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Error(diff)
	}
	group := inside(t, rules, "content", "statement", "managed_rule_group_statement")
	m.holds(t, group, map[string]string{"name": "rule.value.group", "vendor_name": `"AWS"`})
	inside(t, rules, "content", "override_action", "none") // what a group refuses is refused
	rate := only(t, list.Blocks, "rule")
	m.holds(t, inside(t, rate, "statement", "rate_based_statement"), map[string]string{
		"aggregate_key_type": `"IP"`, "limit": "var.requests_per_minute", "evaluation_window_sec": "local.window_seconds",
	})
	if got := local(t, s, "window_seconds"); !got.RawEquals(cty.NumberIntVal(60)) {
		t.Errorf("a minute has %v seconds", got)
	}
	m.holds(t, inside(t, rate, "action", "block", "custom_response"), map[string]string{"response_code": "429"})
	root.holds(t, root.one(t, "module", "waf"), map[string]string{"providers": "{ aws = aws.global }"})
	for _, p := range root.of("provider", "aws") {
		if alias := p.Body.Attributes["alias"]; alias != nil {
			root.holds(t, p.Body, map[string]string{"alias": `"global"`, "region": `"us-east-1"`})
		}
	}
}

func counted(group cty.Value) (names []string) {
	for _, name := range group.GetAttr("counted").AsValueSlice() {
		names = append(names, name.AsString())
	}
	return names
}
