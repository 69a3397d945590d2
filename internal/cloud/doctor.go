package cloud

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"alex"
	"alex/internal/config"
)

// What a check came to.
const (
	CheckOK   = "ok"
	CheckWarn = "warn" // Alex runs, but not as well as it could, or nobody can say now
	CheckFail = "fail" // Alex does not run, or not safely, or may not be looked at
)

// Check is what was found of one thing on AWS, and what to do about it. It holds no
// secret.
type Check struct{ Status, Name, Text string }

// checkTime is how long a service may take to answer.
const checkTime = 10 * time.Second

// inspector looks at what is on AWS, and changes nothing.
type inspector struct {
	account *Account
	target  Target
	found   []Check
	set     map[string][]string // values of settings by name, of the functions and the caller, each once
	planner time.Duration       // the timeout of its function, 0 where nobody knows
}

// Inspect checks the caller and each service that the functions of a target use: with
// the settings that those have, and those of environ. What may not be asked says which
// permission lacks.
func (a *Account) Inspect(ctx context.Context, t Target, environ map[string]string) []Check {
	i := &inspector{account: a, target: t, set: map[string][]string{}}
	for _, v := range config.Variables() {
		i.know(v.Name, environ[v.Name])
	}
	for _, check := range []func(context.Context){i.identity, i.functions, i.database, i.queue, i.site, i.secrets, i.texts, i.models} {
		within, cancel := context.WithTimeout(ctx, checkTime*time.Duration(1+len(t.Functions)))
		check(within)
		cancel()
	}
	return i.found
}

func (i *inspector) know(name, value string) {
	if value = strings.TrimSpace(value); value != "" && !slices.Contains(i.set[name], value) {
		i.set[name] = append(i.set[name], value)
	}
}

func (i *inspector) say(status, name, format string, args ...any) {
	i.found = append(i.found, Check{status, name, fmt.Sprintf(format, args...)})
}

// trouble says an error: what may pass by itself is a warning.
func (i *inspector) trouble(name string, err error) {
	status := CheckFail
	if alex.CodeOf(err) == alex.CodeUnavailable {
		status = CheckWarn
	}
	i.say(status, name, "%s", err.Error())
}

func (i *inspector) identity(ctx context.Context) {
	const name = "identity"
	is, err := sts.NewFromConfig(i.account.in(i.target.Region)).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		i.trouble(name, failed(ctx, call{"sts:GetCallerIdentity", "*"}, err))
		return
	}
	i.say(CheckOK, name, "%s, region %s", aws.ToString(is.Arn), i.target.Region)
}

// functions looks at each: whether it runs, as what, and whether all run the same.
func (i *inspector) functions(ctx context.Context) {
	const name = "functions"
	functions := i.account.Functions(i.target.Region)
	roles, byCode := i.target.Roles(), map[string][]string{}
	for _, role := range roles {
		is, err := functions.look(ctx, i.target.Functions[role])
		if err != nil {
			i.trouble("function "+role, err)
			continue
		}
		byCode[aws.ToString(is.CodeSha256)] = append(byCode[aws.ToString(is.CodeSha256)], role)
		if role == "planner" {
			i.planner = time.Duration(aws.ToInt32(is.Timeout)) * time.Second
		}
		i.function(role, is)
	}
	switch sums := slices.Sorted(maps.Keys(byCode)); len(sums) {
	case 0:
		i.say(CheckFail, name, "none can be looked at, of %d that Terraform names", len(roles))
	case 1:
		i.say(CheckOK, name, "%d of %d have the same code, %s", len(byCode[sums[0]]), len(roles), sums[0])
	default:
		var parts []string
		for _, sum := range sums {
			parts = append(parts, strings.Join(byCode[sum], ", ")+" have "+sum)
		}
		i.say(CheckFail, name, "they have different code (%s): run alex deploy --functions", strings.Join(parts, "; "))
	}
}

