package config

import (
	"encoding/base64"
	"maps"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	p.oneLogin(c)
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
	p.notNegative("ALEX_TRACE_DAYS", int64(c.TraceDays))
	p.operators(c)
	p.texts(c)
	p.queue(c)
	p.long("ALEX_ACCOUNT_KEY", c.AccountKey)
	p.long("ALEX_ADMIN_TOKEN", c.AdminToken)
	for _, secret := range c.OriginSecrets() {
		p.long("ALEX_ORIGIN_SECRET", secret)
	}
	p.clerk(c)
	p.signOn(c)
	p.mail(c)
	p.langfuse(c)
	return p.Err()
}

// long wants what nobody can guess.
func (p *problems) long(name string, value Secret) {
	if value != "" && len(value.Reveal()) < shortestSecret {
		p.Addf(name, "is shorter than %d characters", shortestSecret)
	}
}

// shortestSecret is 128 bits in hexadecimal figures, which openssl rand -hex 16 gives.
const shortestSecret = 32

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

// oneOf checks the settings whose tag lists their choices; one without a default
// may be empty.
func (p *problems) oneOf(c Config) {
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		choices := strings.Fields(tag.Get("oneOf"))
		empty := v.Field(i).IsZero() && tag.Get("envDefault") == ""
		if len(choices) > 0 && !empty && !slices.Contains(choices, v.Field(i).String()) {
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
		return
	}
	if u.Scheme == "rdsdata" && !dataAPI.MatchString(value.Reveal()) {
		p.Addf(name, "is not rdsdata://DATABASE?cluster=CLUSTER_ARN&secret=SECRET_ARN, with the ARN of a cluster of RDS and that of its secret")
	}
	if far(u) && !holds(u, verified, "verify-ca", "require") {
		p.Addf(name, "would reach PostgreSQL outside this machine and its own network without TLS: write ?sslmode=verify-full at its end, and &sslrootcert=FILE where the server's certificate is of a private authority")
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

// keyed is a link that a key is sent to, or that keys come from: in the clear
// only where nobody listens.
func (p *problems) keyed(name, value string) {
	p.link(name, value)
	if u, err := url.Parse(value); err == nil && u.Scheme == "http" && u.Host != "" && !near(u.Hostname()) {
		p.Addf(name, "would carry keys in the clear: begin it with https://, or name a host of this machine or of its own network")
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
		"ALEX_MODEL_RESEARCHER": c.ModelResearcher,
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
	p.keyed("CLERK_ISSUER", c.ClerkIssuer)
	for _, party := range c.ClerkAuthorizedParties {
		p.origin("CLERK_AUTHORIZED_PARTIES", party)
	}
	if c.Auth != "clerk" {
		return
	}
	p.signed("CLERK_WEBHOOK_SECRET", c.ClerkWebhookSecret)
	if len(c.ClerkAuthorizedParties) == 0 && c.PublicURL == "" && !onLoopback(c.Addr) {
		p.Addf("CLERK_AUTHORIZED_PARTIES", "is empty, and so is ALEX_PUBLIC_URL: tokens made for any other site would be good")
	}
	if c.ClerkIssuer == "" {
		p.Addf("CLERK_ISSUER", "is empty, and ALEX_AUTH is clerk")
	}
	if c.ClerkPublishableKey == "" {
		p.Addf("CLERK_PUBLISHABLE_KEY", "is empty, and ALEX_AUTH is clerk")
	}
}

// signOn wants all of it, or nothing: the name has a default.
func (p *problems) signOn(c Config) {
	p.keyed("OIDC_ISSUER", c.OIDCIssuer)
	if utf8.RuneCountInString(c.OIDCName) > 60 {
		p.Addf("OIDC_NAME", "is longer than 60 characters")
	}
	set := map[string]bool{
		"OIDC_ISSUER": c.OIDCIssuer != "", "OIDC_CLIENT_ID": c.OIDCClientID != "", "OIDC_CLIENT_SECRET": c.OIDCClientSecret != "",
	}
	if !slices.Contains(slices.Collect(maps.Values(set)), true) {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if !set[name] {
			p.Addf(name, "is empty, and another OIDC_ setting is not: all three are needed")
		}
	}
	if c.PublicURL == "" {
		p.Addf("ALEX_PUBLIC_URL", "is empty, and OIDC_ISSUER is set: people are sent back to it")
	}
}

// mail wants all that a letter needs: a server, a sender, and where links lead.
func (p *problems) mail(c Config) {
	if at, err := mail.ParseAddress(c.MailFrom); c.MailFrom != "" && (err != nil || strings.ContainsFunc(at.Name+at.Address, unicode.IsControl)) {
		p.Addf("ALEX_MAIL_FROM", "is no e-mail address, such as Alex <alex@example.org>")
	}
	if c.SMTPURL == "" {
		return
	}
	u, err := url.Parse(c.SMTPURL.Reveal())
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
		p.Addf("ALEX_SMTP_URL", "is not an address such as smtp://user:password@mail.example.org:587 or smtps://…:465")
	case u.User != nil && u.User.Username() != "":
		if password, set := u.User.Password(); !set || password == "" {
			p.Addf("ALEX_SMTP_URL", "has a user without a password")
		}
	}
	if c.MailFrom == "" {
		p.Addf("ALEX_MAIL_FROM", "is empty, and ALEX_SMTP_URL is set")
	}
	if c.PublicURL == "" {
		p.Addf("ALEX_PUBLIC_URL", "is empty, and ALEX_SMTP_URL is set: letters hold links")
	}
}

// MailIsNear reports that the mail server is on this machine or in its own
// network, where nobody listens on the way.
func (c Config) MailIsNear() bool {
	u, err := url.Parse(c.SMTPURL.Reveal())
	return err == nil && near(u.Hostname())
}

// signed wants secrets as they sign webhooks: whsec_ and base64, one or several.
func (p *problems) signed(name string, value Secret) {
	between := func(r rune) bool { return r == ',' || unicode.IsSpace(r) }
	for secret := range strings.FieldsFuncSeq(value.Reveal(), between) {
		encoded, prefixed := strings.CutPrefix(secret, "whsec_")
		if key, err := base64.StdEncoding.DecodeString(encoded); !prefixed || err != nil || len(key) < 16 {
			p.Addf(name, "is not a signing secret that begins with whsec_, or several between spaces")
			return
		}
	}
}

// onLoopback reports an address that this machine alone can reach.
func onLoopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	at, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && at.IsLoopback()
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
