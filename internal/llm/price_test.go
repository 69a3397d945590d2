package llm_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/llm"
	"alex/internal/llm/fake"
)

func TestPrice(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]string{
		"anthropic:claude-sonnet-5-5":                             "2 10",
		"anthropic:claude-sonnet-4-5-20250929":                    "3 15",
		"anthropic:claude-3-5-haiku-latest":                       "0.8 4",
		"openai:gpt-4o-mini-2024-07-18":                           "0.15 0.6",
		"openai:gpt-5":                                            "1.25 10",
		"openai:gpt-5-mini":                                       "0.25 2",
		"bedrock:amazon.nova-pro-v1:0":                            "0.8 3.2",
		"bedrock:us.amazon.nova-lite-v1:0":                        "0.06 0.24",
		"bedrock:amazon.nova-2-lite-v1:0":                         "0.3 2.5",
		"bedrock:anthropic.claude-sonnet-4-5-20250929-v1:0":       "3 15",
		"bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0":    "3.3 16.5",
		"bedrock:global.anthropic.claude-haiku-4-5-20251001-v1:0": "1 5",
		"bedrock:us.anthropic.claude-3-7-sonnet-20250219-v1:0":    "3 15",
		"bedrock:eu.anthropic.claude-opus-5-5":                    "4.4 22",
		"bedrock:us.meta.llama3-3-70b-instruct-v1:0":              "0.72 0.72",
		"bedrock:openai.gpt-oss-120b-1:0":                         "0.15 0.6",
		"bedrock:arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-6-v1":       "5.5 27.5",
		"bedrock:arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-opus-4-6-v1:0": "5 25",

		"openai:llama3.3":                    "",
		"openai:gpt-5-turbo-imagined":        "",
		"anthropic:gpt-4o":                   "",
		"openai:claude-sonnet-5-5":           "",
		"bedrock:anthropic.claude-unheard":   "",
		"offline":                            "",
		"":                                   "",
		"anthropic:claude-sonnet-4-5-custom": "",
	} {
		rate, ok := llm.Price(model)
		got := ""
		if ok {
			got = rate.Input.String() + " " + rate.Output.String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", model, got, want)
		}
	}
}

// TestPricesAreInOrder catches slips of the pen in the table.
func TestPricesAreInOrder(t *testing.T) {
	t.Parallel()
	for _, model := range []string{
		"anthropic:claude-fable-5-1", "anthropic:claude-haiku-5-5", "openai:gpt-6-astra", "openai:gpt-6-luna", "bedrock:nova-micro",
	} {
		r, ok := llm.Price(model)
		if !ok || r.CacheRead.Cmp(r.Input) > 0 || r.Input.Cmp(r.CacheWrite) > 0 || r.CacheWrite.Cmp(r.Output) > 0 {
			t.Errorf("%s: %+v", model, r)
		}
		if r.AsOf < "2026-01-01" || r.Source == "" {
			t.Errorf("%s is of %s by %q", model, r.AsOf, r.Source)
		}
	}
}

func TestRateCost(t *testing.T) {
	t.Parallel()
	rate, _ := llm.Price("anthropic:claude-sonnet-4-5")
	for _, c := range []struct {
		tokens alex.Tokens
		want   string
	}{
		{alex.Tokens{}, "0.00"},
		{alex.Tokens{Input: 1_000_000, Output: 1_000_000, CacheRead: 1_000_000, CacheWrite: 1_000_000}, "22.05"},
		{alex.Tokens{Input: 1200, Output: 350}, "0.00885"},
		{alex.Tokens{CacheRead: 1}, "0.0000003"},
	} {
		if got := rate.Cost(c.tokens).String(); got != c.want {
			t.Errorf("%+v costs %s, want %s", c.tokens, got, c.want)
		}
	}
	micro, _ := llm.Price("bedrock:amazon.nova-micro-v1:0")
	if got := micro.Cost(alex.Tokens{CacheRead: 1}); got != 9 { // 8.75 billionths
		t.Errorf("%d billionths; costs round up", got)
	}
}

func TestParsePrices(t *testing.T) {
	t.Parallel()
	const head, good = "providers,model,input,output,cacheRead,cacheWrite,regional,asOf,source\n", "a b,m,1,2,3,4,1,2026-01-02,s\n"
	if _, err := llm.ParsePrices(head + good); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"empty": "", "no head": good, "a short row": head + "a,m,1\n", "an amount": head + strings.Replace(good, "1,2", "x,2", 1),
		"a negative one": head + strings.Replace(good, "1,2", "-1,2", 1), "a date": head + strings.Replace(good, "01-02", "13-02", 1),
		"twice": head + good + good,
	} {
		if _, err := llm.ParsePrices(text); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestPriced(t *testing.T) {
	t.Parallel()
	step := func(llm.Request) (llm.Response, error) {
		return llm.Response{Tokens: alex.Tokens{Input: 1000, Output: 100}}, &llm.Fault{Kind: llm.Truncated}
	}
	got, err := llm.Priced(fake.NewScripted("openai:gpt-4.1", step), llm.ListPrices()).Complete(t.Context(), question())
	if llm.KindOf(err) != llm.Truncated || got.Cost.String() != "0.0028" {
		t.Errorf("%+v %v", got, err)
	}
	got, _ = llm.Priced(fake.NewScripted("openai:mine", step), llm.ListPrices()).Complete(t.Context(), question())
	if got.Cost != 0 {
		t.Errorf("an unknown model costs %s", got.Cost)
	}
}
