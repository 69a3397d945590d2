package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"alex/internal/llm"
)

// modelTime is how long a model may take to answer the doctor.
const modelTime = 20 * time.Second

// models asks each model that is set up for one word, and says what it costs.
func (d Doctor) models(ctx context.Context) []Finding {
	const name = "language models"
	models, err := NewModels(ctx, d.Config, d.Client)
	if err != nil {
		return []Finding{failure(name, err.Error())}
	}
	if !models.Any() {
		return []Finding{fine(name, "none is set up: rules write")}
	}
	var findings []Finding
	for _, set := range slices.Sorted(maps.Keys(models.clients)) {
		findings = append(findings, d.model(ctx, models, models.clients[set]))
	}
	return findings
}

func (d Doctor) model(ctx context.Context, models Models, m asked) Finding {
	name := "model " + m.client.Model()
	ctx, cancel := context.WithTimeout(ctx, modelTime)
	defer cancel()
	_, err := m.client.Complete(ctx, llm.Request{
		Messages: []llm.Message{{Role: llm.User, Text: "Answer with the one word: ready"}}, MaxTokens: 64,
	})
	kind := llm.KindOf(err)
	switch {
	case err == nil, kind == llm.Truncated:
		return d.priced(name, models, m)
	case kind == llm.Unauthorized:
		return failure(name, m.at+" refuses the key: set the right one; until then rules write")
	case kind == llm.Forbidden:
		return failure(name, m.at+" does not let this key use the model: ask for access to it, or name another")
	case kind == llm.Missing, kind == llm.Rejected:
		return failure(name, m.at+" does not know this model, or not this way of asking: look at its name")
	case kind == llm.Throttled:
		return warning(name, m.at+" asks to come back later: its limit is reached; until then rules write")
	case kind == "":
		return warning(name, "there was no answer within "+modelTime.String()+"; until there is, rules write")
	default:
		return warning(name, fmt.Sprintf("%s cannot be used (%s): look at its address and at the way out; until then rules write", m.at, kind))
	}
}

// priced tells what a model costs, or that nobody knows.
func (d Doctor) priced(name string, models Models, m asked) Finding {
	rate, known := models.prices.Price(m.client.Model())
	if known {
		return fine(name, fmt.Sprintf("it answers at %s; a million tokens cost $%s read and $%s written, as listed on %s", m.at, rate.Input, rate.Output, rate.AsOf))
	}
	limit := "set ALEX_USER_DAILY_TOKENS to hold what people may use"
	if d.Config.UserDailyTokens > 0 {
		limit = fmt.Sprintf("ALEX_USER_DAILY_TOKENS holds a person to %d tokens a day", d.Config.UserDailyTokens)
	}
	text := "it answers at " + m.at + "; no price of it is known here, so calls count as free, and " + limit
	if strings.HasPrefix(m.at, "localhost") || strings.HasPrefix(m.at, "127.") || strings.HasPrefix(m.at, "[::1]") {
		return fine(name, text)
	}
	return warning(name, text)
}
