package cloud

import "github.com/aws/aws-sdk-go-v2/aws"

// Settings are the account's, for another one in a test.
func (a *Account) Settings() aws.Config { return a.aws }
