package seed

import (
	"regexp"

	"alex"
)

// Sector weights of broad American indexes, as in the table.
const (
	ofSP500  = "technology:33|financials:14|consumer_discretionary:10.5|communication:10|healthcare:9|industrials:8.5|consumer_staples:5.5|energy:3|utilities:2.5|real_estate:2|materials:2"
	ofMarket = "technology:31|financials:14.5|consumer_discretionary:10.5|industrials:10|healthcare:9.5|communication:9.5|consumer_staples:5|energy:3|real_estate:2.5|utilities:2.5|materials:2"
	ofNasdaq = "technology:53|communication:16|consumer_discretionary:13|consumer_staples:5|healthcare:4.5|industrials:4.5|utilities:1.5|materials:1.5|energy:0.5|financials:0.5"
	ofAbroad = "financials:23|industrials:15|technology:14|consumer_discretionary:11|healthcare:8|materials:7|consumer_staples:6|communication:6|energy:4|utilities:3|real_estate:3"
)

// assetRules find what is neither stocks nor bonds.
var assetRules = []rule{
	{
		note: "cryptocurrency is an alternative", confidence: 65,
		name: regexp.MustCompile(`\b(bitcoin|btc|ethereum|ether|eth|crypto\w*|solana|litecoin|dogecoin|digital (assets?|currency))\b`),
		not:  companySuffix, kind: alex.ETF, class: "alternatives:100", regions: anywhere, sectors: "other:100",
	},
	{
		note: "shares of mining companies", confidence: 55,
		name: regexp.MustCompile(`\b(gold|silver|precious metals?|copper|uranium)\b.*\b(miners?|mining|mines|equit\w+|stocks?|producers|explorers)\b`),
		form: fundForm, class: onlyStocks, regions: anywhere, sectors: "materials:100",
	},
	{
		note: "precious metal or another commodity", confidence: 60,
		name: regexp.MustCompile(`\b(gold|silver|platinum|palladium|bullion|precious metals?|commodit(y|ies)|crude oil|oil fund|natural gas fund)\b`),
		not:  regexp.MustCompile(companyWord.String() + `|\bgold(en)? (rush|line)\b`),
		form: fundForm, class: "commodities:100", regions: anywhere, sectors: "commodities:100",
	},
	{
		note: "bullion", confidence: 60,
		name: regexp.MustCompile(`\b(gold|silver|platinum|palladium)\b.*\b(bullion|bar|bars|coin|coins|oz|ounce|ounces|physical)\b|\b(bullion|physical) (gold|silver|platinum|palladium)\b`),
		not:  companySuffix, kind: alex.Commodity, class: "commodities:100", regions: anywhere, sectors: "commodities:100",
	},
	{
		note: "foreign real estate", confidence: 60,
		name: regexp.MustCompile(`\b(global|international|intl|ex us|world)\b.*\b(reits?|real (estate|est)|realty|property)\b`),
		form: fundForm, class: "real_estate:100", regions: "international:70|north_america:30", sectors: "real_estate:100",
	},
	{
		note: "real estate company", confidence: 55,
		name: regexp.MustCompile(`\b(reit|realty|properties|real estate investment trust|apartment|mortgage trust|property trust)\b`),
		form: companyForm, kind: alex.REIT, class: "real_estate:100", regions: northAmerica, sectors: "real_estate:100",
	},
	{
		note: "real estate", confidence: 65,
		name: regexp.MustCompile(`\b(reits?|real (estate|est)|realty)\b`),
		form: fundForm, class: "real_estate:100", regions: northAmerica, sectors: "real_estate:100",
	},
	{
		note: "hedged, managed-futures and private funds are alternatives", confidence: 50,
		name: regexp.MustCompile(`\b(managed futures|long short|market neutral|hedge fund|private (equity|credit)|absolute return|event driven|merger arbitrage)\b`),
		form: fundForm, class: "alternatives:100", regions: anywhere, sectors: diversified,
	},
}

// mixRules find funds of stocks and bonds; the name gives the mix away.
var mixRules = []rule{
	mixRule("conservative allocation, taken as 40/60", `conservative (growth|allocation|income|balanced)|40 60|income and growth allocation`, 40),
	mixRule("income allocation, taken as 20/80", `(lifestrategy income|retirement income|20 80|income allocation|target income)`, 20),
	mixRule("aggressive allocation, taken as 80/20", `aggressive (growth )?allocation|growth allocation|80 20|lifestrategy growth|85 15`, 80),
	mixRule("balanced, taken as 60/40", `balanced|bal|60 40|moderate (growth|allocation)|asset (allocation|manager)|multi asset|allocation|wellington|puritan`, 60),
}

func mixRule(note, words string, equity int64) rule {
	home := (equity*75 + (100-equity)*90) / 100
	return rule{
		note: note, name: regexp.MustCompile(`\b(` + words + `)\b`), form: fundForm, confidence: 50,
		class: pair("equity", equity, "fixed_income"), regions: pair("north_america", home, "international"),
		sectors: mixedSectors(equity),
	}
}

// companyRules take what bears a company's name for its share.
var companyRules = []rule{
	{
		note: "a foreign company's share", name: foreignWord, form: companyForm, kind: alex.Stock, confidence: 40,
		class: onlyStocks, regions: abroad, sectors: "other:100",
	},
	{
		note: "a company's share", name: companyWord, form: companyForm, kind: alex.Stock, confidence: 40,
		class: onlyStocks, regions: northAmerica, sectors: "other:100",
	},
}
