package llm

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"

	"alex"
)

// Rate is what a model costs in US dollars per million tokens, as its vendor
// listed it on a day, without discounts. Where there is no price for writing to
// a cache it is that of input.
type Rate struct {
	Input, Output, CacheRead, CacheWrite alex.Decimal

	AsOf   alex.Date
	Source string
}

// Cost is what tokens cost, rounded up to a billionth of a dollar.
func (r Rate) Cost(t alex.Tokens) alex.Cost {
	sum := alex.Decimal{}
	for _, part := range [...]struct {
		rate  alex.Decimal
		count int
	}{{r.Input, t.Input}, {r.Output, t.Output}, {r.CacheRead, t.CacheRead}, {r.CacheWrite, t.CacheWrite}} {
		sum = sum.Add(part.rate.Mul(alex.DecimalOf(int64(part.count))))
	}
	return alex.CostOf(sum.Mul(alex.MustDecimal("0.000001")))
}

func (r Rate) times(factor alex.Decimal) Rate {
	r.Input, r.Output = r.Input.Mul(factor), r.Output.Mul(factor)
	r.CacheRead, r.CacheWrite = r.CacheRead.Mul(factor), r.CacheWrite.Mul(factor)
	return r
}

// Prices are rates by model.
type Prices struct {
	rates    map[string]Rate // by provider:model, without dates and versions
	regional map[string]alex.Decimal
}

//go:embed prices.csv
var priceList string

// ListPrices are those of the table that comes with the program.
func ListPrices() Prices {
	prices, err := ParsePrices(priceList)
	if err != nil {
		panic(err) // a defect of the table
	}
	return prices
}

// Price is the list price of a model, named provider:model, or false where the
// table does not know it.
func Price(model string) (Rate, bool) { return ListPrices().Price(model) }

// Price is the rate of a model, named provider:model, or false where it is not
// known. Dates and versions at the end of a name do not count. A region before
// a name on Bedrock (us., eu.) has its surcharge, global. has none.
func (p Prices) Price(model string) (Rate, bool) {
	provider, name, _ := strings.Cut(model, ":")
	name, region := bare(provider, name)
	rate, ok := p.rates[provider+":"+name]
	if factor := p.regional[provider+":"+name]; ok && region {
		rate = rate.times(factor)
	}
	return rate, ok
}

var (
	regionPrefix   = regexp.MustCompile(`^(us|us-gov|eu|apac|jp|au|ca|sa)\.`)
	vendorPrefix   = regexp.MustCompile(`^(global\.)?(anthropic|amazon|meta|openai|mistral|cohere|deepseek|qwen)\.`)
	bedrockVersion = regexp.MustCompile(`(-v[0-9]+(:[0-9]+)?|-[0-9]+:[0-9]+)$`) // -v1:0, -1:0
	nameDate       = regexp.MustCompile(`-20[0-9]{2}-?[0-9]{2}-?[0-9]{2}$`)
)

// bare is a model's name without a region, a vendor, a version or a date.
func bare(provider, name string) (bareName string, region bool) {
	if provider == "bedrock" {
		name = name[strings.LastIndex(name, "/")+1:] // of an ARN
		region = regionPrefix.MatchString(name)
		name = vendorPrefix.ReplaceAllString(regionPrefix.ReplaceAllString(name, ""), "")
		name = bedrockVersion.ReplaceAllString(name, "")
	}
	return strings.TrimSuffix(nameDate.ReplaceAllString(name, ""), "-latest"), region
}

// priceColumns are the columns of a table: providers are separated by spaces,
// amounts are dollars per million tokens, and regional multiplies them.
const priceColumns = "providers,model,input,output,cacheRead,cacheWrite,regional,asOf,source"

// ParsePrices reads a table of prices as CSV.
func ParsePrices(text string) (Prices, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return Prices{}, fmt.Errorf("the table of prices: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != priceColumns {
		return Prices{}, fmt.Errorf("the table of prices does not begin with %s", priceColumns)
	}
	prices := Prices{rates: map[string]Rate{}, regional: map[string]alex.Decimal{}}
	for i, row := range rows[1:] {
		if err := prices.add(row); err != nil {
			return Prices{}, fmt.Errorf("the table of prices, row %d: %w", i+2, err)
		}
	}
	return prices, nil
}

func (p Prices) add(row []string) error {
	var amounts [5]alex.Decimal
	for i := range amounts {
		amount, err := alex.ParseDecimal(row[2+i])
		if err != nil {
			return err
		}
		if amount.Sign() < 0 {
			return fmt.Errorf("%s is negative", amount)
		}
		amounts[i] = amount
	}
	asOf, err := alex.ParseDate(row[7])
	if err != nil {
		return err
	}
	rate := Rate{Input: amounts[0], Output: amounts[1], CacheRead: amounts[2], CacheWrite: amounts[3], AsOf: asOf, Source: row[8]}
	for provider := range strings.FieldsSeq(row[0]) {
		key := provider + ":" + row[1]
		if _, twice := p.rates[key]; twice {
			return fmt.Errorf("%s stands there twice", key)
		}
		p.rates[key], p.regional[key] = rate, amounts[4]
	}
	return nil
}
