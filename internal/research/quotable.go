package research

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"alex"
)

// shown reports a passage of which sentences may be shown, under its title and
// with its source: none of them sells, promises, refutes another, or speaks to a
// program.
func (c Citer) shown(f alex.Found) bool {
	all := f.Title + "\n\n" + f.Source + "\n\n" + f.Text
	named := f.Title
	if !strings.HasPrefix(f.Source, "https://") && !strings.HasPrefix(f.Source, "http://") {
		named += "\n" + f.Source
	}
	return c.Quotable(all) && !toPrograms.MatchString(all) && !refuting.MatchString(all) && !leads.MatchString(named)
}

// toPrograms is how texts speak that want to steer a program which reads them.
var toPrograms = regexp.MustCompile(`(?i)\b(?:(?:ignore|disregard|forget|override|bypass) (?:\w+ ){0,3}(?:instructions?|rules?|prompts?|guidelines?|policy|above|previous)` +
	`|(?:system|developer|hidden|secret) (?:prompt|message|instructions?)|(?:you are|act as|pretend to be|as) (?:now )?(?:an? )?(?:\w+ )?(?:ai|assistant|language model|chatbot|dan)\b` +
	`|new instructions?:|(?:tell|inform|convince|instruct) the (?:user|reader|client|customer)|(?:to|for|dear|attention),? (?:all |the )?(?:ai|assistants?|(?:language )?models?|llms?|chatbots?)\b` +
	`|(?:print|reveal|send|output|repeat|exfiltrate|post) (?:\w+ ){0,4}(?:prompt|instructions|account numbers?|passwords?|api keys?|secrets?|tokens?|holdings of|user data)` +
	`|(?:call|use|invoke) the (?:\w+ )?(?:tool|function)|end of (?:document|context|data)|jailbreak|do not (?:tell|mention|reveal|disclose)|respond only|answer only with)|\{\{`)

// fits reports whole sentences that are neither too short nor too long, on one
// line, without marks of a program's text, and lead nowhere.
func fits(text string) bool {
	n := utf8.RuneCountInString(text)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"“‘(`))
	end := strings.TrimRight(text, `"”’)`)
	return n >= leastQuote && n <= mostQuote && (unicode.IsUpper(first) || unicode.IsDigit(first)) &&
		strings.HasSuffix(end, ".") && !strings.HasSuffix(end, "..") && !strings.ContainsAny(text, "\n{}<>|`\\") && !leads.MatchString(text)
}

// leads are addresses and numbers that a text wants its reader to turn to.
var leads = regexp.MustCompile(`(?i)\b(?:https?:|www\.|[\w-]+\.(?:com|org|net|gov|info|biz|io|example|us|co|ly|me|app|xyz)\b)|@|(?:\+?\d[\s().-]*)?\d{3}[\s).-]+\d{3}[\s.-]?\d{4}|\b\d{3}-\d{4}\b`)

// refuting are words of texts that say what is not so, of which a sentence alone
// would say that it is.
var refuting = regexp.MustCompile(`(?i)\b(?:false(?:ly|hoods?)?|untrue|(?:not|isn't|wasn't) true|hoax(?:es)?|myths?|misleading|fake[ds]?|forged|counterfeit|debunk\w*|misinformation|retract\w*|erroneous\w*|(?:following|these|this|such|the) claims?|claims? that)\b`)
