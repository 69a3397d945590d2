package telemetry

import (
	"encoding/json"

	"go.opentelemetry.io/otel/attribute"

	"alex"
)

// usageDetails are tokens as LangFuse reads them.
type usageDetails struct {
	Input      int `json:"input"`
	Output     int `json:"output"`
	CacheRead  int `json:"cache_read_input_tokens,omitempty"`
	CacheWrite int `json:"cache_creation_input_tokens,omitempty"`
}

// Usage are the attributes that say what one call of a model came to, for its
// generation span.
func Usage(tokens alex.Tokens, cost alex.Cost) []attribute.KeyValue {
	usage, err := json.Marshal(usageDetails(tokens))
	if err != nil { // whole numbers always marshal
		return nil
	}
	return []attribute.KeyValue{
		attribute.String(KeyUsage, string(usage)),
		attribute.String(KeyCostDetails, `{"total":`+cost.String()+`}`),
		attribute.Int(KeyTokens, tokens.Total()),
		attribute.String(KeyCost, cost.String()),
	}
}

// tally is what generations came to.
type tally struct {
	tokens alex.Tokens
	cost   alex.Cost
}

func (t *tally) add(u tally) { t.tokens, t.cost = t.tokens.Plus(u.tokens), t.cost+u.cost }

func (t *tally) attributes() []attribute.KeyValue {
	return []attribute.KeyValue{attribute.Int(KeyTokens, t.tokens.Total()), attribute.String(KeyCost, t.cost.String())}
}

// usageOf reads what Usage wrote; what cannot be read counts as nothing.
func usageOf(attributes attribute.Set) (t tally) {
	var usage usageDetails
	if text, ok := attributes.Value(KeyUsage); ok && json.Unmarshal([]byte(text.AsString()), &usage) == nil {
		t.tokens = alex.Tokens(usage)
	}
	if text, ok := attributes.Value(KeyCost); ok {
		if cost, err := alex.ParseCost(text.AsString()); err == nil {
			t.cost = cost
		}
		return t
	}
	var cost struct{ Total json.Number }
	if text, ok := attributes.Value(KeyCostDetails); ok && json.Unmarshal([]byte(text.AsString()), &cost) == nil {
		if read, err := alex.ParseCost(cost.Total.String()); err == nil {
			t.cost = read
		}
	}
	return t
}
