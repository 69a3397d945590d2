package report

// Words that several patterns share. In a pattern a space also matches line
// ends and hyphens (phrase).
const (
	markets = `(?:markets?|stocks?|bonds?|equit(?:y|ies)|shares?|prices?|returns?|index(?:es)?|indices|econom(?:y|ies)|(?:interest|mortgage) rates?|rates|inflation|gold|silver|oil|bitcoin|crypto(?:currenc(?:y|ies))?|sectors?|s&p 500|nasdaq|the dow|real estate|housing|commodities|treasur(?:y|ies)|yields?|valuations?|tech(?:nology)?)`
	holders = `(?:portfolio|funds?|etfs?|investments?|holdings?|positions?|money|savings|nest egg|accounts?|plan|retirement|income|strategy|allocation|mix|balance|it|they|this|that|MARK)`
	perform = `(?:rise|rising|fall|falling|grow|growing|climb|climbing|soar|soaring|surge|surging|crash|crashing|drop|dropping|rally|rallying|rebound|rebounding|recover|recovering|bounce|bouncing|go up|go down|go higher|go lower|going up|going down|gain|gaining|lose|losing|double|doubling|triple|tripling|beat|beating|outperform|outperforming|underperform|return|earn|yield|deliver|pay off|appreciate|increase|decrease|decline|declining|plunge|plunging|collapse|skyrocket|explode|take off|keep up|keep growing|keep rising|keep pace|come back|last|survive|succeed|fail|work|be fine|be enough|be ok|be okay|be safe|be worth|be higher|be lower|be up|be down|hold up|hold their value|hold its value|be there|reach|hit|cover|support|run out|never run out|provide|do well|win|flourish|thrive|make you|improve|protect|ensure|secure|turn around|correct|boom|tumble|slump|peak|bottom)`
	adviser = `(?:financial |tax |professional |human |fee only |investment )*(?:advis[eo]rs?|advice|planners?|accountants?|lawyers?|attorneys?|cpas?|professionals?|experts?)`
	someone = `(?:you|we|i|investors?|everyone|everybody|one|anyone|people|retirees?|savers?|clients?)`
)

