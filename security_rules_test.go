package alex_test

import (
	"fmt"
	"strings"
	"testing"
)

const securityRules = "docs/security-rules.md"

// ruleFigure is a figure of the rules: the code of a file that decides it, and
// the words of the document that say it. White space does not count.
type ruleFigure struct{ file, code, says string }

// ruleFigures are the limits that the rules of security state. Whoever changes
// one finds here which sentence has to change with it.
func ruleFigures() []ruleFigure {
	return []ruleFigure{
		{"internal/config/config.go", `env:"ALEX_RATE_LIMIT" envDefault:"100"`, "| requests of one address | 100 a minute (`ALEX_RATE_LIMIT`) |"},
		{"internal/config/config.go", `env:"ALEX_USER_RATE_LIMIT" envDefault:"0"`, "| requests of one person | off; `ALEX_USER_RATE_LIMIT` |"},
		{"internal/api/ingest.go", "ingestsAMinute = 120", "| requests by one key for ingesting | 120 a minute;"},
		{"internal/api/program.go", "callsAMinute = 120", "| requests by one access key | 120 a minute,"},
		{"access_key.go", "MaxAccessKeys = 20", "| access keys of a person; their life | 20 that are good,"},
		{"access_key.go", "KeptAccessKeys = 30", "20 that are good, and 30 that are over;"},
		{"access_key.go", "MostKeyDays = 365", "1 to 365 days, 90 unless said |"},
		{"access_key.go", "UsualKeyDays = 90", "1 to 365 days, 90 unless said |"},
		{"document.go", "MostOwnDocuments = 200", "| texts of a person's own; of everybody's | 200;"},
		{"document.go", "MostDocuments = 50_000", "200; 50,000 | 409 |"},
		{"document.go", "MostOwnPassages = 2_000", "| passages of these | 2,000; 150,000 | 409 |"},
		{"document.go", "MostSharedPassages = 150_000", "| passages of these | 2,000; 150,000 | 409 |"},
		{"internal/api/server.go", "maxBody = 1 << 20", "| a body; its nesting | 1 MiB;"},
		{"internal/api/server.go", "maxDepth = 32", "1 MiB; 32 deep |"},
		{"internal/app/serve.go", "maxHeader = 32 << 10", "| headers; time for them | 32 KiB;"},
		{"internal/app/serve.go", "header: 5 * time.Second", "32 KiB; 5 s |"},
		{"internal/api/server.go", "bodyTimeout = 10 * time.Second", "| time for a body; for an answer | 10 s (a file"},
		{"internal/api/limit.go", "uploadTimeout = 60 * time.Second", "(a file 60 s);"},
		{"internal/api/server.go", "workTimeout = 15 * time.Second", "(a file 60 s); 15 s |"},
		{"portfolio_limit.go", "MaxAccounts = 200", "| accounts, positions of a person | 200;"},
		{"portfolio_limit.go", "MaxPositions = 20_000", "200; 20,000 |"},
		{"plan_validate.go", "maxPlanRows = 200", "| lists of a plan | 200 rows each |"},
		{"grant.go", "MaxInvitations = 20", "| open invitations; a code's life | 20;"},
		{"grant.go", "InvitationLife = 7 * 24 * time.Hour", "20; 7 days, one use |"},
		{"internal/store/session.go", "mostSessions = 50", "| sessions of a person | 50;"},
		{"internal/auth/local/demo.go", "MostDemos = 500", "| demos of an installation | 500,"},
		{"internal/api/hub.go", "mostStreams = 20", "| streams | 20 of a person,"},
		{"internal/api/hub.go", "mostStreamsInAll = 5_000", "20 of a person, 5,000 of a process |"},
		{"internal/config/config.go", `env:"ALEX_USER_DAILY_COST" envDefault:"1.00"`, "| models a day, for one person | 1 dollar and"},
		{"internal/config/config.go", `env:"ALEX_USER_DAILY_TOKENS" envDefault:"1000000"`, "1 dollar and 1,000,000 tokens"},
		{"internal/api/import_upload.go", "maxFile = 5 << 20", "of at most 5 MiB and"},
		{"internal/broker/broker.go", "defaultMaxRows = 20_000", "5 MiB and 20,000 rows"},
		{"internal/auth/local/password.go", "shortestPassword = 8", "A password has 8 characters or more"},
		{"internal/auth/local/password.go", "longestPassword = 1024", "up to 1,024 bytes"},
		{"internal/auth/local/throttle.go", "accountFailures = 5", "5, 50 and 50 are free"},
		{"internal/auth/local/throttle.go", "strangeFailures = 50", "5, 50 and 50 are free"},
		{"internal/auth/local/throttle.go", "addressFailures = 50", "5, 50 and 50 are free"},
		{"internal/auth/local/throttle.go", "longestDelay = 15 * time.Minute", "to a quarter of an hour"},
		{"internal/auth/local/throttle.go", "accountMemory = 24 * time.Hour", "forgotten after a day"},
		{"internal/auth/local/throttle.go", "addressMemory = time.Hour", "(an address: an hour)"},
		{"internal/auth/local/issuer.go", "hashesAtOnce = 2", "Two passwords are hashed at a time."},
		{"internal/auth/local/issuer.go", "TokenLife: time.Minute", "| access token | one minute,"},
		{"internal/auth/local/issuer.go", "SessionLife: 30 * day", "| without use | 30 days |"},
		{"internal/store/session.go", "longestSession = 180 * 24 * time.Hour", "| at most | 180 days after signing in |"},
		{"internal/auth/local/keyring.go", "keyBits = 2048", "| signing keys | RSA 2048,"},
		{"internal/auth/local/keyring.go", "afterRetire = 5 * time.Minute", "the old one verifies for 5 minutes more"},
		{"internal/auth/local/hash.go", "Cost{Memory: 19 * 1024, Passes: 2, Threads: 1}", "Argon2id, 19 MiB, 2 passes, 1 lane"},
		{"internal/auth/local/hash.go", "saltSize = 16", "salt of 128 bits"},
		{"internal/auth/local/refresh_token.go", "secretSize = 32", "| refresh tokens, codes, invites | 256, 130 and 256 random bits |"},
		{"internal/config/config.go", `env:"ALEX_USER_DAILY_ANALYSES" envDefault:"100"`, "| 100 (`ALEX_USER_DAILY_ANALYSES`) |"},
		{"internal/store/office.go", "mostRedrives = 3", "lets begin again | 3 times in a row;"},
		{"internal/config/config.go", `env:"ALEX_KEEP_REPORTS" envDefault:"500"`, "| 500 of a person (`ALEX_KEEP_REPORTS`) |"},
		{"internal/config/config.go", `env:"ALEX_AUDIT_DAYS" envDefault:"400"`, "400 days (`ALEX_AUDIT_DAYS`,"},
		{"audit.go", "LeastAuditDays = 30", "(`ALEX_AUDIT_DAYS`, 30 at least)"},
		{"audit.go", "MostActs = 250", "| the log of one act, of a person and day | 250 entries by one actor, of grantees' changes by one at one route,"},
		{"internal/store/audit.go", "mostFromNetworks = 2 * alex.MostActs", "of sign-ins also the first from each network, up to 500, but all of operators'"},
		{"audit.go", "MostActsOfNobody = 1000", "| the log of one act of nobody, such as the erasure of a demo, of a day | 1,000 entries by one actor, but all of operators' and every"},
		{"audit.go", "MostActs = 250", "| invitations of a person a day | 250 |"},
		{"internal/auth/local/code.go", "stepSeconds = 30", "six digits, 30 seconds)"},
		{"internal/auth/local/code.go", "codeWindow = 1", "at most a step early or late"},
		{"internal/auth/local/code.go", "secretBytes = 20", "| secrets of second factors | 160 bits;"},
		{"internal/auth/local/code.go", "recoveryCodes = 10", "Ten recovery codes of 80 bits"},
		{"internal/auth/local/code.go", "recoveryLength = 16", "| recovery codes | ten of 80 random bits |"},
		{"internal/auth/local/second_factor.go", "offerLife = 30 * time.Minute", "a device shows a code within 30 minutes"},
		{"internal/auth/local/reset.go", "resetLife = 30 * time.Minute", "is good for 30 minutes, once,"},
		{"internal/auth/local/reset.go", "freeResets = 3", "| links for a new password | 3 to an account at once,"},
		{"internal/auth/local/letter_bound.go", "freeFromNetwork = 20", "| requests for such links | 20 of an address at once,"},
		{"internal/auth/local/letter_bound.go", "freeFromSite = 60", "| requests for such links | 20 of an address at once, and 60 of a /48 of IPv6,"},
		{"internal/auth/local/letter_bound.go", "freeLetters = 3", "nobody confirmed | 3 to a mailbox at once,"},
		{"internal/auth/local/letter_bound.go", "mostOfStrangers = 500", "apart; 500 in an hour of the clock,"},
		{"internal/auth/local/confirmation.go", "confirmationLife = 24 * time.Hour", "is good for 24 hours, once,"},
		{"internal/auth/local/letter_bound.go", "freeLetters = 3", "whatever they are | 3 to a mailbox at once,"},
		{"internal/auth/local/letter_bound.go", "freeLetters = 3", "| 3 of a person at once, then"},
		{"internal/auth/local/letter_bound.go", "freeLetters = 3", "apart from the others: 3 to a mailbox at once,"},
		{"internal/auth/local/letter_bound.go", "freeFromNetwork = 20", "causes | 20 of an address at once, and"},
		{"internal/auth/local/letter_bound.go", "freeFromNetwork = 20", "3 to a mailbox at once, 20 of an address, and"},
		{"internal/auth/local/letter_bound.go", "mostOfStrangers = 500", "nobody confirmed | 500 in an hour of the clock,"},
		{"internal/auth/local/errand.go", "mostErrands = 64", "| 64 to addresses that nobody confirmed, 64 links for a new password, 64 others; 64 requests"},
		{"internal/auth/sign_in.go", "SignOnLife = 10 * time.Minute", "sealed cookie keeps for 10 minutes"},
		{"internal/auth/key.go", "keySize = 32", "| operators' keys | 256 random bits |"},
		{"internal/auth/clerk/signature.go", "Window = 5 * time.Minute", "was signed within 5 minutes,"},
		{"internal/config/validate.go", "shortestSecret = 32", "has 32 characters or more"},
		{"internal/app/housekeeping.go", "keysKept = 24 * time.Hour", "a day: answers to repeated requests"},
		{"internal/app/housekeeping.go", "previewKept = 24 * time.Hour", "previews of imports"},
		{"internal/config/config.go", `env:"ALEX_TRACE_DAYS" envDefault:"30"`, "Traces: 30 days (`ALEX_TRACE_DAYS`)"},
		{"internal/api/import_place.go", "filesComing = 8", "one of a person and eight at a time,"},
		{"internal/api/import_place.go", "filesRead = 2", "eight at a time, two read at a time"},
		{"internal/app/open.go", "workers = 2", "a queue; two at a time in a process;"},
		{"job.go", "MaxFailures = 5", "one of a person; five attempts |"},
		{"internal/store/page.go", "MaxLimit = 200", "| lists | pages of at most 200 |"},
	}
}

