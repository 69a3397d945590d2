package config

import (
	"errors"
	"reflect"
	"strings"
	"time"

	"alex"

	"github.com/caarlos0/env/v11"
)

// Config holds every setting. The tags give the variable's name, its default,
// what it does, and which part of Alex reads it; docs/configuration.md is made
// of them. A variable that is set to nothing has its default.
type Config struct {
	Addr        string `env:"ALEX_ADDR" envDefault:"127.0.0.1:8080" doc:"address to listen on; port 0 picks a free one" used:"serve"`
	Data        string `env:"ALEX_DATA" envDefault:"./data" doc:"folder for the database and for keys" used:"serve, worker, migrate, seed, reset, verify, backup, restore, user, key, ingest, research, doctor"`
	DatabaseURL Secret `env:"ALEX_DATABASE_URL" doc:"empty is SQLite in ALEX_DATA; else postgres://…, or rdsdata://DATABASE?cluster=CLUSTER_ARN&secret=SECRET_ARN for a cluster of Aurora over the RDS Data API. PostgreSQL outside this machine and its own network wants sslmode=verify-full in it; require and verify-ca are taken with a warning of alex doctor" used:"serve, worker, migrate, seed, reset, verify, backup, restore, user, key, ingest, research, doctor"`
	MigrateURL  Secret `env:"ALEX_MIGRATE_URL" doc:"the owner's database URL for migrations, of the same form; empty is ALEX_DATABASE_URL" used:"serve, worker, migrate, seed, reset, verify, backup, restore, ingest, research"`
	PublicURL   string `env:"ALEX_PUBLIC_URL" doc:"where people reach Alex, as scheme and host; empty is the address it listens on" used:"serve"`

	Model           string `env:"ALEX_MODEL" envDefault:"offline" doc:"who writes: offline (the rules writer), anthropic:MODEL, bedrock:MODEL or openai:MODEL" used:"serve, worker, analyze, agent, eval, research, doctor"`
	ModelPlanner    string `env:"ALEX_MODEL_PLANNER" doc:"the planner's model; empty is ALEX_MODEL, offline is rules" used:"serve, worker, analyze, agent"`
	ModelTagger     string `env:"ALEX_MODEL_TAGGER" doc:"the tagger's model, as ALEX_MODEL_PLANNER" used:"serve, worker, analyze, agent"`
	ModelReporter   string `env:"ALEX_MODEL_REPORTER" doc:"the reporter's model, as ALEX_MODEL_PLANNER" used:"serve, worker, analyze, agent"`
	ModelCharter    string `env:"ALEX_MODEL_CHARTER" doc:"the charter's model, as ALEX_MODEL_PLANNER" used:"serve, worker, analyze, agent"`
	ModelRetirement string `env:"ALEX_MODEL_RETIREMENT" doc:"the retirement specialist's model, as ALEX_MODEL_PLANNER" used:"serve, worker, analyze, agent"`
	ModelAsk        string `env:"ALEX_MODEL_ASK" doc:"the model that answers questions, as ALEX_MODEL_PLANNER" used:"serve"`
	ModelResearcher string `env:"ALEX_MODEL_RESEARCHER" doc:"the model that points at the sentences of a summary of a public page, as ALEX_MODEL_PLANNER; it is told the page and the topic, and nobody's limit of a day holds it: a round asks it at most 8 times" used:"serve, worker, research, doctor"`
	ModelJudge      string `env:"ALEX_MODEL_JUDGE" doc:"the model that reviews what others wrote; empty: no judge" used:"serve, worker, analyze, agent"`

	AnthropicAPIKey  Secret `env:"ANTHROPIC_API_KEY" doc:"key of Anthropic; required where a model is anthropic" used:"serve, worker, analyze, agent, eval, research, doctor"`
	AnthropicBaseURL string `env:"ANTHROPIC_BASE_URL" doc:"another address that speaks Anthropic's API, by https:// unless it is in the own network; empty is Anthropic's own" used:"serve, worker, analyze, agent, eval, research, doctor"`
	OpenAIAPIKey     Secret `env:"OPENAI_API_KEY" doc:"key of OpenAI, or of what OPENAI_BASE_URL names" used:"serve, worker, analyze, agent, eval, ingest, research, doctor"`
	OpenAIBaseURL    string `env:"OPENAI_BASE_URL" doc:"another address that speaks OpenAI's API: Ollama, OpenRouter, vLLM, by https:// unless it is in the own network; empty is OpenAI's own" used:"serve, worker, analyze, agent, eval, ingest, research, doctor"`
	BedrockModelID   string `env:"BEDROCK_MODEL_ID" envDefault:"anthropic.claude-4-sonnet-20250805-v1:0" doc:"the model's id where a model is bedrock without one" used:"serve, worker, analyze, agent, eval, research, doctor"`
	BedrockRegion    string `env:"BEDROCK_REGION" doc:"region of Bedrock; empty is that of AWS's own settings" used:"serve, worker, analyze, agent, eval, ingest, research, doctor"`

	Auth   string `env:"ALEX_AUTH" envDefault:"local" oneOf:"local clerk" doc:"who signs people in" used:"serve"`
	Signup string `env:"ALEX_SIGNUP" envDefault:"open" oneOf:"open invite closed" doc:"who may sign up" used:"serve"`

	OIDCIssuer       string `env:"OIDC_ISSUER" doc:"another issuer to sign in at beside passwords, by OpenID Connect, exactly as it names itself; empty: there is none. It is told ALEX_PUBLIC_URL/api/auth/oidc/callback as where to send people back" used:"serve"`
	OIDCClientID     string `env:"OIDC_CLIENT_ID" doc:"Alex's id at that issuer; required where OIDC_ISSUER is set" used:"serve"`
	OIDCClientSecret Secret `env:"OIDC_CLIENT_SECRET" doc:"Alex's secret there; required where OIDC_ISSUER is set" used:"serve"`
	OIDCName         string `env:"OIDC_NAME" envDefault:"Single sign-on" doc:"what the button says" used:"serve"`

	UserDailyCost   alex.Cost `env:"ALEX_USER_DAILY_COST" envDefault:"1.00" doc:"dollars that models may cost for one person on a day in UTC, then rules write; 0 is off" used:"serve, worker"`
	UserDailyTokens int       `env:"ALEX_USER_DAILY_TOKENS" envDefault:"1000000" doc:"tokens that models may read and write for one person on a day in UTC, then rules write; 0 is off" used:"serve, worker"`

	UserDailyAnalyses int `env:"ALEX_USER_DAILY_ANALYSES" envDefault:"100" doc:"analyses that one person may ask for on a day in UTC; 0 is off" used:"serve"`
	KeepReports       int `env:"ALEX_KEEP_REPORTS" envDefault:"500" doc:"analyses of one person that are kept with their reports, the oldest go first; no fewer than ALEX_USER_DAILY_ANALYSES" used:"serve"`

	BackupEvery time.Duration `env:"ALEX_BACKUP_EVERY" envDefault:"24h" doc:"pause between backups of serve, such as 12h; 0 is off, and migrations go without one" used:"serve, worker, migrate, seed, doctor"`
	BackupDir   string        `env:"ALEX_BACKUP_DIR" doc:"folder for the backups that Alex makes by itself; empty is backups in ALEX_DATA" used:"serve, worker, migrate, seed, doctor"`
	BackupKeep  int           `env:"ALEX_BACKUP_KEEP" envDefault:"14" doc:"days of which the newest backup is kept, beside one of each of the last six months; at least 1" used:"serve"`
	AuditDays   int           `env:"ALEX_AUDIT_DAYS" envDefault:"400" doc:"days that the log of acts is kept, 30 at least; 0 keeps it for ever" used:"serve"`

	AllowedOrigins []string `env:"ALEX_ALLOWED_ORIGINS" doc:"other origins whose pages may call the API, separated by commas; no wildcard" used:"serve"`
	TrustedProxies []string `env:"ALEX_TRUSTED_PROXIES" doc:"addresses or networks whose X-Forwarded-For counts, separated by commas" used:"serve"`
	RateLimit      int      `env:"ALEX_RATE_LIMIT" envDefault:"100" doc:"requests a minute from one address; 0 is off" used:"serve"`
	UserRateLimit  int      `env:"ALEX_USER_RATE_LIMIT" envDefault:"0" doc:"requests a minute of one person; 0 is off" used:"serve"`
	Demo           bool     `env:"ALEX_DEMO" envDefault:"true" doc:"offer a private copy of the sample household" used:"serve"`
	Log            string   `env:"ALEX_LOG" envDefault:"json" oneOf:"json text" doc:"form of the log" used:"serve, worker"`
	AdminToken     Secret   `env:"ALEX_ADMIN_TOKEN" doc:"a token of 32 characters or more that opens /api/admin and /metrics beside the keys of alex key; empty: the keys alone, and /metrics on this machine" used:"serve"`

	MCPKey Secret `env:"ALEX_MCP_KEY" doc:"the access key with which alex mcp reads, from Settings, Assistants, or alex user key; empty: it tells its tools and refuses each call" used:"mcp"`

	AccountKey Secret `env:"ALEX_ACCOUNT_KEY" doc:"key that hashes account numbers and seals second factors, 32 characters or more, the same for all servers; empty is a file in ALEX_DATA" used:"serve, restore, key, doctor"`

	Embeddings      string        `env:"ALEX_EMBEDDINGS" doc:"who makes vectors of texts: empty or lexical (built in, asks nobody), openai:MODEL, or openai:MODEL@NUMBERS where it is not known how many numbers a vector has, such as openai:nomic-embed-text@768, sagemaker:ENDPOINT of all-MiniLM-L6-v2, or bedrock:MODEL. After a change: alex research embed" used:"serve, worker, ingest, research, doctor"`
	Index           string        `env:"ALEX_INDEX" doc:"where the vectors lie: empty is the database, else s3vectors:BUCKET/INDEX, both of which have to be there. After a change: alex research embed --all" used:"serve, worker, ingest, research, doctor"`
	ResearchEvery   time.Duration `env:"ALEX_RESEARCH_EVERY" envDefault:"0" doc:"pause between rounds of research, such as 2h, 15m at least; 0 is off" used:"serve, doctor"`
	ResearchSources string        `env:"ALEX_RESEARCH_SOURCES" doc:"file of the feeds and pages that research reads; empty is the list that comes with the program" used:"serve, worker, research, doctor"`

	Role         string `env:"ALEX_ROLE" oneOf:"api webhook planner tagger reporter charter retirement ingest researcher sweeper" doc:"what a function of AWS Lambda does with its events, where Alex runs as one" used:"AWS Lambda"`
	Specialists  string `env:"ALEX_SPECIALISTS" doc:"who does the parts of the tagger, the reporter, the charter and the retirement specialist: empty is the process that works the job, lambda:PREFIX are the functions PREFIX-tagger, PREFIX-reporter, PREFIX-charter and PREFIX-retirement" used:"serve, worker, AWS Lambda"`
	OriginSecret Secret `env:"ALEX_ORIGIN_SECRET" doc:"what the network in front of Alex (CloudFront) says in the header X-Origin-Secret, 32 characters or more, several between spaces while one is changed: requests that do not say it are refused, and of those that do the client is the last address in X-Forwarded-For that is not the network's own. Empty lets everybody in" used:"serve, AWS Lambda"`

	QueueURL string `env:"ALEX_QUEUE_URL" doc:"URL of a standard queue of Amazon SQS that wakes workers, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME, the same for servers and workers; empty wakes them through the database. Either way they look for jobs each second" used:"serve, worker"`

	ClerkIssuer            string   `env:"CLERK_ISSUER" doc:"issuer of Clerk's tokens, by https:// unless it is in the own network; required where ALEX_AUTH is clerk" used:"serve"`
	ClerkPublishableKey    string   `env:"CLERK_PUBLISHABLE_KEY" doc:"Clerk's key for the page; required where ALEX_AUTH is clerk" used:"serve"`
	ClerkAuthorizedParties []string `env:"CLERK_AUTHORIZED_PARTIES" doc:"origins that a token may be made for, separated by commas; empty is ALEX_PUBLIC_URL, or else the address it listens on" used:"serve"`
	ClerkWebhookSecret     Secret   `env:"CLERK_WEBHOOK_SECRET" doc:"signing secret of Clerk's webhooks (whsec_…), several between spaces while one is changed; empty refuses them" used:"serve"`

	SMTPURL  Secret `env:"ALEX_SMTP_URL" doc:"mail server: smtp://user:password@host:587, encrypted by STARTTLS unless the host is in the own network, or smtps://…:465; empty sends no e-mail" used:"serve, user, doctor"`
	MailFrom string `env:"ALEX_MAIL_FROM" doc:"sender of e-mails, such as Alex <alex@example.org>; required where ALEX_SMTP_URL is set" used:"serve, user, doctor"`

	TraceDays int  `env:"ALEX_TRACE_DAYS" envDefault:"30" doc:"days that the traces of jobs are kept in the database; 0 keeps them for ever" used:"serve"`
	TraceText bool `env:"ALEX_TRACE_TEXT" envDefault:"true" doc:"keep in traces what models were asked and answered; false leaves it out, here and at LangFuse" used:"serve, worker, analyze"`

	LangfuseHost        string `env:"LANGFUSE_HOST" doc:"where traces are sent too, by https:// unless it is in the own network; empty keeps them here" used:"serve, worker, analyze, doctor"`
	LangfusePublicKey   string `env:"LANGFUSE_PUBLIC_KEY" doc:"LangFuse's public key" used:"serve, worker, analyze, doctor"`
	LangfuseSecretKey   Secret `env:"LANGFUSE_SECRET_KEY" doc:"LangFuse's secret key" used:"serve, worker, analyze, doctor"`
	LangfuseEnvironment string `env:"LANGFUSE_TRACING_ENVIRONMENT" envDefault:"default" doc:"name of this installation among the traces at LangFuse" used:"serve, worker, analyze, doctor"`

	PolygonAPIKey Secret `env:"POLYGON_API_KEY" doc:"key of the price feed; empty uses shipped and imported prices" used:"serve, worker"`
}

