package app

import (
	"net/http"
	"testing"

	"alex"
	"alex/internal/config"
	"alex/internal/llm"
)

// A judge is no model where nobody writes what it would judge.
func TestJudgeAloneIsNoModel(t *testing.T) {
	t.Parallel()
	const small, large = "openai:small", "anthropic:large"
	base := config.Config{Model: offline, ModelJudge: large, OpenAIBaseURL: "http://here.test", AnthropicBaseURL: "http://there.test"}
	for name, c := range map[string]struct {
		change func(*config.Config)
		told   int
		judge  bool
	}{
		"alone":           {func(*config.Config) {}, 0, false},
		"of questions":    {func(c *config.Config) { c.ModelAsk = small }, 1, false},
		"of tags":         {func(c *config.Config) { c.ModelTagger = large }, 1, false},
		"of a section":    {func(c *config.Config) { c.ModelRetirement = small }, 2, true},
		"of all sections": {func(c *config.Config) { c.Model = small }, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := base
			c.change(&cfg)
			m, err := NewModels(t.Context(), cfg, http.DefaultClient)
			if err != nil {
				t.Fatal(err)
			}
			if _, found := m.of(alex.Judge); found != c.judge || len(m.Told()) != c.told || m.Any() != (c.told > 0) {
				t.Errorf("a judge: %t, told of %+v, any: %t", found, m.Told(), m.Any())
			}
			if mine := m.Within(alex.ModelConsent{AllowModels: true, ModelsSentTo: []string{"there.test"}}); c.judge && mine.Any() {
				t.Errorf("a judge whose writers may be sent nothing: %+v", mine.Told())
			}
			if given := m.For(llm.Caller{}, nil, nil, nil); (given != nil) != (c.told > 0) {
				t.Errorf("models are given: %t", given != nil)
			}
		})
	}
}