// oneSpaced is a text with single spaces.
func oneSpaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// fault says what of a figure is not so.
func (f ruleFigure) fault(source, rules string) string {
	switch {
	case !strings.Contains(oneSpaced(source)+" ", f.code+" ") && !strings.Contains(oneSpaced(source), f.code+","):
		return fmt.Sprintf("%s has no %q any more, which %s says as %q", f.file, f.code, securityRules, f.says)
	case !strings.Contains(oneSpaced(rules), f.says):
		return fmt.Sprintf("%s does not say %q, which %s decides by %q", securityRules, f.says, f.file, f.code)
	default:
		return ""
	}
}

// TestRulesOfSecurityAreTheCodes holds the figures of the rules to the code.
func TestRulesOfSecurityAreTheCodes(t *testing.T) {
	t.Parallel()
	rules := readText(t, securityRules)
	for _, f := range ruleFigures() {
		if fault := f.fault(readText(t, f.file), rules); fault != "" {
			t.Error(fault)
		}
	}
	weak := strings.Count(readText(t, "internal/auth/local/weak_passwords.txt"), "\n")
	if says := fmt.Sprintf("the %d,%03d commonest", weak/1000, weak%1000); !strings.Contains(oneSpaced(rules), says) {
		t.Errorf("%s does not say %q", securityRules, says)
	}
	f := ruleFigure{"a.go", "most = 5", "at most 5 things"}
	for name, c := range map[string]struct {
		source, rules string
		fault         bool
	}{
		"as it is":           {"const (\n\tmost   = 5 // things\n)", "at\nmost 5 things", false},
		"in a literal":       {"x{most = 5, other: 1}", "at most 5 things", false},
		"more in the code":   {"most = 50", "at most 5 things", true},
		"a sum in the code":  {"most = 5_000", "at most 5 things", true},
		"more in the rules":  {"most = 5", "at most 50 things", true},
		"another constant":   {"utmost_most = 6", "at most 5 things", true},
		"nothing of a limit": {"", "", true},
	} {
		if got := f.fault(c.source, c.rules); (got != "") != c.fault {
			t.Errorf("%s: %q", name, got)
		}
	}
}
