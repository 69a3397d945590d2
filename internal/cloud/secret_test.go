package cloud_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
	"alex/internal/config"
)

const (
	vault  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:"
	plain  = vault + "alex-prod/account-key-AbCdEf"
	object = vault + "alex-prod/keys-AbCdEf"
)

func vaultOf() *cloudtest.Account {
	return &cloudtest.Account{Secrets: map[string]string{
		plain: "hunter2-plain\n", object: `{"OPENAI_API_KEY":"hunter2-openai","whsec":"whsec_aHVudGVyMi1odW50ZXIy","number":7,"empty":" "}`, vault + "list-AbCdEf": "[1]",
	}}
}

// TestSecretsAreResolved: ARNs become what they name, each secret is read once, and
// everything else stays.
func TestSecretsAreResolved(t *testing.T) {
	t.Parallel()
	service := vaultOf()
	account, _ := over(t, service)
	secrets := cloud.NewSecrets(account)
	environ := map[string]string{
		"ALEX_ACCOUNT_KEY": plain, "ALEX_ADMIN_TOKEN": plain, "OPENAI_API_KEY": object + "#OPENAI_API_KEY", "ANTHROPIC_API_KEY": "sk-hand",
		"CLERK_WEBHOOK_SECRET": object + "#whsec, whsec_b2xkLW9sZC1vbGQtb2xk", "ALEX_MODEL": plain, "HOME": plain, "ALEX_SMTP_URL": "",
		"ALEX_DATABASE_URL": "rdsdata://alex?cluster=arn:aws:rds:eu-central-1:123456789012:cluster:alex-prod&secret=" + plain,
	}
	got, err := secrets.Resolve(t.Context(), environ)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"ALEX_ACCOUNT_KEY": "hunter2-plain", "ALEX_ADMIN_TOKEN": "hunter2-plain", "OPENAI_API_KEY": "hunter2-openai", "ANTHROPIC_API_KEY": "sk-hand",
		"CLERK_WEBHOOK_SECRET": "whsec_aHVudGVyMi1odW50ZXIy whsec_b2xkLW9sZC1vbGQtb2xk", "ALEX_MODEL": plain, "HOME": plain, "ALEX_SMTP_URL": "",
		"ALEX_DATABASE_URL": environ["ALEX_DATABASE_URL"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if environ["ALEX_ACCOUNT_KEY"] != plain || service.Count("secretsmanager:GetSecretValue") != 2 {
		t.Errorf("what was given is %q, after %q", environ["ALEX_ACCOUNT_KEY"], service.Calls())
	}

	service.Do(func() { service.Secrets[plain] = "hunter3" })
	if got, err = secrets.Resolve(t.Context(), environ); err != nil || got["ALEX_ACCOUNT_KEY"] != "hunter2-plain" {
		t.Errorf("before it is read again it is %q, %v", got["ALEX_ACCOUNT_KEY"], err)
	}
	if err := secrets.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err = secrets.Resolve(t.Context(), environ); err != nil || got["ALEX_ACCOUNT_KEY"] != "hunter3" || service.Count("secretsmanager:GetSecretValue") != 4 {
		t.Errorf("after it was read again it is %q, %v", got["ALEX_ACCOUNT_KEY"], err)
	}
	service.Do(func() { service.Refuse = failing("secretsmanager:GetSecretValue", 99, 500, "InternalServiceError") })
	if err := secrets.Refresh(t.Context()); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("while it is away: %v", err)
	}
	if got, err = secrets.Resolve(t.Context(), environ); err != nil || got["ALEX_ACCOUNT_KEY"] != "hunter3" {
		t.Errorf("what was read before is %q, %v", got["ALEX_ACCOUNT_KEY"], err)
	}
}

