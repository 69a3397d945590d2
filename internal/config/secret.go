package config

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"reflect"
	"strings"
)

// masked stands for a secret wherever one is printed.
const masked = "[secret]"

// Secret is a value that no log, error, dump or JSON may show: every way of
// printing it gives "[secret]", or nothing when it is empty.
type Secret string

// Reveal is the value itself, for the one call that needs it.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// Format masks the value under every verb of package fmt.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText masks the value in JSON and other encodings.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue masks the value in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// OriginSecrets are those of ALEX_ORIGIN_SECRET, any of which is good.
func (c Config) OriginSecrets() (list []Secret) {
	for _, secret := range strings.Fields(c.OriginSecret.Reveal()) {
		list = append(list, Secret(secret))
	}
	return list
}

// Secrets are the values that no text may show: those of every secret setting,
// and the passwords within addresses.
func (c Config) Secrets() []string {
	var list []string
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		secret, ok := v.Field(i).Interface().(Secret)
		if !ok || secret == "" {
			continue
		}
		list = append(list, secret.Reveal())
		if u, err := url.Parse(secret.Reveal()); err == nil && u.User != nil {
			if password, set := u.User.Password(); set {
				list = append(list, password)
			}
		}
	}
	return list
}