// Environ makes the map that Load reads out of pairs "NAME=value", such as
// os.Environ gives.
func Environ(pairs []string) map[string]string { return env.ToMap(pairs) }

// Load reads the settings from environ and checks them. It names every
// variable that is refused, with the reason and without the value, in one
// CodeInvalid error.
func Load(environ map[string]string) (Config, error) {
	set := make(map[string]string, len(environ)) // never nil, which would mean the process's own
	for name, value := range environ {
		if value = strings.TrimSpace(value); value != "" {
			set[name] = value
		}
	}
	c, err := env.ParseAsWithOptions[Config](env.Options{Environment: set})
	if err != nil {
		return Config{}, unreadable(err)
	}
	c.AllowedOrigins = tidy(c.AllowedOrigins)
	c.TrustedProxies = tidy(c.TrustedProxies)
	c.ClerkAuthorizedParties = tidy(c.ClerkAuthorizedParties)
	if err := c.validate(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// unreadable replaces the parser's errors, which quote the value.
func unreadable(err error) error {
	failed, ok := errors.AsType[env.AggregateError](err)
	if !ok {
		return alex.Errorf(alex.CodeInternal, "the settings could not be read")
	}
	var p alex.Problems
	for _, e := range failed.Errors {
		parse, ok := errors.AsType[env.ParseError](e)
		if !ok {
			return alex.Errorf(alex.CodeInternal, "the settings could not be read")
		}
		field, _ := reflect.TypeFor[Config]().FieldByName(parse.Name)
		p.Addf(field.Tag.Get("env"), "is not %s", kindName(field.Type))
	}
	return p.Err()
}

func kindName(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[alex.Cost]():
		return "an amount of dollars such as 1.50"
	case t == reflect.TypeFor[time.Duration]():
		return "a length of time such as 90m or 2h"
	case t.Kind() == reflect.Int:
		return "a whole number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	default:
		return "readable"
	}
}

// tidy trims the items of a list and drops empty ones.
func tidy(list []string) []string {
	var items []string
	for _, item := range list {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// WithModel is the settings with one model for every agent, checked like the
// rest.
func (c Config) WithModel(name string) (Config, error) {
	c.Model = name
	c.ModelPlanner, c.ModelTagger, c.ModelReporter, c.ModelCharter, c.ModelRetirement, c.ModelAsk, c.ModelResearcher = "", "", "", "", "", "", ""
	return c, c.validate()
}
