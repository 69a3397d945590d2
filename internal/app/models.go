package app

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"alex"
	"alex/internal/agent"
	"alex/internal/api"
	"alex/internal/config"
	"alex/internal/llm"
	"alex/internal/llm/anthropic"
	"alex/internal/llm/bedrock"
	"alex/internal/llm/openai"
)

// Models are the language models of a process: one client for each that the
// settings name, and who asks which. The zero value has none: rules write.
type Models struct {
	clients  map[string]asked      // by how the settings name them
	agents   map[alex.Agent]string // those that have one
	prices   llm.Prices
	retrying llm.RetryPolicy
}

// asked is one model, and what all jobs share of it.
type asked struct {
	client  llm.Client
	breaker *llm.Breaker
	form    *llm.Form
	at      string // where what it is sent goes
}

// askTime is how long a question to a model may take: somebody waits.
const askTime = 25 * time.Second

// offline names no model: rules write.
const offline = "offline"

// usualModel is the real id of the model that the plan of Alex names by an
// alias.
var usualModel = map[string]string{
	"anthropic.claude-4-sonnet-20250805-v1:0": "anthropic.claude-sonnet-4-20250514-v1:0",
}

// NewModels builds the clients that the settings name.
func NewModels(ctx context.Context, cfg config.Config, client *http.Client) (Models, error) {
	m := Models{clients: map[string]asked{}, prices: llm.ListPrices(), agents: agentsOf(cfg), retrying: patiently()}
	for _, name := range m.agents {
		if _, made := m.clients[name]; made {
			continue
		}
		c, err := newModel(ctx, cfg, name, client)
		if err != nil {
			return m, err
		}
		m.clients[name] = c
	}
	return m, nil
}

// patiently is how a model is asked again.
func patiently() llm.RetryPolicy {
	return llm.RetryPolicy{Tries: 3, First: 500 * time.Millisecond, Most: 20 * time.Second, Each: 45 * time.Second}
}

// agentsOf are the agents that the settings give a model, and what they call it.
func agentsOf(cfg config.Config) map[alex.Agent]string {
	agents := map[alex.Agent]string{
		alex.Planner: cmp.Or(cfg.ModelPlanner, cfg.Model), alex.Tagger: cmp.Or(cfg.ModelTagger, cfg.Model),
		alex.Reporter: cmp.Or(cfg.ModelReporter, cfg.Model), alex.Charter: cmp.Or(cfg.ModelCharter, cfg.Model),
		alex.RetirementPlanner: cmp.Or(cfg.ModelRetirement, cfg.Model), alex.Asker: cmp.Or(cfg.ModelAsk, cfg.Model),
		alex.Judge: cmp.Or(cfg.ModelJudge, offline),
	}
	maps.DeleteFunc(agents, func(_ alex.Agent, name string) bool { return name == offline })
	return judging(agents)
}

// judging are agents without a judge where no model writes a section: it would
// be sent nothing.
func judging(agents map[alex.Agent]string) map[alex.Agent]string {
	for _, writer := range [...]alex.Agent{alex.Planner, alex.Reporter, alex.RetirementPlanner} {
		if _, found := agents[writer]; found {
			return agents
		}
	}
	delete(agents, alex.Judge)
	return agents
}

// newModel is one model as the settings name it.
func newModel(ctx context.Context, cfg config.Config, name string, client *http.Client) (asked, error) {
	m, err := newClient(ctx, cfg, name, client)
	m.breaker, m.form = llm.NewBreaker(llm.BreakerPolicy{Faults: 5, Rest: time.Minute}), new(llm.Form)
	return m, err
}

