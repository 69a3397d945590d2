package cloud

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"alex"
)

// How long a function may take to settle after its code changed, and the pause
// between two looks.
const (
	settleTime  = 5 * time.Minute
	settleEvery = 2 * time.Second
)

// FunctionStep is what becomes, or would become, of one function.
type FunctionStep struct {
	Role, Name string
	Same       bool // it has this code already
}

// Functions are Lambda's functions of a target.
type Functions struct {
	account *Account
	client  *lambda.Client
}

// Functions asks in the region of a target, the account's own where that is empty.
func (a *Account) Functions(region string) *Functions {
	return &Functions{a, lambda.NewFromConfig(a.in(region))}
}

// Plan says which functions another package would change, and changes nothing. A
// function of another processor than the package's is refused.
func (f *Functions) Plan(ctx context.Context, t Target, p Package) ([]FunctionStep, error) {
	var steps []FunctionStep
	for _, role := range t.Roles() {
		name := t.Functions[role]
		is, err := f.look(ctx, name)
		if err != nil {
			return nil, err
		}
		if arch := lambdaArch(p.Arch); len(is.Architectures) > 0 && !slices.Contains(is.Architectures, arch) {
			return nil, alex.Invalid("package", "is for %s, and the function %s for %s: pack it with --arch", arch, name, is.Architectures[0])
		}
		steps = append(steps, FunctionStep{role, name, aws.ToString(is.CodeSha256) == p.Sum()})
	}
	return steps, nil
}

func lambdaArch(arch string) types.Architecture {
	if arch == "amd64" {
		return types.ArchitectureX8664
	}
	return types.Architecture(arch)
}

// Update gives each function of the plan the code of p, one after the other, and waits
// until it runs it. Done hears of each. Where one fails those before it are up to date,
// those after it as they were, and coming again goes on from there.
func (f *Functions) Update(ctx context.Context, steps []FunctionStep, p Package, done func(FunctionStep)) error {
	for _, step := range steps {
		if !step.Same {
			if err := f.update(ctx, step.Name, p); err != nil {
				return fmt.Errorf("the function %s: %w", step.Name, err)
			}
		}
		done(step)
	}
	return nil
}

func (f *Functions) update(ctx context.Context, name string, p Package) error {
	ends := f.account.now().Add(settleTime)
	for {
		_, err := f.client.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{
			FunctionName: &name, ZipFile: p.Zip, Architectures: []types.Architecture{lambdaArch(p.Arch)},
		})
		err = failed(ctx, call{"lambda:UpdateFunctionCode", name}, err)
		if err == nil {
			break
		}
		if alex.CodeOf(err) != alex.CodeConflict || !f.account.now().Before(ends) {
			return err
		}
		if err := f.account.wait(ctx, settleEvery); err != nil { // another change of it goes on
			return err
		}
	}
	for {
		is, err := f.look(ctx, name)
		if err != nil {
			return err
		}
		switch sum := aws.ToString(is.CodeSha256); {
		case is.LastUpdateStatus == types.LastUpdateStatusFailed || is.State == types.StateFailed:
			return alex.Errorf(alex.CodeInternal, "Lambda took the code and cannot run it: %s", firstOf(aws.ToString(is.LastUpdateStatusReason), aws.ToString(is.StateReason), "it does not say why"))
		case is.LastUpdateStatus == types.LastUpdateStatusSuccessful && sum == p.Sum():
			return nil
		case is.LastUpdateStatus == types.LastUpdateStatusSuccessful:
			return alex.Errorf(alex.CodeConflict, "somebody else gave it other code meanwhile (%s)", sum)
		case !f.account.now().Before(ends):
			return alex.Errorf(alex.CodeUnavailable, "it has not settled after %s: look at it in Lambda, and run the command again", settleTime)
		}
		if err := f.account.wait(ctx, settleEvery); err != nil {
			return err
		}
	}
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func (f *Functions) look(ctx context.Context, name string) (*lambda.GetFunctionConfigurationOutput, error) {
	is, err := f.client.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &name})
	return is, failed(ctx, call{"lambda:GetFunctionConfiguration", name}, err)
}