// function looks at the state and the settings of one.
func (i *inspector) function(role string, is *lambda.GetFunctionConfigurationOutput) {
	name, environ := "function "+role, map[string]string{}
	if is.Environment != nil {
		environ = is.Environment.Variables
	}
	switch {
	case is.State == types.StateFailed || is.LastUpdateStatus == types.LastUpdateStatusFailed:
		i.say(CheckFail, name, "it does not run: %s", firstOf(aws.ToString(is.LastUpdateStatusReason), aws.ToString(is.StateReason), "Lambda does not say why"))
	case is.State == types.StatePending || is.LastUpdateStatus == types.LastUpdateStatusInProgress:
		i.say(CheckWarn, name, "it is being changed: look again in a minute")
	}
	if got := environ["ALEX_ROLE"]; got != role {
		i.say(CheckFail, name, "ALEX_ROLE is %q, and not %s: run terraform apply", got, role)
	}
	for _, v := range config.Variables() {
		value := environ[v.Name]
		i.know(v.Name, value)
		if v.Secret && value != "" && references(value) == nil && !strings.HasPrefix(value, "rdsdata://") {
			i.say(CheckFail, name, "%s stands in its settings in the clear: put it into Secrets Manager, and the ARN here", v.Name)
		}
	}
}

// database looks at the clusters that URLs name.
func (i *inspector) database(ctx context.Context) {
	const name = "database"
	urls := i.set["ALEX_DATABASE_URL"]
	if len(urls) == 0 {
		i.say(CheckFail, name, "ALEX_DATABASE_URL is not set, neither at a function nor here")
	}
	for _, url := range urls {
		if !strings.HasPrefix(url, "rdsdata://") {
			continue
		}
		ref, err := ParseCluster("", url)
		if err != nil {
			i.trouble(name, err)
			continue
		}
		if ref.Secret != "" {
			i.know("", ref.Secret)
		}
		c, err := i.account.Database(ref).look(ctx)
		switch state := aws.ToString(c.Status); {
		case err != nil:
			i.trouble(name, err)
		case !aws.ToBool(c.HttpEndpointEnabled):
			i.say(CheckFail, name, "the cluster %s has no Data API, through which Alex asks: set enable_http_endpoint in Terraform", ref.ID)
		case state == "available":
			i.say(CheckOK, name, "the cluster %s is available, with the Data API", ref.ID)
		case state == "stopped" || state == "stopping":
			i.say(CheckFail, name, "the cluster %s is %s: run alex cost resume", ref.ID, state)
		default:
			i.say(CheckWarn, name, "the cluster %s is %s", ref.ID, state)
		}
	}
}

// secrets looks at each that a setting names, without reading it.
func (i *inspector) secrets(ctx context.Context) {
	wanted := map[string]string{} // ARNs, and which setting names each
	for _, v := range config.Variables() {
		for _, value := range i.set[v.Name] {
			for _, part := range references(value) {
				if named := secretARN.FindStringSubmatch(part); v.Secret && named != nil {
					wanted[named[1]] = v.Name
				} else if v.Secret && isReference(part) {
					i.say(CheckFail, "secret", "%s names no secret: write its ARN, with #KEY where it is JSON", v.Name)
				}
			}
		}
	}
	for _, arn := range i.set[""] {
		wanted[arn] = "ALEX_DATABASE_URL"
	}
	good := 0
	for _, arn := range slices.Sorted(maps.Keys(wanted)) {
		is, err := secretsmanager.NewFromConfig(i.account.in(regionOf(arn))).DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &arn})
		switch {
		case err != nil:
			i.trouble("secret of "+wanted[arn], failed(ctx, call{"secretsmanager:DescribeSecret", arn}, err))
		case is.DeletedDate != nil:
			i.say(CheckFail, "secret of "+wanted[arn], "%s is being deleted: restore it", arn)
		default:
			good++
		}
	}
	if len(wanted) > 0 {
		i.say(map[bool]string{true: CheckOK, false: CheckWarn}[good == len(wanted)], "secrets", "%d of %d that settings name are there", good, len(wanted))
	}
}
