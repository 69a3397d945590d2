package seed

import (
	"regexp"
	"slices"
)

// regionRules find stock funds by the index or the part of the world.
var regionRules = []rule{
	stockRule("S&P 500", `s ?(and )?p ?500|500 (index|idx|indx|pool|fund)|sp500|index 500`, northAmerica, ofSP500, 70),
	stockRule("Nasdaq-100", `nasdaq ?(100)?|qqq`, "north_america:97|europe:3", ofNasdaq, 60),
	stockRule("Dow Jones Industrial Average", `dow jones industrial|dow 30`, northAmerica, ofSP500, 55),
	stockRule("international real small companies", `(international|intl|foreign|ex us|eafe).*(small ?cap|sm cap|smcap)`, abroad, diversified, 55),
	stockRule("emerging markets", `emerg\w*( (markets?|mkts?|mk))?`, "asia:79|latin_america:7|middle_east:7|africa:4|europe:3", "technology:23|financials:24|consumer_discretionary:13|communication:10|industrials:7|materials:7|energy:4|consumer_staples:4|healthcare:4|utilities:3|real_estate:1", 60),
	stockRule("total international stock market", `total (international|intl|intnl)( stock)?|all world ex us|(acwi|global) ex (us|u s)|ttl intl`, "asia:42|europe:39|north_america:8|oceania:5|middle_east:3|latin_america:2|africa:1", ofAbroad, 65),
	stockRule("total world stock market", `total world|all world|all country world|acwi|(msci )?world (stock|index|equity)|global (stock|equity|equities)`, "north_america:65|europe:15|asia:15|oceania:2|latin_america:1|middle_east:1|africa:1", diversified, 60),
	stockRule("Europe", `europe|european|euro ?stoxx|eurozone|emu|germany|france|switzerland|united kingdom|uk|spain|italy|sweden`, "europe:100", diversified, 60),
	stockRule("Japan", `japan|japanese|nikkei|topix`, "asia:100", diversified, 60),
	stockRule("Australia", `australia|new zealand`, "oceania:100", diversified, 60),
	stockRule("Pacific", `pacific`, "asia:79|oceania:21", diversified, 60),
	stockRule("Asia", `asia|asian|china|chinese|india|korea|taiwan|hong kong|vietnam|singapore`, "asia:100", diversified, 60),
	stockRule("Latin America", `latin america|brazil|mexico|chile|argentina`, "latin_america:100", diversified, 60),
	stockRule("Africa", `africa`, "africa:100", diversified, 60),
	stockRule("Middle East", `middle east|israel|saudi`, "middle_east:100", diversified, 60),
	stockRule("Canada", `canada|canadian`, northAmerica, diversified, 60),
	stockRule("developed markets abroad", `eafe|developed (markets?|mkts?|world)|developed international`, "europe:59|asia:28|oceania:7|north_america:5|middle_east:1", ofAbroad, 60),
	stockRule("foreign stocks", `international|intl|intnl|foreign|overseas|ex us|ex usa|europacific`, abroad, diversified, 55),
	stockRule("global stocks", `global|world|worldwide`, anywhere, diversified, 50),
	stockRule("total American stock market", `(total|ttl|tot) (us |u s )?(stock )?(market|mkt|mk|stk mkt|stock)|us (stock|equity) market|russell (1000|3000)|wilshire 5000|broad market|crsp us total`, northAmerica, ofMarket, 65),
	stockRule("extended market", `extended (market|mkt)|completion index`, northAmerica, "technology:18|industrials:18|financials:17|healthcare:12|consumer_discretionary:12|real_estate:6|energy:4|materials:4|communication:4|consumer_staples:3|utilities:2", 60),
}

// elsewhere names a part of the world, which regionRules know better.
var elsewhere = regexp.MustCompile(`\b(europe\w*|euro|emerg\w*|japan\w*|asia\w*|china|chinese|india|korea|taiwan|pacific|latin|brazil|mexico|canada|africa|israel)\b`)

// sectorRules find stock funds of one sector, American or of the whole world.
var sectorRules = slices.Concat(
	sectorPair("technology", `technology|tech|semiconductors?|software|information tech|cyber ?security|cloud computing|artificial intelligence|robotics`),
	sectorPair("healthcare", `health ?(care|sciences)?|biotech\w*|pharma\w*|medical`),
	sectorPair("financials", `financials?( (services|sector|select))?|bank(s|ing)?|insurance|fintech`),
	sectorPair("energy", `energy|oil|natural gas|mlp`),
	sectorPair("utilities", `utilit(y|ies)|infrastructure`),
	sectorPair("industrials", `industrials?|aerospace|defense|transportation|airlines?`),
	sectorPair("consumer_staples", `(consumer )?staples|food and beverage`),
	sectorPair("consumer_discretionary", `(consumer )?discretionary|consumer cyclical|retail(ers)?|home ?builders?|leisure`),
	sectorPair("materials", `materials|chemicals|metals and mining|steel`),
	sectorPair("communication", `communications?( services)?|telecom\w*|media|internet`),
)

// styleRules find American stock funds by size and style.
var styleRules = []rule{
	stockRule("small companies", `small ?(cap|company|co)?|sm ?cap|smcap|micro ?cap|russell 2000`, northAmerica, "industrials:19|financials:17|technology:15|healthcare:13|consumer_discretionary:12|real_estate:7|energy:5|materials:5|utilities:3|consumer_staples:2|communication:2", 60),
	stockRule("mid-sized companies", `mid ?cap|midcap|md cap|s ?p 400|smid`, northAmerica, "industrials:20|technology:16|financials:15|consumer_discretionary:13|healthcare:8|real_estate:7|utilities:5|energy:5|materials:5|consumer_staples:4|communication:2", 60),
	stockRule("dividends", `dividends?|div|equity (income|inc)|high yield equity|aristocrats`, northAmerica, "financials:21|healthcare:14|industrials:13|technology:13|consumer_staples:12|energy:9|utilities:7|consumer_discretionary:7|communication:2|materials:2", 55),
	stockRule("growth stocks", `growth|gr|grw|blue chip|cap(ital)? appreciation|new horizons|contrafund|innovation`, northAmerica, "technology:49|consumer_discretionary:14|communication:14|healthcare:7|financials:7|industrials:6|consumer_staples:2|real_estate:1", 50),
	stockRule("value stocks", `value|val|windsor`, northAmerica, "financials:23|industrials:14|healthcare:13|technology:10|consumer_staples:9|consumer_discretionary:7|energy:7|communication:6|utilities:5|real_estate:3|materials:3", 50),
	stockRule("large companies", `large ?(cap|company)?|lg cap|mega ?cap|social index|esg|core equity|quality|momentum|low volatility|min(imum)? vol\w*`, northAmerica, ofSP500, 55),
	stockRule("stocks", `stocks?|stk|equit(y|ies)|eq`, northAmerica, diversified, 45),
}

func stockRule(note, words, regions, sectors string, confidence int64) rule {
	return rule{
		note: note, name: regexp.MustCompile(`\b(` + words + `)\b`), form: fundForm, confidence: confidence,
		class: onlyStocks, regions: regions, sectors: sectors,
	}
}

func sectorPair(sector, words string) []rule {
	world := stockRule("the sector "+sector+" in the world", `(global|world|worldwide|international|intl)\b.*\b(`+words+`)`, anywhere, sector+":100", 55)
	home := stockRule("the sector "+sector, words, northAmerica, sector+":100", 55)
	world.not, home.not = elsewhere, elsewhere
	return []rule{world, home}
}