func newClient(ctx context.Context, cfg config.Config, name string, client *http.Client) (asked, error) {
	vendor, model, _ := strings.Cut(name, ":")
	switch vendor {
	case "anthropic":
		o := anthropic.Options{Model: model, Key: cfg.AnthropicAPIKey.Reveal(), Endpoint: cmp.Or(cfg.AnthropicBaseURL, anthropic.Endpoint), HTTP: client}
		return asked{client: anthropic.New(o), at: hostOf(o.Endpoint)}, nil
	case "openai":
		o := openai.Options{Model: model, Key: cfg.OpenAIAPIKey.Reveal(), Endpoint: cmp.Or(cfg.OpenAIBaseURL, openai.Endpoint), HTTP: client}
		return asked{client: openai.New(o), at: hostOf(o.Endpoint)}, nil
	}
	settings, err := bedrock.Default(ctx, cfg.BedrockRegion)
	if err != nil {
		return asked{}, err
	}
	model = cmp.Or(model, cfg.BedrockModelID)
	return asked{
		client: bedrock.New(bedrock.Options{Model: cmp.Or(usualModel[model], model), AWS: settings, HTTP: client}),
		at:     "Amazon Bedrock in " + cmp.Or(settings.Region, "no region"),
	}, nil
}

// of is the model of an agent, or false where it has none.
func (m Models) of(a alex.Agent) (asked, bool) {
	c, found := m.clients[m.agents[a]]
	return c, found
}

// Any reports that some agent has a model.
func (m Models) Any() bool { return len(m.clients) > 0 }

// Within are those models that a person lets what they are sent go to.
func (m Models) Within(c alex.ModelConsent) Models {
	agents := maps.Clone(m.agents)
	maps.DeleteFunc(agents, func(_ alex.Agent, name string) bool { return !c.Allows(m.clients[name].at) })
	all := m.clients
	m.agents, m.clients = judging(agents), map[string]asked{}
	for _, name := range m.agents {
		m.clients[name] = all[name]
	}
	return m
}

// Consent is the yes of who named the models themselves.
func (m Models) Consent() alex.ModelConsent {
	c := alex.ModelConsent{AllowModels: m.Any(), AnsweredModels: m.Any()}
	for _, model := range m.clients {
		c.ModelsSentTo = append(c.ModelsSentTo, model.at)
	}
	slices.Sort(c.ModelsSentTo)
	c.ModelsSentTo = slices.Compact(c.ModelsSentTo)
	return c
}

// warn writes to the log whenever a model is left alone.
func (m Models) warn(log *slog.Logger) {
	for name, model := range m.clients {
		model.breaker.Opened = func(last *llm.Fault) {
			log.Warn("a model does not answer, and is left alone for a minute", slog.String("model", name), slog.String("at", model.at), slog.Any("error", last))
		}
	}
}

// Told are the models as people read of them, each once.
func (m Models) Told() []api.Model {
	list := []api.Model{}
	for _, c := range m.clients {
		list = append(list, api.Model{Name: c.client.Model(), SentTo: c.at})
	}
	slices.SortFunc(list, func(a, b api.Model) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// states are whether each is asked at the moment.
func (m Models) states() []api.ModelState {
	list := []api.ModelState{}
	for _, name := range slices.Sorted(maps.Keys(m.clients)) {
		list = append(list, api.ModelState{Model: name, Open: m.clients[name].breaker.Open()})
	}
	return list
}

// For gives the agents their models for one caller: each call is reserved
// against the caller's limits, written down, traced, tried again where that can
// help, and not made while the model does not answer.
func (m Models) For(by llm.Caller, ledger llm.Ledger, ids func() alex.ID, now func() time.Time) agent.Models {
	if !m.Any() {
		return nil
	}
	return func(a alex.Agent, p agent.Prompt) llm.Client {
		model, found := m.of(a)
		if !found {
			return nil
		}
		by := by // agents ask side by side
		by.Agent, by.Prompt, by.At = a, p.ID(), model.at
		client := llm.Priced(model.client, m.prices)
		client = llm.Traced(client, llm.Prompt{Name: p.Name, Version: p.Number, Hash: p.Version})
		client = llm.Guarded(client, model.breaker)
		client = llm.Budgeted(client, ledger, by, m.prices, ids, now)
		return llm.Shaped(llm.Retried(client, m.retrying), model.form)
	}
}

// hostOf is the host of an address, as people know it.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Host
}