// complianceRules are the claims that numbers are never worth. The ids are
// stable; tests count each rule's examples.
var complianceRules = []complianceRule{
	// Certainty and guarantees.
	{
		id: "guarantee", pattern: phrase(`\bguarant(?:ee|eed|ees|eeing|y|or)\b`),
		unless: phrase(`\bguaranteed (?:(?:lifetime|minimum|level|fixed|deferred|period|income|interest|investment|withdrawal|issue|renewable|accumulation|death|rate|universal) )*(?:annuit(?:y|ies)|contracts?|account|benefits?|riders?|products?|insurance|policy|policies|certificates?|period|universal life)\b|\bguaranteed (?:issue|renewable|investment contracts?)\b|\bpension benefit guaranty|\bguaranty (?:associations?|corporation|funds?)\b|\bguarantees? (?:nothing|no|neither|of the (?:insurer|issuer))\b|\bguarantees? (?:depends?|rests?|relies|are only as|is only as|are subject|is subject|are backed|is backed)|\b(?:loan|mortgage|personal) guarant|\bgovernment guaranteed (?:bonds?|mortgages?|loans?)`),
		why:    "no result is guaranteed",
	},
	{
		id: "risk_free", pattern: phrase(`\brisk ?(?:less|free)\b|\bfree (?:of|from) (?:any |all )?risks?\b`),
		unless: phrase(`\brisk ?free (?:interest )?(?:rates?|benchmark)\b`), why: "nothing is free of risk",
	},
	{
		id: "cannot_lose", pattern: phrase(`\b(?:cannot|can ?not|can't|could not|couldn't|won't|will not|will never|can never|never|impossible to|no way to|unable to|not possible to) (?:ever |possibly |really )*los(?:e|es|ing)\b(?: sight| track)?|\bnothing to lose\b|\bcan't go wrong\b|\bcannot go wrong\b`),
		unless: phrase(`\blose (?:sight|track)`), supposed: true, why: "every investment can lose",
	},
	{
		id: "certain", pattern: phrase(`\b(?:is|are|be|it's|that's|almost|nearly|virtually|absolutely|completely|quite|feel|seems?|looks?|all but|remains?|dead) (?:almost |nearly |virtually |absolutely |now |all but )*certain\b|\bcertain (?:to|that)\b|\bcertain (?:returns?|gains?|profits?|outcomes?|success|winners?|income|growth|wins?)\b|\b(?:with|a|absolute|complete|total|near|virtual) (?:absolute |complete |total |near |virtual )*certaint(?:y|ies)\b|\bcertainly\b`),
		unless: phrase(`\b(?:make|made|making) certain\b|\bfor certain\b|\bdegree of certainty\b|\bcertain (?:types|kinds|accounts|funds|cases|years)\b`), why: "the future is not certain",
	},
	{
		id: "promise", pattern: phrase(`\b(?:promis(?:e|es|ed|ing)|assured(?:ly)?|reassured|assures?|rest assured)\b|\bensures? (?:you|your|that (?:you|your)|a (?:comfortable|secure|safe|happy)|financial|higher|steady|returns?|success)\b`),
		unless: phrase(`\b(?:promises?|assures?) (?:nothing|no|neither)\b|\bpromis(?:ed|es) (?:a |the )?(?:pension|benefits?|payments?)\b`), why: "no outcome is promised",
	},
	{
		id: "definitely", pattern: phrase(`\b(?:definitely|undoubtedly|unquestionably|inevitabl[ye]|indisputably|surely|without (?:a |any )?(?:doubt|question|fail)|no doubt|no question|beyond (?:a |any )?doubt|(?:100|hundred) ?(?:%|percent) (?:sure|safe|secure|certain)|foregone conclusion|for sure|count on it|bank on it|mark my words)\b`),
		why: "no outcome is beyond doubt",
	},
	{
		id: "proves", pattern: phrase(`\b(?:prove[sn]?|proof) (?:that|to|winners?|strateg(?:y|ies)|system|formula|method|track record|way|it|success|profits?|returns?)\b|\b(?:time|battle|history|scientifically) (?:tested and )?proven?\b|\bhas been proven\b|\bproves\b`),
		why: "a simulation proves nothing",
	},
	{
		id: "cannot_fail", pattern: phrase(`\b(?:cannot|can't|can not|won't|will not|never|doesn't|does not|impossible to|too big to) (?:ever |possibly )*fails?\b|\b(?:fail|fool|bullet|bomb|crash|recession|inflation|future) ?proof\b|\bfailsafe\b|\bfail safe\b|\biron ?clad\b|\brock solid\b|\bunsinkable\b|\binfallible\b|\bsurefire\b|\bsure fire\b`),
		supposed: true, why: "every plan can fail",
	},

	// Absolute safety.
	{
		id: "no_downside", pattern: phrase(`\b(?:no|zero|without|little to no|hardly any|not any|never any) (?:real |any |possible |meaningful |hidden |market |investment )*(?:downsides?|risks?|danger|drawbacks?|catch)\b|\b(?:isn't|is not|are not|aren't) any (?:downside|risk|danger)\b|\bnothing (?:can|could|will) go wrong\b|\bnothing to worry about\b|\bno (?:need|reason) to worry\b|\bworry free\b|\bdon't worry\b`),
		unless: phrase(`\bno risk (?:tolerance|score|premium|level|data|figure)`), why: "every choice has a risk",
	},
	{
		id: "sure_thing", pattern: phrase(`\b(?:sure (?:thing|bet|winner|win|way|profit|gains?|returns?)|safe bet|sure to|lock(?:ed)? in (?:gains?|profits?|returns?)|slam dunk|one way bet|can only (?:go up|rise|win|grow|gain)|nowhere to go but up|money in the bank|bound to|destined to|a given|easy (?:money|win|profits?|gains?))\b`),
		unless: phrase(`\b(?:make|be|making|being) sure to\b`), why: "there is no sure thing",
	},
	{
		id: "safe", pattern: phrase(`\b(?:is|are|stays?|remains?|keeps?|kept|be|being|feels?|looks?|it's|that's|you're|perfectly|completely|totally|absolutely|entirely|100%|very|extremely|ultra|super|your money|your savings) (?:now |always |all |perfectly |completely |totally |absolutely |entirely |very |quite |as )*safe\b|\bsafe (?:investments?|choices?|havens?|returns?|income|money|places?|options?|stocks?|bonds?|bets?|assets?|portfolios?|retirement|funds?|for|from|as)\b|\bsafest\b|\bkeeps? (?:you|your (?:money|savings|capital|nest egg)) safe\b|\bthe safety of\b|\bcomplete safety\b|\bsafely (?:spend|withdraw|retire|ignore|assume|invest|take)\b`),
		unless: phrase(`\bsafe (?:withdrawal|harbou?r|deposit)\b`), supposed: true, why: "nothing is simply safe",
	},
	{
		id: "protected", pattern: phrase(`\b(?:is|are|be|stays?|remains?|fully|completely|well|totally|always|keeps? (?:you|your \w+)) (?:now |always |fully |completely |well |totally |safely )*(?:protected|insulated|immune|shielded|invulnerable|covered (?:against|from) (?:loss|losses|any loss|market))\b|\bprotects? (?:you|your|against|from|investors?)\b|\b(?:guards?|shields?|insulates?) (?:you|your)\b|\bprotected (?:from|against)\b|\bprotection (?:from|against) (?:any |all |market )?(?:loss|losses|downturns?|crash|crashes|inflation)\b`),
		unless: phrase(`\b(?:inflation|password|principal) protected (?:securit|bond|note|fund|treasur|annuit|file|by a password)\w*|\bprotected by (?:a password|encryption)\b`), hedged: true, why: "nothing protects against every loss",
	},
	{
		id: "secure", pattern: phrase(`\b(?:retirement|future|money|income|savings|plan|nest egg|portfolio|finances|you) (?:is|are|will be|becomes?|stays?|remains?) (?:now |fully |completely |totally |very |financially |all )*(?:secure|secured|set for life|bulletproof|assured|sound|recession|untouchable|set|unshakable|golden)\b|\bfinancially secure for life\b|\bset for life\b`),
		supposed: true, why: "no plan is simply secure",
	},

	// Markets and outcomes foretold.
	{
		id: "market_will", pattern: phrase(`\b` + markets + `(?: \w+)? (?:will|shall|won't)\b(?: \w+)?`),
		unless: phrase(`\b(?:will|won't) (?:likely )?(?:not )?(?:vary|differ|fluctuate|mature|always|be (?:shown|listed|updated|counted|read|used|added|classified|treated|rounded|priced|recorded|refreshed|checked|asked|included|left|kept|marked|sorted|grouped|taken|drawn|known|different|re\w+))\b`), supposed: true, why: "no one knows what a market will do",
	},
	{
		id: "holding_will", pattern: phrase(`\b` + holders + `(?: (?:\w+))? (?:will|shall|won't|is going to|are going to)(?: \w+ly| always| never| not| also| still| then| soon| easily)* ` + perform + `\b|\b(?:it|that|they|this)'ll ` + perform + `\b|MARK will ` + perform + `\b`),
		supposed: true, why: "no one knows what an investment will do",
	},
	{
		id: "you_will", pattern: phrase(`\byou(?:r family|r heirs)?(?:'ll| will| shall| are going to)(?: \w+ly| always| never| not| also| still| soon| then)* (?:have (?:enough|more|plenty|nothing)|be (?:fine|ok|okay|rich|wealthy|safe|able to (?:retire|afford)|set|comfortable|glad|a millionaire)|never run out|run out|retire|reach|get rich|earn|make (?:money|a)|gain|profit|lose|win|outlive|enjoy|succeed|never have to|come out ahead|double|beat|thank)\b`),
		supposed: true, why: "no one knows how a plan will turn out",
	},
	{
		id: "prediction", pattern: phrase(`\b` + markets + `(?: \w+)? (?:is|are|looks?|seems?|remains?) (?:about|set|poised|due|headed|heading|ready|primed|on track|certain|likely|expected|going|bound|overdue|positioned|destined|guaranteed) (?:to|for|higher|lower|up|down)\b|\b(?:expect|predict|forecast|foresee|anticipate)(?:s|ing)? (?:that )?(?:the |a |an |higher |lower |strong |rising |falling |more |steep |big |us )*(?:` + markets[3:len(markets)-1] + `|rally|crash|correction|recession|rebound|recovery|bull market|bear market)\b|\b(?:price )targets? of (?:MARK|\$)|\bprice targets?\b|\b(?:a|the|another|next|big|major) (?:crash|rally|correction|recession|rebound|recovery|bull market|bear market|downturn|boom|surge|selloff|sell off) (?:is|are|will|looks|seems) (?:coming|near|imminent|inevitable|ahead|likely|around|on the way|due|overdue|certain|here)\b|\b(?:crash|rally|correction|recession|bull market|bear market|boom) (?:ahead|looms|is around the corner)\b`),
		supposed: true, why: "markets cannot be predicted",
	},
	{
		id: "valuation", pattern: phrase(`\b(?:(?:is|are|looks?|seems?|remains?|currently|badly|deeply|massively|wildly) )+(?:undervalued|overvalued|underpriced|overpriced|mispriced|cheap|a bargain|a steal|on sale|oversold|overbought|due for)\b|\b(?:undervalued|overvalued|oversold|overbought) (?:stocks?|market|shares|bonds|sector)\b|\bbottom(?:ed out| is in)\b|\bhas (?:bottomed|peaked)\b|\bto the moon\b|\bsky ?rocket(?:s|ing)?\b|\bnext (?:big thing|apple|amazon|tesla|nvidia|bitcoin)\b|\bnew highs? (?:ahead|soon|next)\b|\bupside (?:is|remains) (?:huge|enormous|unlimited)\b|\bunlimited upside\b`),
		why: "a price is not called cheap or dear",
	},
	{
		id: "always", pattern: phrase(`\b` + markets + `(?: (?:have|has|do|does|can|historically|over time|in the long run))* (?:always|never|invariably|consistently|every (?:time|year|decade)|without exception)(?: \w+)?\b|\b(?:diversification|rebalancing|patience|indexing|investing|compounding|time in the market|the long run) (?:always|never|invariably) \w+\b|\b(?:always|never|invariably) (?:go(?:es)? up|go(?:es)? down|rises?|recovers?|comes? back|bounces? back|wins?|beats?|pays? off|works?|loses? (?:money|value)|lost (?:money|value)|falls?|crash(?:es)?|declines?|drops?|a (?:good|bad) (?:time|idea|investment))\b|\bevery (?:crash|downturn|bear market|correction|dip|recession|decade|year)(?: in history)?,? (?:\w+ )?(?:has )?(?:recovers?|recovered|ends?|ended|been followed|rises?|rose|rebounds?|is a buying)\b|\b(?:every|all) (?:investors?|portfolios?|retirees?|savers?) (?:needs?|should|must|has to|have to|ought)\b|\beverybody (?:needs|should|must)\b|\beveryone (?:needs|should|must)\b`),
		unless: phrase(`\b(?:always|never) (?:the same|exact|known|current|available|obvious)\b|\bprices? (?:is|are) (?:always|never)`), why: "markets do nothing always or never",
	},

	// Orders and advice.
	{
		id: "order", pattern: phrase(`(?:^[\s>#*+-]*(?:\d+[.)] )?|[.!?:;>"]\s+|[—-]\s+)(?:(?:so|now|then|please|just|simply|first|next|instead|today|immediately|go and|go ahead and|and|also|finally|you should|definitely),? )*(?:buy|sell|purchase|dump|unload|liquidate|short (?:the|this|these|MARK)|acquire|accumulate|ditch|snap up|load up on|get out of|get into|exit|invest (?:in|all|everything|more|heavily|your|now|MARK)|trade|swap|trim|cash out(?: of)?|bail out of|stay away from|move (?:all|everything|your (?:money|savings|portfolio|funds))|switch (?:all|everything|to|into|from|out)|put (?:all|everything|more|your|MARK|the)|add (?:more|to your|MARK)|replace)\b`),
		unless: phrase(`\bbuy and (?:hold|sell)\b|\b(?:buy|sell) (?:only|side|orders?|or|and buy|and hold)\b|\b(?:purchase|trade|exit|short|swap) (?:dates?|prices?|costs?|history|list|worksheet|term|of|records?|falls?|answer|version|offs?)\b|\btrade offs?\b|\bput another way\b|\bput (?:simply|differently|together)\b|\breplace (?:it|this|that|the (?:assumption|default|placeholder|figure|date)|any|these)|\badd (?:more|to your)(?: \w+)? (?:detail|details|data|years|history|accounts?|positions?|information)\b|\btrade deficits?\b`),
		firm:   true, why: "Alex shows options and gives no orders",
	},
	{
		id: "should_trade", pattern: phrase(`\b(?:should|must|need to|needs to|have to|has to|ought to|had better|better|want to|time to|moment to|chance to|reason to|wise to|smart to|urge you to|advise you to|tell you to|encourage you to|recommend you|recommend that you|suggest you|suggest that you|please|just|simply|i'd|i would|we'd|let's) (?:now |immediately |really |also |quickly |definitely |then |not )*(?:buy|sell|purchase|dump|unload|liquidate|short|trim|hold|exit|get out of|get into|load up on|swap|own|switch|ditch|invest|move|put|go)\b(?: (?:more|all|some|into|in|out|to|your|the|MARK))*`),
		unless: phrase(`\b(?:just|simply|better) (?:hold|put|move|go)\b|\bneed to (?:hold|go|move|put|own|invest|buy)\b|\bwant to (?:hold|go|move|put|own|invest|buy|sell|switch|swap|trim)\b|\bhave to (?:sell|hold|buy)\b|\btime to (?:move|go|put)\b|\breason to (?:hold|own)\b|\bhad to\b|\bchance to (?:move|go|put|hold)\b`), why: "Alex does not tell anyone to trade",
	},
	{
		id: "forced_trade", pattern: phrase(`\byou (?:should|must|ought to|have to|need to) (?:now |also |immediately )*(?:buy|sell|purchase|liquidate|invest|own|convert|retire|claim|rebalance|diversify|reallocate|shift|increase|reduce|cut|raise|stop|file|deduct|take social security|delay social security|roll over|harvest)\b|\bit is time to (?:buy|sell|get (?:in|out))\b|\bbuy the dip\b|\b(?:is|are|a|an|strong|screaming|clear|great|solid|as a) (?:buy|sell) (?:now|right now|today|rating|signal|opportunity)\b|\b(?:strong|screaming|clear|great|solid|conviction|top) (?:buy|sell)\b|\bis a (?:buy|sell|hold)\b|\b(?:buying|selling) opportunity\b|\bmust (?:own|have) (?:stock|fund|etf|investment)s?\b|\bmust own\b|\bget (?:in|out) (?:now|while you can|before)\b|\b(?:great|good|perfect|ideal|right|best) time to (?:invest|buy|sell|get|own|enter)\b`),
		supposed: true, why: "Alex does not tell anyone what to do",
	},
	{
		id: "recommend", pattern: phrase(`\b(?:we|i|alex|this report|our (?:team|experts?|analysts?))(?: (?:strongly|highly|would|do|can|also|therefore))* (?:recommend|recommends|advise|advises|urge|urges|suggest you|suggests you|endorse|endorses)\b|\b(?:my|our) (?:advice|recommendation|top pick|pick|favou?rite|call) (?:is|to you|would be)\b|\b(?:recommended|top|our|favou?rite) (?:picks?|buys?|stocks?)\b|\bis (?:highly |strongly )?recommended\b|\brecommended for you\b`),
		why: "Alex recommends nothing",
	},
	{
		id: "suitability", pattern: phrase(`\b(?:suitable|suited|appropriate|right|perfect|ideal|tailored|optimal|well suited|customi[sz]ed|best suited|a (?:good|great|perfect) fit) (?:just |specifically |exactly |precisely |mix |choice |portfolio |fund |investment |allocation |plan |option |one )*(?:for|to) (?:you|your|(?:someone|people|investors|a person|savers|retirees) (?:like you|(?:of|at) your age|your age|in your (?:position|situation|shoes)))\b|\b(?:in|serves?|acts? in|for) your (?:own )?best interests?\b|\bmeets (?:all )?your needs\b|\b(?:fits|suits|matches) (?:you|your (?:situation|needs|goals?|risk|personality|profile|age))(?: perfectly| exactly| well)?\b|\bpersonali[sz]ed (?:investment |financial )?(?:advice|recommendations?)\b|\bthe right (?:choice|mix|fund|portfolio|allocation|investment|move|thing to do)\b|\bthe (?:optimal|ideal|perfect) (?:mix|portfolio|allocation|choice|fund|investment|plan|strategy)\b`),
		supposed: true, why: "suitability is for an adviser to judge",
	},
	{
		id: "fiduciary", pattern: phrase(`\b(?:as|i am|i'm|we are|we're|alex is|acts? as|acting as|acts like|serves? as|being|am|is|like) (?:a |an |your |true |registered |licensed )*(?:fiduciar(?:y|ies)|registered investment advis[eo]rs?|financial advis[eo]r|licensed advis[eo]r|certified financial planner)\b|\b(?:our|my|a|this) fiduciary (?:duty|standard|advice|recommendation|obligation|responsibility)\b|\bfiduciary duty to you\b`),
		unless: phrase(`\b(?:ask|find|see|from|with|to|by|consult|whether) (?:an advis[eo]r who|someone who|(?:he|she|they|the advis[eo]r)) (?:is|acts as|are)`), supposed: true, why: "Alex is no fiduciary",
	},

	// Tax and law.
	{
		id: "tax_fact", pattern: phrase(`\byou (?:will |won't |do not |don't |will not |never |shall )*(?:owe|pay|get back|have to pay) (?:no |zero |any |MARK(?: in)? |less |lower |more |additional |extra )*(?:(?:income|capital gains?|federal|state|estate) )*tax(?:es)?\b|\b(?:completely|entirely|totally|fully|always|forever|100%) tax free\b|\btax free (?:forever|for life|money|gains?|profits?|returns?|growth|income)\b|\bno tax(?:es)? (?:ever|at all|is due|are due|whatsoever|on)\b|\b(?:avoids?|eliminates?|escapes?|erases?|dodges?) (?:all |any |every |the )*tax(?:es|ation)?\b|\b(?:reduces?|cuts?|lowers?|saves?|slash(?:es)?) (?:you |on )?(?:your )?(?:\w+ )?tax(?:es| bill)\b|\b(?:will|would|does) save you (?:MARK |money )?(?:in|on) tax(?:es)?\b|\btax loophole\b`),
		hedged: true, why: "tax is a matter for a professional",
	},
	{
		id: "tax_rule", pattern: phrase(`\b(?:is|are) (?:fully |always |completely )?(?:tax )?deductible\b|\byou (?:can|should|must) (?:legally |safely |always )*(?:deduct|write off|claim (?:a|the) (?:deduction|credit|loss))\b|\byou qualify for\b|\byou are (?:eligible|entitled|exempt)\b|\byou're (?:eligible|entitled|exempt)\b|\bthe irs (?:will|won't|allows? you|lets? you|never|cannot|can't|does not care|doesn't care)\b|\byou(?:'re| are) (?:legally |by law )(?:required|obliged|allowed|entitled|permitted)\b|\b(?:perfectly|completely|entirely|totally) legal\b|\b(?:is|as|our|this|my) (?:legal|tax) advice\b|\bby law,? you\b|\bthe law (?:requires|allows|lets|says|guarantees) (?:you|that you)\b|\b(?:is|are) (?:always |never )?taxed at (?:MARK|only|the|a)\b|\bno penalty (?:applies|is due|at all)\b`),
		hedged: true, why: "tax and law are for a professional",
	},
	{
		id: "insured", pattern: phrase(`\b(?:stocks?|etfs?|funds?|portfolios?|investments?|bonds?|brokerage accounts?|securities|annuit(?:y|ies)|crypto|holdings?|money market funds?|everything|shares|losses|gains|MARK)(?: \w+)? (?:is|are|comes?|carry|carries|enjoys?) (?:\w+ )?(?:fully |also |all |federally )*(?:fdic|sipc|government|federally|federal)?[\s-]*(?:insured|insurance|backed by the (?:government|fdic|sipc|us government))\b|\binsured (?:against|from) (?:any |all |market |investment )*loss(?:es)?\b|\b(?:sipc|fdic|the government|insurance)(?: insurance| coverage)? (?:protects?|insures?|covers?|guarantees?|reimburses?|makes good) (?:you |your )?(?:against |from |for )?(?:any |all |every |market |investment |stock |the |your )*(?:loss(?:es)?|declines?|portfolio|stocks?|drop|fall|investments?)\b|\bgovernment backed (?:returns?|stocks?|gains?|portfolio)\b|\bfdic insured (?:stocks?|etfs?|funds?|portfolios?|investments?|bonds?)\b|\bfully insured\b`),
		hedged: false, supposed: true, why: "market losses are not insured",
	},

	// Pressure and superlatives.
	{
		id: "act_now", pattern: phrase(`\b(?:act|move|invest|decide|buy|sell|start|switch|sign up|rebalance) (?:now|fast|today|quickly|immediately|right away|at once|without delay|before it's too late|while you (?:still )?can)\b|\b(?:don't|do not|never) (?:miss|wait|delay|hesitate|let this)\b|\bhurry\b|\blimited time\b|\blast chance\b|\bbefore it(?:'s| is) too late\b|\btime is running out\b|\bwindow (?:is closing|of opportunity|closes)\b|\bnow or never\b|\bonce in a lifetime\b|\bevery (?:day|minute|hour) you wait\b|\bno time to (?:lose|waste)\b|\bwhile (?:it|they|prices?) lasts?\b|\burgent(?:ly)?\b`),
		unless: phrase(`\bnot urgent\b|\bnothing (?:here )?is urgent\b`), firm: false, why: "no pressure",
	},
	{id: "no_brainer", pattern: phrase(`\bno ?brainers?\b|\bobvious (?:choice|winner|buy|move|investment)\b|\bclear (?:winner|choice)\b|\bcan't miss\b|\bcannot miss\b|\bwin win\b|\bno strings\b|\btoo good to (?:pass|miss)\b|\bwhat are you waiting\b`), why: "nothing is that simple"},
	{
		id: "best", pattern: phrase(`\bbest\b`),
		unless: phrase(`\bat best\b|\bbest (?:estimates?|guess(?:es)?|efforts?|practices?|known|case|available (?:data|estimate|price|information)|fitting|fit line|and (?:the )?worst|before|by date|years?|months?|quarters?|decades?|days?|calendar|of the (?:shipped|historical)|\w+ (?:years?|months?|decades?) (?:of|in|on|since))\b|\bworst and (?:the )?best\b|\bdo(?:es)? (?:its|your|our|their) best\b|\bbest to (?:ask|check|confirm|talk|consult)\b`), why: "no choice is the best for everyone",
	},
	{
		id: "insider", pattern: phrase(`\binsiders?\b|\b(?:hot|secret|confidential|inside) (?:tips?|stocks?|picks?|information|formula|strateg(?:y|ies)|scoop|knowledge|track)\b|\bwhat wall street (?:doesn't|does not|won't)\b|\bsmart money\b|\bhidden gems?\b|\bthey don't want you to know\b`),
		unless: phrase(`\binsider trading\b`), why: "no one here knows more than others",
	},
	{
		id: "superiority", pattern: phrase(`\bout ?perform(?:s|ed|ing|ance)?\b|\b(?:beat|beats|beating|beaten|crush(?:es)?|trounces?|smash(?:es)?|tops) (?:the |your |any |every |all |most |other |its |their |these |those |both |every other )*(?:markets?|index(?:es)?|indices|inflation|benchmarks?|averages?|competition|competitors?|others?|peers|rest|stocks|bonds|cash|funds?|managers?|experts?|professionals|advis[eo]rs?|s&p(?: 500)?|nasdaq|dow|rivals|MARK|savings accounts?|banks?|target date funds?|odds|everything|them all)\b|\bmarket beating\b|\b(?:superior|unbeatable|unmatched|unrivall?ed|unparallell?ed|second to none|world class|top performing|best performing|top notch|number one|market leading|award winning|top rated|top ranked|the greatest|the finest|the smartest|the ultimate)\b|\bbetter than (?:any|all|every|most|other|the market|the competition|an advis[eo]r|any advis[eo]r|anyone|anything|a bank|the rest|the average|your advis[eo]r|human)\b|\b(?:a |clear |sure |big |proven )winners?\b|#1\b`),
		unless: phrase(`\b(?:superior court)\b`), supposed: true, why: "no investment is claimed to be superior",
	},

	// All-in, leverage, riches.
	{
		id: "all_in", pattern: phrase(`\b(?:go|going|goes|gone|went|be|get|getting|bet) all in\b|\ball in (?:on|bets?|with)\b|\b(?:put|putting|puts|move|moving|invest|investing|bet|betting|stake|shift|shifting|throw|concentrate|pour|pouring|place) (?:it )?(?:all|everything|every (?:dollar|penny|cent)|(?:all (?:of )?)?your (?:entire|whole|life|full|total|retirement|hard earned)?[\s-]*(?:savings|money|portfolio|nest egg|fortune|wealth|assets|balance))(?: of it| you have| your money| your savings)? (?:in|into|on|behind)\b|\bbet (?:everything|the farm|the house|the ranch|it all|big|your)\b|\bentire (?:savings|portfolio|nest egg|balance) (?:in|into|on) (?:one|a single|MARK)\b|\bdouble down\b|\ball your eggs\b`),
		unless: phrase(`\ball in (?:all|cash|one place|fees?|costs?)\b|\ball your eggs in one basket (?:is|raises|adds|means)\b`), why: "nobody is told to stake everything",
	},
	{
		id: "leverage", pattern: phrase(`\b(?:use|using|add|adding|apply|employ|take on|more|maximum|some) leverage\b|\bleverage (?:up|your|it|can (?:boost|multiply|double)|to (?:boost|multiply|increase|amplify|grow))\b|\bborrow(?:ed|ing)?(?: more)?(?: money| funds| cash| heavily| against (?:your|the) (?:home|house|portfolio|\w+))?(?: to| so you can| and) (?:invest|buy|put|add)\b|\b(?:buy|buying|invest|investing|trade) (?:\w+ )?(?:on margin|with borrowed (?:money|funds))\b|\bmortgage your (?:home|house)\b|\bmax out (?:your|the) (?:credit|loan|margin|cards?)|\bmargin (?:loan|account) to (?:buy|invest|boost)\b|\b(?:home equity|loan|credit card) to (?:invest|buy (?:stocks|shares|more))\b|\bamplif(?:y|ies) your (?:gains|returns)\b`),
		unless: phrase(`\b(?:no|not any|without|less) leverage\b`), why: "nobody is told to borrow to invest",
	},
	{
		id: "double_money", pattern: phrase(`\b(?:doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl(?:e|es|ed|ing)|multipl(?:y|ies|ied|ying)|10x|grow) (?:up )?(?:your|their|its|his|her|our) (?:money|savings|investment|portfolio|nest egg|wealth|capital|returns?|fortune|balance)(?: (?:fast|overnight|quickly|in no time))?\b`),
		unless: phrase(`\bgrow (?:your|their|its|his|her|our) (?:money|savings|investment|portfolio|nest egg|wealth|capital|returns?|fortune|balance)\b`), supposed: false, why: "nobody's money is doubled",
	},
	{
		id: "riches", pattern: phrase(`\bget rich\b|\b(?:grow|make) (?:your )?(?:money|wealth)(?: \w+)? (?:fast|overnight|quickly|in no time)\b|\bmake a (?:fortune|killing|bundle|mint)\b|\b(?:is|it's|as|like|of|some|basically|get|this|almost) free money\b|\b(?:huge|massive|explosive|enormous|incredible|unbelievable|amazing|spectacular|outsized|effortless|instant|quick|fantastic) (?:gains?|returns?|profits?|growth|upside|wealth|income)\b|\b(?:jackpot|gold ?mine|home run|cash cow|money machine|life changing|multi ?bagger|ten ?bagger)\b|\beffortless(?:ly)?\b`),
		why: "nobody gets rich here",
	},

	// Against caution.
	{
		id: "against_advice", pattern: phrase(`\b(?:don't|do not|doesn't|does not|no longer|never|hardly) (?:really |actually |ever )*(?:need|require|want|have to (?:hire|pay|see|ask|consult)|bother with|listen to|trust|talk to|pay for|hire|consult|ask) (?:an? |any |your |the |to (?:hire|pay|see|ask|consult|talk to) )*(?:an? |any |your |the )*` + adviser + `\b|\bno need (?:for|to (?:see|ask|hire|pay|consult|talk to)) (?:an? |any |your |the )*` + adviser + `\b|\b(?:skip|fire|ignore|avoid|dump|ditch|drop|replaces?|instead of) (?:an? |any |your |the |every )*` + adviser + `\b|\b` + adviser + ` (?:is|are) (?:a waste|useless|unnecessary|overpriced|a scam|scams|not needed|not necessary|only (?:salesmen|salespeople)|for)\b|\bneed no ` + adviser),
		unless: phrase(`\b(?:ignore|avoid|drop) (?:the |this )?(?:tax )?(?:advice column)`), why: "asking a professional is never discouraged",
	},
	{
		id: "against_diversification", pattern: phrase(`\bdiversif(?:ication|ying) (?:is|are|isn't|only|just|does not|doesn't|never) (?:\w+ )*?(?:overrated|unnecessary|pointless|useless|a waste|a myth|for (?:losers|amateurs|the ignorant|cowards|people who)|dilutes|not (?:needed|necessary|worth)|hurts|help|helps? (?:nobody|no one)|needed|necessary|worth it)\b|\b(?:no need to|need not|don't need to|do not need to|don't have to|do not have to|don't|do not|stop|never|not worth|forget about|why bother to|no reason to|no point in) (?:bother )?(?:diversify(?:ing)?|spread(?:ing)? (?:your|the) (?:risk|bets|money)|diversification)\b|\bconcentrat(?:e|ion) (?:your bets|builds wealth|is the way|beats|wins)\b|\b(?:emergency fund|cash buffer|insurance|rainy day fund) is (?:unnecessary|pointless|a waste|useless|not needed|overrated)\b|\b(?:don't|do not|no) need (?:an |any |for an |a )?emergency (?:fund|savings)\b`),
		unless: phrase(`\bdiversification (?:does not|doesn't) (?:ensure|guarantee|remove|prevent|eliminate)`), why: "diversification is never discouraged",
	},
}
