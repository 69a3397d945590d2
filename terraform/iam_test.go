package terraform_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// oneOrMore is how policies write lists: one text may stand for itself.
type oneOrMore []string

func (o *oneOrMore) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(o))
}

type policyFile struct {
	Version   string
	Statement []struct {
		Sid, Effect      string
		Action, Resource oneOrMore
	}
}

func readPolicy(t *testing.T, text []byte) (p policyFile) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

// actions are those of a policy, statement after statement.
func (p policyFile) actions() (list []string) {
	for _, s := range p.Statement {
		list = append(list, s.Action...)
	}
	return list
}

// policyFileFaults are what is no policy of AWS, or gives more than it says: a
// service as a whole has to be of things that are named.
func policyFileFaults(p policyFile) (faults []string) {
	if p.Version != "2012-10-17" || len(p.Statement) == 0 {
		faults = append(faults, "is no policy")
	}
	for _, s := range p.Statement {
		if s.Effect != "Allow" || len(s.Action) == 0 || len(s.Resource) == 0 {
			faults = append(faults, s.Sid+" lets nothing")
		}
		for _, action := range s.Action {
			if !regexp.MustCompile(`^[a-z0-9-]+:([A-Z]\w+|\*)$`).MatchString(action) {
				faults = append(faults, s.Sid+" has "+action)
			}
			if strings.HasSuffix(action, ":*") && slices.Contains(s.Resource, "*") {
				faults = append(faults, s.Sid+" has "+action+" on everything")
			}
		}
	}
	return faults
}

// TestPoliciesOfPeopleAreThoseOfThePlan: the files can be read, and have the actions
// that the plan lists, no more and no fewer.
func TestPoliciesOfPeopleAreThoseOfThePlan(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/iam/*.json")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../docs/iam/README.md")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p := readPolicy(t, text)
		for _, fault := range policyFileFaults(p) {
			t.Errorf("%s: %s", name, fault)
		}
		got[filepath.Base(name)] = p.actions()
		if !strings.Contains(string(readme), "("+filepath.Base(name)+")") {
			t.Errorf("nobody needs %s", name)
		}
	}
	for name, want := range map[string][]string{
		"AlexRDSCustomPolicy.json": {
			"rds:CreateDBCluster", "rds:CreateDBInstance", "rds:CreateDBSubnetGroup", "rds:DeleteDBCluster", "rds:DeleteDBInstance", "rds:DeleteDBSubnetGroup",
			"rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeDBSubnetGroups", "rds:ModifyDBCluster", "rds:ModifyDBInstance",
			"rds:AddTagsToResource", "rds:ListTagsForResource", "rds:RemoveTagsFromResource",
			"ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups", "ec2:CreateSecurityGroup",
			"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress",
			"secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
			"secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret",
			"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt",
		},
		"AlexModelsAndDatabase.json": {
			"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream",
			"rds:CreateDBCluster", "rds:ModifyDBCluster", "rds:DeleteDBCluster", "rds:DescribeDBClusters",
		},
	} {
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, managed := range []string{"AmazonRDSDataFullAccess", "AWSLambda_FullAccess", "AmazonSQSFullAccess", "AmazonEventBridgeFullAccess", "CloudFrontFullAccess", "SecretsManagerReadWrite"} {
		if !strings.Contains(string(readme), "`"+managed+"`") {
			t.Errorf("nobody is told of %s", managed)
		}
	}
	broken := readPolicy(t, []byte(`{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": ["s3:*", "*"], "Resource": "*"}, {"Sid": "B", "Effect": "Deny"}]}`))
	if diff := cmp.Diff([]string{"A has s3:* on everything", "A has *", "B lets nothing"}, policyFileFaults(broken)); diff != "" {
		t.Error(diff)
	}
}
