package report

// complianceVariants are further ways of saying what complianceRules refuse,
// by the same families, found by writing claims afresh and reading which of
// them passed.
var complianceVariants = []complianceRule{
	{
		id: "no_way", pattern: phrase(`\bno way (?:\w+ ){0,4}(?:los(?:e|es|ing)|fails?|falls?|run out|runs out|goes? wrong|miss(?:es)?)\b|\bnothing (?:bad|wrong|terrible) (?:can|could|will) happen\b|\bwithout (?:a |any )?(?:worry|worries|a care)\b|\b(?:cannot|can't|could never|can never|couldn't|will never|won't ever|won't|never can) (?:ever |possibly |really )*(?:run (?:out|dry|short)|go (?:broke|bust|to zero|wrong|down)|outlive|drop|decline|disappoint|let you down|be (?:hurt|touched|wiped out|beaten|wrong))\b|\bimpossible (?:for (?:\w+ ){1,4})?to (?:lose|fail|beat|fall|run out|go wrong|miss)\b`),
		supposed: true, firm: true, why: "every plan can fail",
	},
	{
		id: "no_chance", pattern: phrase(`\b(?:no|zero|not a|not any|hardly any) (?:real |realistic |slightest )*(?:chances?|possibility|likelihood|prospect) (?:of|that|to|you|it|for)\b`),
		why: "no chance is zero",
	},
	{
		id: "confident", pattern: phrase(`\b(?:we|i|alex|this report) (?:am|are|is|feel|feels|remain|remains) (?:\w+ )?(?:confident|sure|positive|convinced)\b|\byou can (?:\w+ )?(?:be (?:sure|confident|certain)|rely on|count on|depend on|trust (?:in|that|this)|relax|sleep (?:well|easy|soundly))\b|\b(?:every single time|100 ?% of the time|without exception|time after time|a done deal|in the bag|as good as done|good as gold|home free|yours for the taking)\b`),
		why: "no result is certain",
	},
	{
		id: "always_pays", pattern: phrase(`\b(?:always|never|invariably|without fail|reliably|consistently) (?:makes?|earns?|pays?|grows?|wins?|gains?|disappoints?|delivers?|succeeds?|profits?|lets? you down|comes? back|bounces?|beats?|generates?|produces?|provides?|keeps? up|rewards?)\b|\b(?:reliable|dependable|consistent|unfailing) (?:gains?|profits?|winners?|wealth)\b`),
		why: "investments do nothing always or never",
	},
	{
		id: "tense_prediction", pattern: phrase(`\b` + markets + ` (?:\w+ )?(?:is|are) (?:now |clearly |surely |probably )*(?:heading|going|moving|climbing|trending|on (?:its|their) way) (?:up|down|higher|lower|north|south|to (?:rise|fall|crash|grow))\b|\b` + markets + ` (?:\w+ )?(?:rises?|falls?|jumps?|crash(?:es)?|rally|rallies|climbs?|drops?|soars?|recovers?|grows?|doubles?) (?:sharply |strongly )?(?:by )?(?:next|in the coming|later this|soon|before long|from here|this (?:year|month|quarter|week|fall|spring|summer|winter|autumn))\b|\b(?:bull run|melt up|only way is up|due for a (?:rebound|rally|crash|correction|fall|drop|pullback)|upside ahead|gains ahead|losses ahead|good times ahead|better days ahead|a strong year ahead)\b|\bwhere (?:the )?(?:markets?|stocks|prices) (?:is|are) (?:going|headed|heading)\b`),
		supposed: true, why: "markets cannot be predicted",
	},
	{
		id: "nothing_beats", pattern: phrase(`\b(?:nothing|no one|nobody|no other \w+)(?: else)? (?:beats|compares|comes close|matches|tops|rivals|can match|can beat|even comes)\b|\b(?:surpass|outpace|outdo|outshine|outclass|out ?earn)(?:s|es|ed|ing)?\b|\b(?:leads? the pack|in a league of its own|ahead of the pack|far ahead of (?:the )?(?:market|others|peers)|leaves? \w+ (?:far )?behind|head and shoulders|gold standard|best in class|dominates?|(?:stronger|smarter|safer|better|superior) (?:than|to) (?:any|all|every|most|other|the market|the rest|anything|anyone))\b`),
		supposed: true, firm: true, why: "no investment is claimed to be superior",
	},
	{
		id: "untaxed", pattern: phrase(`\b(?:withdrawals?|gains?|income|distributions?|earnings|dividends?|interest|conversions?|proceeds|profits?|benefits|this|it|money|growth|accounts?|roth|sales?|MARK) (?:\w+ )?(?:is|are) (?:not |never |always |completely |entirely |fully |all )*(?:taxed|taxable|tax exempt|exempt from tax|tax free|untaxed)\b|\bpays? (?:less|fewer|lower|no|zero) tax(?:es)?\b|\bno (?:early withdrawal |irs )?penalt(?:y|ies) (?:for|on|if|when|applies|apply|at|is|are|to)\b|\bpenalty free\b|\b(?:tax shelters?|tax haven)\b|\b(?:can|may) (?:\w+ ){0,4}legally\b|\blegally (?:skip|avoid|hide|deduct|keep|pay|use|own|claim)\b|\b(?:no need to|need not|don't have to|do not have to) (?:report|declare|file|pay tax)\b`),
		unless: phrase(`\bqualified (?:withdrawals?|distributions?)`), hedged: true, firm: true, why: "tax and law are for a professional",
	},
	{
		id: "fomo", pattern: phrase(`\bopportunit(?:y|ies) (?:like this|like these|of a lifetime|knocks|not to be missed|you can't)\b|\b(?:do|does|will|won't|don't|doesn't)(?: not)? (?:come|happen|wait|last) (?:twice|again|long|forever|around again|for ever)\b|\b(?:foolish|crazy|insane|mad|stupid|silly|a mistake) (?:not )?to (?:buy|sell|wait|miss|pass|ignore|hold|keep|stay|own)\b|\b(?:you'll|you will|you'd) regret\b|\b(?:left behind|missing out|miss out|miss the boat|too late to)\b|\bnow is (?:the|a) (?:\w+ )?(?:time|moment)\b|\b(?:no|never been a) better time\b|\bthe clock is ticking\b|\b(?:act|move|decide|buy|sell|jump in|get in) (?:very |really )?(?:quickly|fast|soon|swiftly|promptly)\b|\bjump (?:in|on) (?:now|board|this|it)\b|\bbefore (?:prices?|rates?|markets?|stocks?|it|they) (?:rises?|falls?|goes|go|climbs?|jumps?|drops?)\b|\b(?:do it|start|begin|act) (?:today|this week|tonight|tomorrow)\b|\bsmart (?:investors?|people) (?:buy|know|are|own|sell)\b|\beveryone(?: else)? is (?:buying|selling|moving|getting)\b|\btime is (?:short|of the essence)\b|\bis a must\b|\bas soon as possible\b|\bstrike while\b`),
		why: "no pressure",
	},
	{
		id: "bargain", pattern: phrase(`\bbargains?\b|\b(?:dirt cheap|priced to (?:sell|rise)|a steal|great value|screaming value|fire sale|at (?:a|such a) (?:deep )?discount to fair value|below (?:its |their )?(?:fair|true|intrinsic) value|above (?:its |their )?(?:fair|true|intrinsic) value)\b|\b(?:frothy|bubble territory|in a bubble)\b`),
		why: "a price is not called cheap or dear",
	},
	{
		id: "margin", pattern: phrase(`\b(?:margin (?:loans?|debt|borrowing)?|leverage|borrowing|borrowed money|debt) (?:\w+ )?(?:boosts?|raises?|increases?|amplif(?:y|ies)|multipl(?:y|ies)|magnif(?:y|ies)|lifts?|juices?|supercharges?) (?:your |the )?(?:gains?|returns?|profits?|wealth|income)\b|\b(?:use|using|open|take on|add) (?:\w+ )?margin\b|\b(?:take (?:out )?|get )(?:a |an )?(?:\w+ )?loan (?:to|and) (?:invest|buy)\b|\bborrow (?:\w+ ){0,5}to (?:buy|invest|fund|put)\b`),
		why: "nobody is told to borrow to invest",
	},
	{
		id: "stake_all", pattern: phrase(`\b(?:put|move|invest|shift|place|concentrate|pour|bet|roll) (?:\w+ ){0,2}(?:everything|all of it|it all|the whole(?: lot)?|your whole|your entire|every last) (?:\w+ ){0,3}(?:in|into|on|to)\b|\bfocus everything\b|\bone big bet\b|\bgo big\b|\bgo for broke\b|\bswing for the fences\b`),
		why: "nobody is told to stake everything",
	},
	{
		id: "do_without_advice", pattern: phrase(`\b(?:need not|needn't|no need to|never|shouldn't|should not|don't|do not|not necessary to|unnecessary to|pointless to) (?:\w+ )?(?:see|consult|ask|hire|pay|contact|talk to|speak to|speak with|trust|use|listen to|involve|need) (?:with |for |a |an |any |your |the )*` + adviser + `\b|\bno ` + adviser + ` (?:is |are )?(?:needed|required|necessary)\b|\b(?:forget|forget about|do without|better off without|manage without|save the cost of|no substitute needed for) (?:a |an |any |your |the )*` + adviser + `\b|\b` + adviser + ` (?:is|are) (?:a |an |mostly |usually )?(?:waste|rip off|not worth|no use|overrated|crook|crooks|liars?)\b`),
		firm: true, why: "asking a professional is never discouraged",
	},
	{
		id: "concentrate", pattern: phrase(`\bforget (?:about )?diversif\w+|\bdiversif(?:ication|ying)(?: \w+)? (?:only |just |merely )?(?:lowers?|reduces?|hurts?|kills?|dilutes?|limits?|drags?|costs?) (?:\w+ )?(?:your |the )?(?:returns?|gains?|profits?|wealth|performance|upside)\b|\b(?:one|a single) (?:stock|fund|company|share|holding) is (?:all you need|enough|plenty|sufficient)\b|\b(?:over ?diversified|diworsification)\b|\b(?:skip|forget|drop|raid|spend|invest) (?:the|your|an) (?:emergency fund|rainy day fund|cash cushion|safety cushion)\b|\b(?:never|don't|do not|no longer) (?:\w+ )?(?:need|want|require|keep|bother with|have) (?:an |any |a |the )?(?:emergency (?:fund|savings)|cash (?:cushion|buffer)|rainy day fund)\b|\bno reason to (?:diversify|rebalance|spread)\b`),
		why: "diversification is never discouraged",
	},
	{
		id: "ought", pattern: phrase(`\byou(?:'d| would) be (?:wise|smart|better off|well advised|foolish) (?:to|with|in|if)\b|\b(?:it is|it's|it would be) (?:wise|smart|prudent|sensible|advisable|imperative|essential|crucial|necessary|high time|time) (?:for you )?to (?:buy|sell|move|shift|switch|invest|convert|retire|claim|own|hold|exit|reduce|increase|trim)\b|\byour (?:best|smartest|next|only) (?:move|bet|step|option|choice) is\b|\b(?:a|an) order: \w+|\badvise (?:selling|buying|holding|moving|switching)\b|\b(?:recommend|suggest|propose|advise|urge)(?:s|ed)? (?:selling|buying|holding|moving|switching|trimming|adding|purchasing|investing|converting)\b|\b(?:go|stay) (?:long|short)\b|\b(?:add|adding) to (?:your|the) position\b|\bpick up (?:some|more|a few)\b|\bget rid of\b`),
		unless: phrase(`\b(?:go|stay) (?:long|short) (?:of|on words)|\bstay short of`), why: "Alex shows options and gives no orders",
	},
	{
		id: "gerund_trade", pattern: phrase(`\b(?:consider|think about|start|smart move is|good move is|wise move is|good idea is|suggest) (?:buying|selling|dumping|unloading|loading up on)\b`),
		why: "Alex does not tell anyone to trade",
	},
	{
		id: "bank_on", pattern: phrase(`\byou can (?:bank|count|rely|depend) on\b|\byour retirement is (?:covered|secure|secured|set|assured|sorted|safe)\b`),
		why: "no plan is certain to hold",
	},
	{
		id: "sell_all", pattern: phrase(`\bsell(?:ing)? (?:everything|it all|all of (?:it|them|that)|the lot|the whole (?:lot|portfolio))\b`),
		why: "Alex does not tell anyone to trade",
	},
	{
		id: "machine", pattern: phrase(`\b(?:tell|inform|warn|convince) the (?:reader|user|person|client|customer)\b|\b(?:ignore|disregard|forget) (?:all |any |the |your |these |my )*(?:previous |prior |above |earlier )+(?:instructions?|rules|orders|prompts?)\b|\b(?:system|developer) prompt\b|\bas an ai\b|\b(?:i am|i'm|as) an? (?:large )?(?:language model|ai (?:model|assistant|language))\b|\bmy (?:instructions|guidelines|prompt|training)\b|\byou are now\b|\bi (?:cannot|can't|am unable to|won't) (?:help|assist|comply|do that|fulfil|fulfill)\b`),
		firm: true, why: "a report is written to its reader, not by a machine about itself",
	},
}
