package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"alex/internal/config"
)

func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	c, err := config.Load(config.Environ(settings()))
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&logged, nil), slog.NewTextHandler(&logged, nil)} {
		slog.New(handler).Info("start", "config", c, "pointer", &c, "token", c.AdminToken)
	}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	printed := logged.String() + string(asJSON) + c.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed += fmt.Sprintf(verb+" "+verb+" "+verb, c, &c, c.AdminToken)
	}
	if hex := fmt.Sprintf("%x", "hush-"); strings.Contains(printed, "hush-") || strings.Contains(printed, hex) {
		t.Errorf("a secret is printed: %s", printed)
	}
	for _, want := range []string{"ALEX_ADMIN_TOKEN=[secret]", "ALEX_ADDR=:0", `"ALEX_MODEL":"bedrock:some.model-v1:0"`} {
		if !strings.Contains(printed, want) {
			t.Errorf("%s is not printed", want)
		}
	}
}

func TestSecretReveals(t *testing.T) {
	t.Parallel()
	if got := config.Secret("x").Reveal(); got != "x" {
		t.Errorf("reveals %q", got)
	}
	if got := config.Secret("").String(); got != "" {
		t.Errorf("nothing is masked as %q", got)
	}
}
