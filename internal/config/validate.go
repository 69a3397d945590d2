package config

import (
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"alex"
)

// problems collects refused variables; no message holds a value.
type problems struct{ alex.Problems }

func (c Config) validate() error {
	var p problems
	p.oneOf(c)
	p.address("ALEX_ADDR", c.Addr)
	p.database("ALEX_DATABASE_URL", c.DatabaseURL)
	p.database("ALEX_MIGRATE_URL", c.MigrateURL)
	p.origin("ALEX_PUBLIC_URL", c.PublicURL)
	p.models(c)
	for _, origin := range c.AllowedOrigins {
		p.origin("ALEX_ALLOWED_ORIGINS", origin)
	}
	for _, proxy := range c.TrustedProxies {
		p.network("ALEX_TRUSTED_PROXIES", proxy)
	}
	p.notNegative("ALEX_RATE_LIMIT", int64(c.RateLimit))
	p.notNegative("ALEX_USER_RATE_LIMIT", int64(c.UserRateLimit))
	p.notNegative("ALEX_USER_DAILY_COST", int64(c.UserDailyCost))
	p.notNegative("ALEX_USER_DAILY_TOKENS", int64(c.UserDailyTokens))
	p.notNegative("ALEX_RESEARCH_EVERY", int64(c.ResearchEvery))
	p.notNegative("ALEX_TRACE_DAYS", int64(c.TraceDays))
	p.operators(c)
	p.link("ALEX_QUEUE_URL", c.QueueURL)
	if key := c.AccountKey.Reveal(); key != "" && len(key) < 32 {
		p.Addf("ALEX_ACCOUNT_KEY", "is shorter than 32 characters")
	}
	p.clerk(c)
	p.langfuse(c)
	return p.Err()
}

func (p *problems) operators(c Config) {
	p.notNegative("ALEX_USER_DAILY_ANALYSES", int64(c.UserDailyAnalyses))
	p.notNegative("ALEX_BACKUP_EVERY", int64(c.BackupEvery))
	if c.BackupEvery > 0 && c.BackupEvery < time.Minute {
		p.Addf("ALEX_BACKUP_EVERY", "is shorter than a minute")
	}
	if c.BackupKeep < 1 {
		p.Addf("ALEX_BACKUP_KEEP", "is below 1")
	}
	if c.KeepReports < max(1, c.UserDailyAnalyses) {
		p.Addf("ALEX_KEEP_REPORTS", "is below 1, or below ALEX_USER_DAILY_ANALYSES, which are counted among those that are kept")
	}
	if c.AuditDays != 0 && c.AuditDays < alex.LeastAuditDays {
		p.Addf("ALEX_AUDIT_DAYS", "is below %d, and not 0", alex.LeastAuditDays)
	}
}

// oneOf checks the settings whose tag lists their choices.
func (p *problems) oneOf(c Config) {
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		choices := strings.Fields(tag.Get("oneOf"))
		if len(choices) > 0 && !slices.Contains(choices, v.Field(i).String()) {
			p.Addf(tag.Get("env"), "is not one of %s", strings.Join(choices, ", "))
		}
	}
}

func (p *problems) address(name, value string) {
	_, port, err := net.SplitHostPort(value)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		p.Addf(name, "is not an address with a port, such as 127.0.0.1:8080")
	}
}

func (p *problems) database(name string, value Secret) {
	if value == "" {
		return
	}
	u, err := url.Parse(value.Reveal())
	if err != nil || u.Host == "" || !slices.Contains([]string{"postgres", "postgresql", "rdsdata"}, u.Scheme) {
		p.Addf(name, "is not a database URL (postgres://… or rdsdata://…)")
	}
}

// origin wants a scheme and a host, nothing after them and no wildcard.
func (p *problems) origin(name, value string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || !web(u) || u.String() != u.Scheme+"://"+u.Host || strings.Contains(u.Host, "*") {
		p.Addf(name, "is not an origin: a scheme and a host alone, such as https://example.org")
	}
}

func (p *problems) link(name, value string) {
	if value == "" {
		return
	}
	if u, err := url.Parse(value); err != nil || u.Host == "" || !web(u) {
		p.Addf(name, "is not a URL that begins with https:// or http://")
	}
}

// keyed is a link that a key is sent to: in the clear only where nobody listens.
func (p *problems) keyed(name, value string) {
	p.link(name, value)
	if u, err := url.Parse(value); err == nil && u.Scheme == "http" && u.Host != "" && !near(u.Hostname()) {
		p.Addf(name, "would send a key in the clear: begin it with https://, or name a host of this machine or of its own network")
	}
}

