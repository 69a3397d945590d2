package config_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/config"

	"github.com/google/go-cmp/cmp"
)

func TestLoadDefaults(t *testing.T) {
	t.Parallel()
	want := config.Config{
		Addr: "127.0.0.1:8080", Data: "./data", Model: "offline", Auth: "local", Signup: "open", BedrockModelID: "anthropic.claude-4-sonnet-20250805-v1:0",
		RateLimit: 100, UserDailyCost: alex.Dollar, UserDailyTokens: 1_000_000, UserDailyAnalyses: 100, KeepReports: 500,
		BackupEvery: 24 * time.Hour, BackupKeep: 14, AuditDays: 400, Demo: true, Log: "json",
		TraceDays: 30, TraceText: true, LangfuseEnvironment: "default", OIDCName: "Single sign-on",
	}
	empty := map[string]string{}
	for _, v := range config.Variables() {
		empty[v.Name] = " "
	}
	for name, environ := range map[string]map[string]string{"no environment": nil, "set to nothing": empty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Load(environ)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadIgnoresTheProcess(t *testing.T) {
	t.Setenv("ALEX_ADDR", "10.0.0.1:1")
	c, err := config.Load(nil)
	if err != nil || c.Addr != "127.0.0.1:8080" {
		t.Errorf("Load(nil) read the process's environment: %s, %v", c.Addr, err)
	}
}

// settings sets every variable to something other than its default.
func settings() []string {
	return []string{
		"ALEX_ADDR=:0", "ALEX_DATA=/var/lib/alex", "ALEX_DATABASE_URL=postgres://alex:hush-1@db/alex",
		"ALEX_MIGRATE_URL=postgres://hush-2", "ALEX_PUBLIC_URL=https://alex.example.org",
		"ALEX_MODEL=bedrock:some.model-v1:0", "ALEX_MODEL_PLANNER=bedrock", "ALEX_MODEL_TAGGER=anthropic:t", "ALEX_MODEL_REPORTER=openai:r",
		"ALEX_MODEL_CHARTER=offline", "ALEX_MODEL_RETIREMENT=openai:s", "ALEX_MODEL_ASK=openai:a", "ALEX_MODEL_JUDGE=anthropic:j",
		"ANTHROPIC_API_KEY=hush-8", "ANTHROPIC_BASE_URL=https://a.example.org", "OPENAI_API_KEY=hush-9", "OPENAI_BASE_URL=http://localhost:11434/v1",
		"BEDROCK_REGION=eu-central-1", "ALEX_AUTH=clerk", "ALEX_SIGNUP=invite",
		"ALEX_ALLOWED_ORIGINS=https://a.example.org, http://localhost:5173,", "ALEX_TRUSTED_PROXIES=10.0.0.0/8,::1",
		"ALEX_RATE_LIMIT=0", "ALEX_USER_RATE_LIMIT=30", "ALEX_USER_DAILY_COST=0.5", "ALEX_USER_DAILY_TOKENS=200000",
		"ALEX_USER_DAILY_ANALYSES=7", "ALEX_KEEP_REPORTS=8", "ALEX_BACKUP_EVERY=1h", "ALEX_BACKUP_DIR=/b", "ALEX_BACKUP_KEEP=3", "ALEX_AUDIT_DAYS=30", "ALEX_DEMO=false", "ALEX_LOG=text",
		"ALEX_ADMIN_TOKEN=hush-3-and-thirty-two-characters", "ALEX_ACCOUNT_KEY=hush-7-and-thirty-two-characters", "ALEX_MCP_KEY=hush-12-alexp", "ALEX_EMBEDDINGS=openai:nomic-embed-text:latest@768", "ALEX_INDEX=s3vectors:alex/texts",
		"ALEX_ROLE=researcher", "ALEX_SPECIALISTS=lambda:alex-prod", "ALEX_ORIGIN_SECRET=hush-11-and-thirty-two-characters", "ALEX_QUEUE_URL=https://sqs.eu-central-1.amazonaws.com/123456789012/jobs", "ALEX_RESEARCH_EVERY=2h", "ALEX_RESEARCH_SOURCES=/etc/alex/sources", "ALEX_MODEL_RESEARCHER=openai:w",
		"CLERK_ISSUER=https://clerk.example.org", "CLERK_PUBLISHABLE_KEY=pk", "CLERK_WEBHOOK_SECRET=whsec_aHVzaC00LWh1c2gtNC1odXNoLTQ=",
		"CLERK_AUTHORIZED_PARTIES=https://alex.example.org", "LANGFUSE_HOST=https://langfuse.example.org",
		"LANGFUSE_PUBLIC_KEY=lf", "LANGFUSE_SECRET_KEY=hush-5", "LANGFUSE_TRACING_ENVIRONMENT=at-home",
		"ALEX_SMTP_URL=smtp://alex:hush-10@mail.example.org", "ALEX_MAIL_FROM=Alex <alex@example.org>",
		"ALEX_TRACE_DAYS=7", "ALEX_TRACE_TEXT=false", "POLYGON_API_KEY=hush-6", "BEDROCK_MODEL_ID=m",
		"OIDC_ISSUER=https://id.example.org/realm", "OIDC_CLIENT_ID=alex", "OIDC_CLIENT_SECRET=hush-10", "OIDC_NAME=The office",
	}
}

func TestLoadEverything(t *testing.T) {
	t.Parallel()
	got, err := config.Load(config.Environ(settings()))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Addr: ":0", Data: "/var/lib/alex", DatabaseURL: "postgres://alex:hush-1@db/alex",
		MigrateURL: "postgres://hush-2", PublicURL: "https://alex.example.org",
		Model: "bedrock:some.model-v1:0", ModelPlanner: "bedrock", ModelTagger: "anthropic:t", ModelReporter: "openai:r",
		ModelCharter: "offline", ModelRetirement: "openai:s", ModelAsk: "openai:a", ModelJudge: "anthropic:j",
		AnthropicAPIKey: "hush-8", AnthropicBaseURL: "https://a.example.org", OpenAIAPIKey: "hush-9", OpenAIBaseURL: "http://localhost:11434/v1",
		BedrockRegion: "eu-central-1", Auth: "clerk", Signup: "invite",
		AllowedOrigins: []string{"https://a.example.org", "http://localhost:5173"},
		TrustedProxies: []string{"10.0.0.0/8", "::1"}, UserRateLimit: 30,
		UserDailyCost: alex.Dollar / 2, UserDailyTokens: 200_000,
		UserDailyAnalyses: 7, KeepReports: 8, BackupEvery: time.Hour, BackupDir: "/b", BackupKeep: 3, AuditDays: 30, Log: "text", AdminToken: "hush-3-and-thirty-two-characters", AccountKey: "hush-7-and-thirty-two-characters", MCPKey: "hush-12-alexp",
		Embeddings: "openai:nomic-embed-text:latest@768", Index: "s3vectors:alex/texts", ResearchSources: "/etc/alex/sources", ModelResearcher: "openai:w", Role: "researcher", Specialists: "lambda:alex-prod", OriginSecret: "hush-11-and-thirty-two-characters", QueueURL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
		ResearchEvery: 2 * time.Hour, ClerkIssuer: "https://clerk.example.org", ClerkPublishableKey: "pk",
		ClerkWebhookSecret: "whsec_aHVzaC00LWh1c2gtNC1odXNoLTQ=", ClerkAuthorizedParties: []string{"https://alex.example.org"},
		LangfuseHost: "https://langfuse.example.org", LangfusePublicKey: "lf", LangfuseSecretKey: "hush-5",
		SMTPURL: "smtp://alex:hush-10@mail.example.org", MailFrom: "Alex <alex@example.org>",
		LangfuseEnvironment: "at-home", TraceDays: 7,
		PolygonAPIKey: "hush-6", BedrockModelID: "m",
		OIDCIssuer: "https://id.example.org/realm", OIDCClientID: "alex", OIDCClientSecret: "hush-10", OIDCName: "The office",
	}
	// Secrets print alike, so they are compared by what they reveal.
	secrets := cmp.Transformer("reveal", config.Secret.Reveal)
	if diff := cmp.Diff(want, got, secrets); diff != "" {
		t.Error(diff)
	}
	environ := config.Environ(settings())
	for _, v := range config.Variables() {
		if environ[v.Name] == "" {
			t.Errorf("%s is not tried here", v.Name)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		environ []string
		want    []string
	}{
		{"address without a port", []string{"ALEX_ADDR=c4n4ry"}, []string{"ALEX_ADDR"}},
		{"port out of range", []string{"ALEX_ADDR=:c4n4ry"}, []string{"ALEX_ADDR"}},
		{"unknown database", []string{"ALEX_DATABASE_URL=mysql://c4n4ry"}, []string{"ALEX_DATABASE_URL"}},
		{"broken database URL", []string{"ALEX_MIGRATE_URL=postgres://c4n4ry:%zz@h"}, []string{"ALEX_MIGRATE_URL"}},
		{"public URL with a path", []string{"ALEX_PUBLIC_URL=https://c4n4ry/x"}, []string{"ALEX_PUBLIC_URL"}},
		{"an issuer alone", []string{"OIDC_ISSUER=https://c4n4ry.example"}, []string{"ALEX_PUBLIC_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"}},
		{"a client alone", []string{"OIDC_CLIENT_ID=c4n4ry", "ALEX_PUBLIC_URL=https://a.example"}, []string{"OIDC_CLIENT_SECRET", "OIDC_ISSUER"}},
		{
			"an issuer in the clear",
			[]string{"OIDC_ISSUER=http://c4n4ry.example", "OIDC_CLIENT_ID=a", "OIDC_CLIENT_SECRET=b", "ALEX_PUBLIC_URL=https://a.example"},
			[]string{"OIDC_ISSUER"},
		},
		{
			"a long name of a button",
			[]string{"OIDC_NAME=c4n4ry" + strings.Repeat("x", 60)},
			[]string{"OIDC_NAME"},
		},
		{"unknown model vendor", []string{"ALEX_MODEL=c4n4ry:x"}, []string{"ALEX_MODEL"}},
		{"model vendor alone", []string{"ALEX_MODEL=openai:"}, []string{"ALEX_MODEL"}},
		{"no key of Anthropic", []string{"ALEX_MODEL=anthropic:m"}, []string{"ANTHROPIC_API_KEY"}},
		{"no key of OpenAI", []string{"ALEX_MODEL_JUDGE=openai:m"}, []string{"OPENAI_API_KEY"}},
		{"a model's address", []string{"OPENAI_BASE_URL=c4n4ry"}, []string{"OPENAI_BASE_URL"}},
		{
			"a key in the clear",
			[]string{
				"ANTHROPIC_BASE_URL=http://c4n4ry.example.org", "OPENAI_BASE_URL=http://8.8.8.8/c4n4ry",
				"LANGFUSE_HOST=HTTP://c4n4ry.example", "LANGFUSE_PUBLIC_KEY=p", "LANGFUSE_SECRET_KEY=s", "CLERK_ISSUER=http://c4n4ry.example",
			},
			[]string{"ANTHROPIC_BASE_URL", "CLERK_ISSUER", "LANGFUSE_HOST", "OPENAI_BASE_URL"},
		},
		{
			"wrong choices",
			[]string{"ALEX_AUTH=c4n4ry", "ALEX_SIGNUP=c4n4ry", "ALEX_LOG=c4n4ry", "ALEX_ROLE=c4n4ry"},
			[]string{"ALEX_AUTH", "ALEX_LOG", "ALEX_ROLE", "ALEX_SIGNUP"},
		},
		{"any origin", []string{"ALEX_ALLOWED_ORIGINS=*"}, []string{"ALEX_ALLOWED_ORIGINS"}},
		{"wildcard origin", []string{"ALEX_ALLOWED_ORIGINS=https://*.c4n4ry"}, []string{"ALEX_ALLOWED_ORIGINS"}},
		{"origin with a user", []string{"ALEX_ALLOWED_ORIGINS=https://u:c4n4ry@h"}, []string{"ALEX_ALLOWED_ORIGINS"}},
		{"proxy by name", []string{"ALEX_TRUSTED_PROXIES=10.0.0.1,c4n4ry"}, []string{"ALEX_TRUSTED_PROXIES"}},
		{
			"not numbers",
			[]string{"ALEX_RATE_LIMIT=c4n4ry", "ALEX_DEMO=c4n4ry", "ALEX_RESEARCH_EVERY=c4n4ry", "ALEX_USER_DAILY_COST=$c4n4ry", "ALEX_USER_DAILY_TOKENS=1e6"},
			[]string{"ALEX_DEMO", "ALEX_RATE_LIMIT", "ALEX_RESEARCH_EVERY", "ALEX_USER_DAILY_COST", "ALEX_USER_DAILY_TOKENS"},
		},
		{
			"below zero",
			[]string{"ALEX_RATE_LIMIT=-1", "ALEX_USER_RATE_LIMIT=-1", "ALEX_RESEARCH_EVERY=-1s", "ALEX_USER_DAILY_COST=-0.01", "ALEX_USER_DAILY_TOKENS=-1", "ALEX_TRACE_DAYS=-1", "ALEX_USER_DAILY_ANALYSES=-1", "ALEX_BACKUP_EVERY=-1s", "ALEX_BACKUP_KEEP=0", "ALEX_KEEP_REPORTS=0", "ALEX_AUDIT_DAYS=29"},
			[]string{"ALEX_AUDIT_DAYS", "ALEX_BACKUP_EVERY", "ALEX_BACKUP_KEEP", "ALEX_KEEP_REPORTS", "ALEX_RATE_LIMIT", "ALEX_RESEARCH_EVERY", "ALEX_TRACE_DAYS", "ALEX_USER_DAILY_ANALYSES", "ALEX_USER_DAILY_COST", "ALEX_USER_DAILY_TOKENS", "ALEX_USER_RATE_LIMIT"},
		},
		{"a short key", []string{"ALEX_ACCOUNT_KEY=c4n4ry"}, []string{"ALEX_ACCOUNT_KEY"}},
		{"a short token", []string{"ALEX_ADMIN_TOKEN=c4n4ry-of-thirty-one-characters"}, []string{"ALEX_ADMIN_TOKEN"}},
		{"a far database in the clear", []string{"ALEX_DATABASE_URL=postgres://u:c4n4ry@c4n4ry.example.org/alex"}, []string{"ALEX_DATABASE_URL"}},
		{"an embedder that is none", []string{"ALEX_EMBEDDINGS=c4n4ry:x"}, []string{"ALEX_EMBEDDINGS"}},
		{"an embedder without a model", []string{"ALEX_EMBEDDINGS=openai:@768", "OPENAI_API_KEY=c4n4ry"}, []string{"ALEX_EMBEDDINGS"}},
		{"an embedder without a key", []string{"ALEX_EMBEDDINGS=openai:c4n4ry"}, []string{"OPENAI_API_KEY"}},
		{"an index that is none", []string{"ALEX_INDEX=c4n4ry"}, []string{"ALEX_INDEX"}},
		{"research without a pause", []string{"ALEX_RESEARCH_EVERY=14m59s"}, []string{"ALEX_RESEARCH_EVERY"}},
		{"a researcher that is none", []string{"ALEX_MODEL_RESEARCHER=c4n4ry"}, []string{"ALEX_MODEL_RESEARCHER"}},
		{"queue without a host", []string{"ALEX_QUEUE_URL=c4n4ry"}, []string{"ALEX_QUEUE_URL"}},
		{"Clerk with a webhook secret of another shape", []string{
			"ALEX_AUTH=clerk", "CLERK_ISSUER=https://c.example.org", "CLERK_PUBLISHABLE_KEY=pk", "CLERK_WEBHOOK_SECRET=whsec_aHVzaC00LWh1c2gtNC1odXNoLTQ= hunter2",
		}, []string{"CLERK_WEBHOOK_SECRET"}},
		{"Clerk for everyone, made for any site", []string{
			"ALEX_AUTH=clerk", "CLERK_ISSUER=https://c.example.org", "CLERK_PUBLISHABLE_KEY=pk", "ALEX_ADDR=0.0.0.0:8080",
		}, []string{"CLERK_AUTHORIZED_PARTIES"}},
		{"e-mail without a sender", []string{"ALEX_SMTP_URL=smtp://mail.example.org"}, []string{"ALEX_MAIL_FROM", "ALEX_PUBLIC_URL"}},
		{"a mail server of the web", []string{"ALEX_SMTP_URL=https://u:hunter2@mail.example.org", "ALEX_MAIL_FROM=a@example.org", "ALEX_PUBLIC_URL=https://x.example.org"}, []string{"ALEX_SMTP_URL"}},
		{"a user without a password", []string{"ALEX_SMTP_URL=smtp://hunter2@mail.example.org", "ALEX_MAIL_FROM=a@example.org", "ALEX_PUBLIC_URL=https://x.example.org"}, []string{"ALEX_SMTP_URL"}},
		{"a sender that is none", []string{"ALEX_MAIL_FROM=Alex"}, []string{"ALEX_MAIL_FROM"}},
		{"Clerk without its keys", []string{"ALEX_AUTH=clerk"}, []string{"CLERK_ISSUER", "CLERK_PUBLISHABLE_KEY"}},
		{"an environment that LangFuse refuses", []string{"LANGFUSE_TRACING_ENVIRONMENT=C4N4RY!"}, []string{"LANGFUSE_TRACING_ENVIRONMENT"}},
		{"an environment of LangFuse's own", []string{"LANGFUSE_TRACING_ENVIRONMENT=langfuse-c4n4ry"}, []string{"LANGFUSE_TRACING_ENVIRONMENT"}},
		{
			"LangFuse without its keys",
			[]string{"LANGFUSE_HOST=https://c4n4ry"},
			[]string{"LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(config.Environ(c.environ))
			refused, ok := errors.AsType[*alex.Error](err)
			if !ok || refused.Code != alex.CodeInvalid {
				t.Fatalf("got %v, want a refusal", err)
			}
			if strings.Contains(err.Error(), "c4n4ry") {
				t.Errorf("the message gives the value away: %v", err)
			}
			var got []string
			for _, f := range refused.Fields {
				got = append(got, f.Location)
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestKeysGoInTheClearOnlyNearby holds which hosts may be reached without TLS.
func TestKeysGoInTheClearOnlyNearby(t *testing.T) {
	t.Parallel()
	for host, near := range map[string]bool{
		"localhost:11434": true, "127.0.0.1:11434": true, "[::1]": true, "10.1.2.3": true, "192.168.0.7:80": true, "172.16.0.1": true,
		"[fd00::1]": true, "[fe80::1%25eth0]": true, "[::ffff:10.0.0.1]": true, "ollama": true, "LangFuse-web:3000": true, "gpu.local": true,
		"models.internal.": true, "a.b.localhost": true, "llama.cpp.internal:8080": true,
		"example.org": false, "8.8.8.8": false, "[2001:4860:4860::8888]": false, "172.32.0.1": false, "[::ffff:8.8.8.8]": false, "134744072": false,
		"0x08080808": false, "localhost.example.org": false, "10.0.0.1.example.org": false, "local": true, "mylocal.org": false, "notinternal.com": false,
		"localhost@example.org": false, "com.": false,
	} {
		for _, name := range []string{"ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "LANGFUSE_HOST", "CLERK_ISSUER"} {
			environ := map[string]string{name: "http://" + host, "LANGFUSE_PUBLIC_KEY": "p", "LANGFUSE_SECRET_KEY": "s"}
			if _, err := config.Load(environ); (err == nil) != near || err != nil && !strings.Contains(err.Error(), name) {
				t.Errorf("%s=http://%s: %v", name, host, err)
			}
			environ[name] = "https://" + host
			if _, err := config.Load(environ); err != nil {
				t.Errorf("%s=https://%s: %v", name, host, err)
			}
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("ALEX_ADDR", "[::1]:0")
	f.Add("ALEX_DATABASE_URL", "postgres://u:p@h/d?x=%")
	f.Add("ALEX_RESEARCH_EVERY", "9999999999h")
	f.Fuzz(func(t *testing.T, name, value string) {
		c, err := config.Load(map[string]string{name: value})
		if err == nil {
			return
		}
		if code := alex.CodeOf(err); code != alex.CodeInvalid || c.Addr != "" {
			t.Errorf("%q=%q: code %s, settings %v", name, value, code, c)
		}
	})
}
