package config_test

import (
	"testing"

	"alex/internal/config"
)

// TestNoSecretHasADefault: a secret that ships is none. What needs one and has
// none does not run, or makes its own.
func TestNoSecretHasADefault(t *testing.T) {
	t.Parallel()
	secrets := 0
	for _, v := range config.Variables() {
		if v.Secret {
			secrets++
			if v.Default != "" {
				t.Errorf("%s has the default %q", v.Name, v.Default)
			}
		}
	}
	if secrets < 8 {
		t.Errorf("%d secrets were looked at", secrets)
	}
	c, err := config.Load(nil)
	if err != nil || len(c.Secrets()) != 0 {
		t.Errorf("without settings there are %d secrets (%v)", len(c.Secrets()), err)
	}
}
