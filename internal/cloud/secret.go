package cloud

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"alex"
	"alex/internal/config"
)

// Secrets reads the values of settings from Secrets Manager. It is safe for
// concurrent use.
type Secrets struct {
	account *Account

	mu    sync.Mutex
	known map[string]string // what was read, by the secret's ARN
}

// NewSecrets reads over an account, and asks nobody yet.
func NewSecrets(a *Account) *Secrets { return &Secrets{account: a, known: map[string]string{}} }

// secretARN is a secret by its ARN, and a key within it where it is JSON. A
// version has no place here: it is the current one that is read.
var secretARN = regexp.MustCompile(`^(arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,512})(?:#(\S{1,256}))?$`)

// references are the ARNs that a value names; nil where it is a value itself.
func references(value string) []string {
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	if !slices.ContainsFunc(parts, isReference) {
		return nil
	}
	return parts
}

func isReference(part string) bool {
	return strings.HasPrefix(part, "arn:") && strings.Contains(part, ":secretsmanager:")
}

// Resolve is environ with each secret setting that names a secret of Secrets
// Manager, as ARN or ARN#KEY, replaced by what that holds; between commas or spaces
// there may be several, and values among them. What is no ARN stays, and so does what
// is no secret setting of config.Variables. A secret is read once, however many
// settings name it, and kept until Refresh. All that cannot be read is in one error
// that names the variables and no value.
func (s *Secrets) Resolve(ctx context.Context, environ map[string]string) (map[string]string, error) {
	resolved := maps.Clone(environ)
	var p alex.Problems
	for _, v := range config.Variables() {
		parts := references(environ[v.Name])
		if !v.Secret || parts == nil {
			continue
		}
		values := make([]string, len(parts))
		for i, part := range parts {
			value, err := s.value(ctx, part)
			if ctx.Err() != nil {
				return nil, failed(ctx, call{action: "secretsmanager:GetSecretValue"}, ctx.Err())
			}
			if err != nil {
				p.Addf(v.Name, "%s", err.Error())
			}
			values[i] = value
		}
		resolved[v.Name] = strings.Join(values, " ")
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return resolved, nil
}

// Refresh reads each known secret again, for the next Resolve: a value was refused, as
// after a rotation. Where one cannot be read, it and those after it stay as they were.
func (s *Secrets) Refresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, arn := range slices.Sorted(maps.Keys(s.known)) {
		text, err := s.read(ctx, arn)
		if err != nil {
			return err
		}
		s.known[arn] = text
	}
	return nil
}

// value is what one part of a setting stands for.
func (s *Secrets) value(ctx context.Context, part string) (string, error) {
	if !isReference(part) {
		return part, nil
	}
	named := secretARN.FindStringSubmatch(part)
	if named == nil {
		return "", alex.Errorf(alex.CodeInvalid, "is not the ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, with #KEY after it where the secret is JSON")
	}
	text, err := s.text(ctx, named[1])
	if err != nil {
		return "", err
	}
	if named[3] != "" {
		if text, err = within(text, named[3]); err != nil {
			return "", err
		}
	}
	if text = strings.TrimSpace(text); text == "" {
		return "", alex.Errorf(alex.CodeInvalid, "names a secret that is empty: give it a value")
	}
	return text, nil
}

// within is the value of a key of a secret that is JSON.
func within(text, key string) (string, error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &fields) != nil {
		return "", alex.Errorf(alex.CodeInvalid, "names a key of a secret that is no JSON object: leave out # and what follows")
	}
	raw, there := fields[key]
	if !there {
		return "", alex.Errorf(alex.CodeInvalid, "names a key that its secret does not have")
	}
	var value string
	if json.Unmarshal(raw, &value) != nil {
		return "", alex.Errorf(alex.CodeInvalid, "names a key of a secret whose value is no text")
	}
	return value, nil
}

func (s *Secrets) text(ctx context.Context, arn string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, known := s.known[arn]; known {
		return text, nil
	}
	text, err := s.read(ctx, arn)
	if err == nil {
		s.known[arn] = text
	}
	return text, err
}

func (s *Secrets) read(ctx context.Context, arn string) (string, error) {
	client := secretsmanager.NewFromConfig(s.account.in(regionOf(arn)))
	answer, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn})
	if err != nil {
		return "", failed(ctx, call{"secretsmanager:GetSecretValue", arn}, err)
	}
	if answer.SecretString == nil {
		return "", alex.Errorf(alex.CodeInvalid, "%s is bytes, and not text: keep it as text", arn)
	}
	return aws.ToString(answer.SecretString), nil
}

// regionOf is the region of an ARN, empty where it has none.
func regionOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[3]
	}
	return ""
}
