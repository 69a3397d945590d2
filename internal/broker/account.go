package broker

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"

	"alex"
)

// account is an account while its file is read.
type account struct {
	alex.Account
	institution string
	number      string              // normalised; never leaves this package
	masked      bool                // the broker already masked the number
	typed       bool                // the file says how it is taxed
	position    map[alex.Symbol]int // where a symbol stands in Positions
	line        map[alex.Symbol]int // the line that first named it
	rows        alex.Money          // Σ of its rows' dollar values
	total       *alex.Money         // the file's own total
}

// accountID names an account as a file does. Number may be empty.
type accountID struct {
	number, name, taxed string
	masked              bool
}

// key tells accounts of one file apart.
func (id accountID) key() string {
	number := normaliseNumber(id.number)
	if number == "" || id.masked {
		return number + "|" + strings.ToLower(id.name)
	}
	return number
}

func normaliseNumber(number string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number))
}

// last4 is the end of an account number, and never all of one that is not
// masked already.
func last4(number string, masked bool) string {
	r := []rune(number)
	n := min(4, len(r))
	if !masked && n > len(r)/2 {
		n = len(r) / 2
	}
	return string(r[len(r)-n:])
}

// fingerprint is hex HMAC-SHA256 of the broker and the number; empty without
// a key, since an unkeyed hash of a short number gives it away.
func fingerprint(key []byte, institution, number string) string {
	if len(key) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(institution + "\n" + number))
	return hex.EncodeToString(mac.Sum(nil))
}

var maskedTail = regexp.MustCompile(`^(.*?)[ ]*(?:\.{2,}|…|[Xx*]{3,}-?)[ ]*([A-Za-z0-9]{2,4})$`)

// splitAccount takes the number out of an account's text: "Roth IRA ...123"
// is masked, "Roth IRA 12345678" is not.
func splitAccount(text string) accountID {
	text = strings.Join(strings.Fields(text), " ")
	if m := maskedTail.FindStringSubmatch(text); m != nil {
		return accountID{name: strings.TrimSpace(m[1]), number: m[2], masked: true}
	}
	var id accountID
	var words []string
	for _, w := range strings.Fields(text) {
		if looksLikeNumber(w) {
			id.number += strings.Trim(w, "[]()#")
			continue
		}
		words = append(words, w)
	}
	id.name = strings.Trim(strings.Join(words, " "), " -–:,")
	return id
}

// looksLikeNumber reports that a word has five digits or more, as account
// numbers have and years have not.
func looksLikeNumber(word string) bool {
	digits := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 5
}

// taxRule is a word in an account's name and how such accounts are taxed.
type taxRule struct {
	pattern *regexp.Regexp
	taxed   alex.AccountType
}

// The first rule that matches holds, so "Roth 401(k)" is tax free and
// "Thrift Savings Plan" is not a savings account.
var taxRules = []taxRule{
	{regexp.MustCompile(`(?i)\broth|\bhsa\b|health savings`), alex.TaxFree},
	{regexp.MustCompile(`(?i)\b[a-z]*[_ ]?ira\b|401 ?\(?[ak]\)?|403 ?\(?b\)?|\b457|\btsp\b|\brollover|\bsep\b|\bsimple\b|pension|keogh|savings plan|deferred|profit sharing|retirement`), alex.TaxDeferred},
	{regexp.MustCompile(`(?i)savings|checking|cash management|\bcash account`), alex.CashAccount},
}

// inferType guesses from its name how an account is taxed: taxable unless the
// name says otherwise.
func inferType(name string) alex.AccountType {
	name = strings.ReplaceAll(name, "_", " ")
	for _, rule := range taxRules {
		if rule.pattern.MatchString(name) {
			return rule.taxed
		}
	}
	return alex.Taxable
}

// parseType reads an account type as the file states it: one of Alex's own
// words, or words such as "Roth IRA".
func parseType(text string) (alex.AccountType, bool) {
	word := alex.AccountType(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " ", "_"))
	for _, known := range word.Known() {
		if word == known {
			return known, true
		}
	}
	if inferred := inferType(text); inferred != alex.Taxable {
		return inferred, true
	}
	return alex.Taxable, strings.Contains(strings.ToLower(text), "taxable")
}

// nameOfFile is the name of the one account of a file that names none: the
// file's name without dates, numbers and extension.
func nameOfFile(file string) string {
	file = file[strings.LastIndexAny(file, `/\`)+1:]
	if i := strings.LastIndexByte(file, '.'); i > 0 {
		file = file[:i]
	}
	words := strings.FieldsFunc(file, func(r rune) bool { return !unicode.IsLetter(r) })
	name := strings.Join(words, " ")
	if name == "" {
		return "Imported account"
	}
	return clip("Imported from " + name)
}