// TestEverySecretSettingMayBeAReference of those that config lists.
func TestEverySecretSettingMayBeAReference(t *testing.T) {
	t.Parallel()
	account, _ := over(t, vaultOf())
	environ, want := map[string]string{}, map[string]string{}
	for _, v := range config.Variables() {
		environ[v.Name], want[v.Name] = plain, plain
		if v.Secret {
			want[v.Name] = "hunter2-plain"
		}
	}
	got, err := cloud.NewSecrets(account).Resolve(t.Context(), environ)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestSecretsThatCannotBeRead name their variables, and what to do; never a value.
func TestSecretsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	const action = "secretsmanager:GetSecretValue"
	for name, c := range map[string]struct {
		value  string
		refuse func(string, int) (int, string, string)
		says   string
	}{
		"not there":     {vault + "none-AbCdEf", nil, "Secrets Manager has no " + vault + "none-AbCdEf (status 400, ResourceNotFoundException)"},
		"no ARN of one": {"arn:aws:secretsmanager:eu-central-1:1:secret:x", nil, "is not the ARN of a secret"},
		"no such key":   {object + "#hunter2", nil, "names a key that its secret does not have"},
		"no text":       {object + "#number", nil, "whose value is no text"},
		"empty":         {object + "#empty", nil, "names a secret that is empty"},
		"no object":     {vault + "list-AbCdEf#a", nil, "no JSON object"},
		"not allowed":   {plain, denying(action, plain), "the credentials at hand lack secretsmanager:GetSecretValue on " + plain},
		"not allowed KMS": {plain, func(string, int) (int, string, string) {
			return 400, "AccessDeniedException", "Access to KMS is not allowed"
		}, "lack kms:Decrypt on the key of " + plain},
		"forbidden": {plain, func(string, int) (int, string, string) {
			return 400, "AccessDeniedException", "User: hunter2 is not authorized to perform: secretsmanager:GetSecretValue on resource: " + plain + " with an explicit deny in a service control policy"
		}, "a policy forbids secretsmanager:GetSecretValue on " + plain},
		"throttled":            {plain, failing(action, 99, 400, "ThrottlingException"), "is asked too often"},
		"old session":          {plain, failing(action, 99, 400, "ExpiredTokenException"), "sign in to AWS again"},
		"broken":               {plain, failing(action, 99, 500, "InternalServiceError"), "cannot answer now (status 500, InternalServiceError)"},
		"a code that is a key": {plain, failing(action, 99, 400, "AKIAHUNTER2HUNTER2"), "refuses GetSecretValue (status 400)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := vaultOf()
			service.Refuse = c.refuse
			account, _ := over(t, service)
			_, err := cloud.NewSecrets(account).Resolve(t.Context(), map[string]string{"OPENAI_API_KEY": c.value, "ALEX_ACCOUNT_KEY": "hunter2"})
			var e *alex.Error
			if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Location != "OPENAI_API_KEY" || !strings.Contains(e.Fields[0].Message, c.says) {
				t.Fatalf("it says %v, want %s", err, c.says)
			}
			if strings.Contains(strings.ReplaceAll(err.Error(), c.value, ""), "hunter") {
				t.Errorf("it shows what was sent: %v", err)
			}
		})
	}
}

// TestSecretsAreReadOnceSideBySide, however many ask at once.
func TestSecretsAreReadOnceSideBySide(t *testing.T) {
	t.Parallel()
	service := vaultOf()
	account, _ := over(t, service)
	secrets := cloud.NewSecrets(account)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if got, err := secrets.Resolve(t.Context(), map[string]string{"OPENAI_API_KEY": plain}); err != nil || got["OPENAI_API_KEY"] != "hunter2-plain" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	group.Wait()
	if n := service.Count("secretsmanager:GetSecretValue"); n != 1 {
		t.Errorf("it was read %d times", n)
	}
}

// TestSecretsThrottledForAMoment are read all the same, and a caller that gives up is
// not answered by a refusal.
func TestSecretsThrottledForAMoment(t *testing.T) {
	t.Parallel()
	service := vaultOf()
	service.Refuse = failing("secretsmanager:GetSecretValue", 2, 400, "ThrottlingException")
	account, _ := over(t, service)
	got, err := cloud.NewSecrets(account).Resolve(t.Context(), map[string]string{"OPENAI_API_KEY": plain})
	if err != nil || got["OPENAI_API_KEY"] != "hunter2-plain" || service.Count("secretsmanager:GetSecretValue") != 3 {
		t.Errorf("%q, %v after %q", got, err, service.Calls())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cloud.NewSecrets(account).Resolve(ctx, map[string]string{"OPENAI_API_KEY": plain}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// TestWithoutCredentials nobody is asked, and that is said.
func TestWithoutCredentials(t *testing.T) {
	t.Parallel()
	_, err := cloud.NewSecrets(cloud.New(cloud.Options{})).Resolve(t.Context(), map[string]string{"OPENAI_API_KEY": plain})
	if err == nil || !strings.Contains(err.Error(), "OPENAI_API_KEY: Secrets Manager cannot be asked: there are no credentials of AWS") {
		t.Error(err)
	}
}
