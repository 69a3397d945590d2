package seed

import (
	"regexp"

	"alex"
)

// Weights that many rules share.
const (
	onlyCash     = "cash:100"
	onlyBonds    = "fixed_income:100"
	onlyStocks   = "equity:100"
	northAmerica = "north_america:100"
	anywhere     = "global:100"
	abroad       = "international:100"
	diversified  = "diversified:100"
	aggregate    = "treasury:48|corporate:27|mortgage:21|government_related:4" // of BND, in the table
)

func cashRule(note string) rule {
	return rule{note: note, confidence: 70, class: onlyCash, regions: northAmerica, sectors: diversified}
}

var cashRules = []rule{
	{
		note: "money market fund, cash reserves or a bank sweep is cash", confidence: 70,
		name: regexp.MustCompile(`\b(money (market|mkt|fund)|mny mkt|mmkt|mm fund|cash reserves?|cash management|` +
			`cash (sweep|account|investments?)|liquid reserves|government money|govt money|gov money|` +
			`(bank )?deposit (sweep|program)|insured deposit|settlement fund|core position)\b`),
		not:  regexp.MustCompile(`\b(inc|corp)\b`),
		kind: alex.MutualFund, class: onlyCash, regions: northAmerica, sectors: diversified,
	},
	{
		note: "Treasury bills under a year are cash", confidence: 65,
		name: regexp.MustCompile(`\b(t ?bills?|treas(ury)? bills?|month bill|(0|1) ?3 month treasury|ultra short treasury|short treasury bond)\b`),
		form: fundForm, class: onlyCash, regions: northAmerica, sectors: "treasury:100",
	},
}

var bondRules = []rule{
	bondRule("TIPS are Treasury bonds", `tips|(inflation|infl|infla?tn) ?(protected|prot|protection|indexed|idx|linked|lnkd)|real return bond`, northAmerica, "treasury:100", 65),
	bondRule("municipal bonds", `muni|munis|municipals?|tax ?(exempt|free)( bond)?|muncpl`, northAmerica, "government_related:100", 65),
	bondRule("emerging markets bonds", `emerg\w* (markets?|mkts?).* (bonds?|bd|debt|income|government|govt|local currency)`, "latin_america:30|middle_east:25|asia:18|europe:15|africa:12", "government_related:100", 60),
	bondRule("foreign and global bonds", `(international|intl|global|foreign|world|ex us).* (bonds?|bd|debt|fixed income|aggregate)`, "international:90|north_america:10", "government_related:80|corporate:20", 50),
	bondRule("mortgage-backed bonds", `gnma|fnma|fhlmc|mbs|mortgage( backed)?( securities)?|ginnie mae`, northAmerica, "mortgage:100", 60),
	bondRule("bank loans", `(bank|senior|leveraged) loans?|floating rate( (income|high income|fund|loan|bond))?|floating rt`, northAmerica, "corporate:100", 55),
	bondRule("high-yield bonds", `(high|hi) (yield|yld)( (corp\w*|bonds?|bd|income|fund|fd|opportunities|etf))|high income|junk bonds?`, northAmerica, "corporate:100", 60),
	bondRule("corporate bonds", `(corporate|corp|credit|investment grade|inv grade|invt grade).*(bonds?|bd|debt|fund|fd|etf|index|income)|bonds?.* corporate`, northAmerica, "corporate:100", 60),
	bondRule("Treasury bonds", `treasury|treasuries|treas|government bonds?|govt (bonds?|bd|securities)|us government`, northAmerica, "treasury:100", 60),
	bondRule("aggregate bonds", `aggregate|agg bond|total (us )?(bonds?|bd|return bonds?)|ttl bd|us bonds?( index)?|core (plus )?(bonds?|bd)|broad bond`, northAmerica, aggregate, 65),
	bondRule("stable value counts as bonds", `stable value|guaranteed (investment|interest)|stable (income|return)`, northAmerica, "corporate:60|treasury:20|mortgage:20", 50),
	bondRule("bonds", `bonds?|bd|fixed income|fxd inc|debt|(ultra )?short (term|duration|maturity)|(low|limited) duration|ultra short|convertibles?( securities)?|(strategic|multi sector|multisector) income|income securities`, northAmerica, aggregate, 50),
	bondRule("preferred stock counts as bonds", `preferred|pfd`, northAmerica, "corporate:100", 50),
}

func bondRule(note, words, regions, sectors string, confidence int64) rule {
	return rule{
		note: note, name: regexp.MustCompile(`\b(` + words + `)\b`), form: fundForm, confidence: confidence,
		class: onlyBonds, regions: regions, sectors: sectors,
	}
}
