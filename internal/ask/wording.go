package ask

import "regexp"

// wording is how a question is asked in one's own words, over a reading: it asks
// in the one, unless it says the other.
type wording struct {
	id           string
	asks, unless *regexp.Regexp
}

func words(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`\b(?:` + pattern + `)(?:[^a-zA-Z]|$)`)
}

// Parts of wordings.
const (
	some     = `(?: [a-z']+){0,3} `
	retire   = `(?:retire|retired|retiring|stop working|stop work|quit working|quit work|quit my job|leave work)`
	ageOfN   = `(?:at|by|until|till|til|when i am|when i'm|when we are|when we're|when i turn|when i reach|when i hit)(?: the)?(?: age)?(?: of)? N`
	money    = `(?:money|savings|portfolio|nest egg|investments|assets|funds)`
	markets  = `(?:markets?|stocks?|economy|shares|wall street)`
	mine     = `(?:my|our|the|these|those)`
	partners = `wife|husband|spouse|partner|she|he|her|his|girlfriend|boyfriend|parents?|mother|father|mom|dad|son|daughter`
	topics   = `tax|taxes|taxed|taxable|insurance|medicare|medicaid|mortgage|house|home|inheritance|divorce|annuity|loan|debts?|college|car|care|health`
	howTo    = `how (?:can|do|could|should|much|many) (?:i|we)|how (?:much|many)`
	level    = `more than|less than|not|don't|never|stop|without|to [ND]`
	combined = retire + ` (?:early|earlier|sooner|later)|(?:can|could|would|will) (?:i|we) ` + retire
	oddities = `time|hours|energy|until|before|while|today|now|first`
)