// near reports a host of this machine or of its own network: by a loopback or
// private address, a name without a dot, as containers have, or a name that
// networks keep to themselves.
func near(host string) bool {
	host = strings.ToLower(host)
	if at, err := netip.ParseAddr(host); err == nil {
		at = at.Unmap()
		return at.IsLoopback() || at.IsPrivate() || at.IsLinkLocalUnicast()
	}
	if _, err := strconv.ParseUint(host, 0, 64); err == nil { // resolvers read it as an address
		return false
	}
	own := func(ending string) bool { return strings.HasSuffix(strings.TrimSuffix(host, "."), ending) }
	return host != "" && !strings.ContainsAny(host, ".:") || slices.ContainsFunc([]string{".local", ".internal", ".localhost"}, own)
}

func web(u *url.URL) bool { return u.Scheme == "https" || u.Scheme == "http" }

// models checks who writes, and that there is a key for each.
func (p *problems) models(c Config) {
	p.keyed("ANTHROPIC_BASE_URL", c.AnthropicBaseURL)
	p.keyed("OPENAI_BASE_URL", c.OpenAIBaseURL)
	for name, value := range map[string]string{
		"ALEX_MODEL": c.Model, "ALEX_MODEL_PLANNER": c.ModelPlanner, "ALEX_MODEL_TAGGER": c.ModelTagger,
		"ALEX_MODEL_REPORTER": c.ModelReporter, "ALEX_MODEL_CHARTER": c.ModelCharter,
		"ALEX_MODEL_RETIREMENT": c.ModelRetirement, "ALEX_MODEL_ASK": c.ModelAsk, "ALEX_MODEL_JUDGE": c.ModelJudge,
	} {
		if value != "" {
			p.model(c, name, value)
		}
	}
}

func (p *problems) model(c Config, name, value string) {
	vendor, model, named := strings.Cut(value, ":")
	switch {
	case value == "offline", vendor == "bedrock" && (!named || model != ""):
	case !named || model == "" || vendor != "anthropic" && vendor != "openai":
		p.Addf(name, "is not offline, anthropic:MODEL, bedrock:MODEL or openai:MODEL")
	case vendor == "anthropic" && c.AnthropicAPIKey == "" && c.AnthropicBaseURL == "":
		p.Addf("ANTHROPIC_API_KEY", "is empty, and %s is anthropic", name)
	case vendor == "openai" && c.OpenAIAPIKey == "" && c.OpenAIBaseURL == "":
		p.Addf("OPENAI_API_KEY", "is empty, and %s is openai", name)
	}
}

func (p *problems) network(name, value string) {
	if _, err := netip.ParseAddr(value); err == nil {
		return
	}
	if _, err := netip.ParsePrefix(value); err != nil {
		p.Addf(name, "is not a list of addresses and networks such as 10.0.0.0/8")
	}
}

func (p *problems) notNegative(name string, value int64) {
	if value < 0 {
		p.Addf(name, "is below zero")
	}
}

func (p *problems) clerk(c Config) {
	p.link("CLERK_ISSUER", c.ClerkIssuer)
	for _, party := range c.ClerkAuthorizedParties {
		p.origin("CLERK_AUTHORIZED_PARTIES", party)
	}
	if c.Auth != "clerk" {
		return
	}
	if c.ClerkIssuer == "" {
		p.Addf("CLERK_ISSUER", "is empty, and ALEX_AUTH is clerk")
	}
	if c.ClerkPublishableKey == "" {
		p.Addf("CLERK_PUBLISHABLE_KEY", "is empty, and ALEX_AUTH is clerk")
	}
}

// environmentName is what LangFuse takes as the name of an environment.
var environmentName = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)

func (p *problems) langfuse(c Config) {
	p.keyed("LANGFUSE_HOST", c.LangfuseHost)
	if !environmentName.MatchString(c.LangfuseEnvironment) || strings.HasPrefix(c.LangfuseEnvironment, "langfuse") {
		p.Addf("LANGFUSE_TRACING_ENVIRONMENT", "is not a name of at most 40 small letters, digits, - and _, or begins with langfuse")
	}
	if c.LangfuseHost == "" {
		return
	}
	if c.LangfusePublicKey == "" {
		p.Addf("LANGFUSE_PUBLIC_KEY", "is empty, and LANGFUSE_HOST is set")
	}
	if c.LangfuseSecretKey == "" {
		p.Addf("LANGFUSE_SECRET_KEY", "is empty, and LANGFUSE_HOST is set")
	}
}