var wordings = []wording{
	{
		"claim_at",
		words(`claim(?:ing|ed)?` + some + `social security|social security (?:[^.]* )?claim(?:ing|ed)?|(?:claim(?:ing)?|take|taking|start|starting|collect|collecting|draw|drawing|file for|filing for|begin|delay|delaying|defer|deferring)(?: [a-z']+){0,2} social security|social security (?:starts|begins)|wait(?:ing)? (?:until|till)(?: age)? N (?:[^.]* )?social security`),
		words(partners + `|N (?:and|or|with|without|but)|` + topics),
	},
	{
		"retire_at",
		words(retire + `(?: [a-z']+){0,4} ` + ageOfN + `|` + retire + ` age N|work(?:ing)?(?: [a-z']+){0,2} (?:until|till|til|to)(?: age)?(?: i am| i'm| i turn)? N|retirement (?:age )?(?:at|of)(?: age)? N|` + ageOfN + ` (?:can|could) i ` + retire),
		words(partners + `|N (?:and|or|with|without|but)|(?:part|full) time|how (?:much|many)|` + topics),
	},
	{
		"retire_when",
		words(`when (?:can|could|will|would|do|should|might|may) (?:i|we)` + some + retire +
			`|how (?:soon|early) (?:can|could|may|might) (?:i|we) (?:[a-z']+ ){0,3}` + retire + `|how (?:long|many years) (?:until|till|before) (?:i|we) (?:[a-z']+ ){0,3}` + retire +
			`|how (?:much )?long(?:er)? (?:do|must|will) (?:i|we) (?:have to |need to )?(?:keep |go on )?work(?:ing)?` +
			`|(?:earliest|soonest) (?:[^.]* )?` + retire + `|` + retire + ` (?:[^.]* )?earliest|earliest (?:[^.]* )?retirement` +
			`|(?:what|which) age (?:can|could|will|should|would|do) (?:i|we) (?:[a-z']+ ){0,3}` + retire +
			`|(?:can|could) (?:i|we) (?:(?:afford to|ever|really|realistically|safely|already) )*` + retire + `(?: early| earlier| sooner| now| yet| already| today)?(?: \.|$)|ready to ` + retire),
		words(partners + `|` + topics),
	},
	{
		"spend_less",
		words(`(?:spend|spent|spending|live on|withdraw|withdrawing) (?:[^.]* )?(?:less|fewer)|less spending|(?:cut|cutting|reduce|reducing|lower|lowering|trim|trimming|decrease|decreasing) (?:[^.]* )?(?:spending|expenses|budget|withdrawals)|cut(?:ting)? back`),
		words(howTo + `|` + level + `|` + oddities + `|` + combined + `|` + topics),
	},
	{
		"spend_more",
		words(`(?:spend|spent|spending|withdraw|withdrawing) (?:[^.]* )?(?:more|extra|additional|another)|more spending|(?:increase|increasing|raise|raising|boost) (?:[^.]* )?spending`),
		words(howTo + `|` + level + `|` + oddities + `|` + combined + `|` + topics),
	},
	{
		"save_more",
		words(`(?:save|saved|saving|contribute|contributed|contributing|invest|investing|put away|putting away|set aside|put aside) (?:[^.]* )?(?:more|extra|additional|another)|(?:put|putting) (?:[^.]* )?(?:more|extra|additional|another) (?:[^.]* )?(?:account|ira|savings)|(?:increase|increasing|raise|raising|boost) (?:[^.]* )?(?:savings?|contributions?)`),
		words(howTo + `|` + level + `|time|hours|energy|on|in (?:stocks|bonds|cash|gold|crypto)|for (?:a|an|my|our|his|her|vacation|school)|` + combined + `|` + topics),
	},
	{
		"spend_how_much",
		words(`how much(?: [a-z']+){0,4} (?:can|could|may|should|(?:will|would) (?:i|we) be able to) (?:(?:i|we) )?(?:[a-z']+ ){0,3}(?:spend|withdraw|take out|draw|live on)|what (?:can|could|should) (?:i|we) (?:[a-z']+ ){0,3}(?:spend|withdraw|live on)` +
			`|(?:what|how much)(?: [a-z']+){0,4} income (?:[^.]* )?(?:retire|retirement)|(?:what|how much)(?: [a-z']+){0,3} retirement income`),
		words(`on (?:a|an|the|my|our|this)|need|how much less|weeks?|weekly|days?|daily|this|now|today|` + topics),
	},
	{
		"cash",
		words(`how (?:long|many months) (?:[^.]* )?(?:cash|emergency (?:fund|savings))|(?:will|does|do|would|can|is) (?:[^.]* )?(?:cash|emergency (?:fund|savings)) (?:[^.]* )?(?:last|run out|enough|cover)|enough (?:cash|emergency savings)|months of (?:cash|expenses|spending)|how (?:much|big|large|good|is) (?:[^.]* )?emergency (?:fund|savings)|how much cash (?:do i have|is within reach)`),
		words(topics),
	},
	{
		"how_long",
		words(`how long (?:will|does|do|would|can|could|should) (?:` + mine + ` )?(?:[a-z']+ ){0,2}` + money + `(?: [a-z']+){0,3} last|(?:will|does|do|would|can|is) (?:` + mine + ` )?(?:[a-z']+ ){0,2}` + money + `(?: [a-z']+){0,2} (?:last|run out|run dry|hold out|be enough)` +
			`|(?:when|will|do|could|would|might) (?:i|we) (?:[^.]* )?run out of ` + money + `|(?:running|run) out of ` + money + `|outlive ` + mine + ` (?:[a-z']+ )?` + money + `|(?:am i|are we|is my plan) on track|enough(?: [a-z']+){0,3} (?:to retire|for retirement|in retirement)`),
		words(`avoid|without (?:running|outliving)|emergency|(?:to|for|in) (?:retire|retirement) (?:[^.]* )?N|` + topics),
	},
	{
		"what_matters",
		words(`matters? (?:the )?most|what matters|biggest (?:levers?|impact|difference|effect|influence)|what (?:would |could |can |might )?(?:helps?|improves?)|how (?:can|could|do|would|should) (?:i|we) improve|most important (?:thing|factor|lever|change)|improve my (?:plan|odds|chances|retirement)|(?:raise|increase|better) my (?:odds|chances)`),
		words(topics),
	},
	{
		"bad_start",
		words(markets + ` (?:[a-z']+ ){0,3}(?:crash|crashes|crashed|fall|falls|drop|drops|decline|declines|tank|tanks|collapse|collapses|plunge|plunges|badly|poorly|go down|goes down)|(?:market|another|big|great|there is a|there's a) crash|crash (?:like|of|as)|recession|bear market|downturn|great depression|financial crisis|bad (?:start|years?|decade|sequence|returns)|worst case|sequence of returns|(?:begins?|starts?) badly|(?:like in|as in|like|another|repeat of|happened in) N|N (?:happens|happened|repeats|again|crash|crisis)`),
		words(`(?:after|when|once|before|as|until) (?:i|we) (?:retire|am retired|are retired)|after retirement|bitcoin|crypto|gold|housing|bonds?|` + topics),
	},
	{
		"concentrated",
		words(`concentrated|concentration|diversified|diversify|diversification|undiversified|too much (?:money )?(?:in|of)|single stock|basket`),
		words(`fees?|pay|paying|(?:in|of) (?:stocks|bonds|cash)|` + topics),
	},
	{
		"fees",
		words(`fees?|expense ratios?|(?:funds?|etfs?|investments|portfolio)(?: [a-z']+){0,2} costs?|costs?(?: [a-z']+){0,2} (?:of|for|in) ` + mine + ` (?:[a-z']+ ){0,2}(?:funds?|etfs?|investments|portfolio)|(?:expensive|cheap) (?:[^.]* )?funds?`),
		words(`advisers?|advisors?|advisory|planners?|lawyers?|attorneys?|bank|atm|card|tuition|late|brokers?|club|` + topics),
	},
	{
		"targets",
		words(`targets?|drift|drifted|drifting|rebalance|rebalanced|rebalancing`),
		words(`target (?:date|retirement|fund|age)|(?:savings?|income|spending|retirement) targets?|targets? for|` + topics),
	},
}
