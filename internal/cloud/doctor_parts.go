package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3vectors"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"alex"
	"alex/internal/config"
)

// visibilityTimes is how many times the function's timeout a message has to stay
// hidden, as Lambda asks for.
const visibilityTimes = 6

// queue looks at the queues of jobs, and whether jobs died.
func (i *inspector) queue(ctx context.Context) {
	const name = "queue"
	for _, address := range i.set["ALEX_QUEUE_URL"] {
		region, ok := config.Config{QueueURL: address}.QueueRegion()
		if !ok {
			i.say(CheckFail, name, "ALEX_QUEUE_URL is not the URL of a standard queue")
			continue
		}
		client := sqs.NewFromConfig(i.account.in(region))
		is, err := attributes(ctx, client, address)
		if err != nil {
			i.trouble(name, err)
			continue
		}
		queue := path.Base(address)
		hidden, _ := strconv.Atoi(is["VisibilityTimeout"]) // it has one always
		if least := visibilityTimes * int(i.planner/time.Second); hidden < least {
			i.say(CheckFail, name, "%s hides a message for %d seconds, and the planner may take %d: make it %d (six times), or jobs are worked twice", queue, hidden, least/visibilityTimes, least)
		} else {
			i.say(CheckOK, name, "%s holds %s messages, %s are being worked, each hidden for %d seconds", queue, is["ApproximateNumberOfMessages"], is["ApproximateNumberOfMessagesNotVisible"], hidden)
		}
		i.dead(ctx, client, address, is["RedrivePolicy"])
	}
}

// dead looks at the dead-letter queue of a queue.
func (i *inspector) dead(ctx context.Context, client *sqs.Client, address, redrive string) {
	const name = "dead letters"
	var policy struct {
		Target string `json:"deadLetterTargetArn"`
	}
	if json.Unmarshal([]byte(redrive), &policy) != nil || policy.Target == "" {
		i.say(CheckFail, name, "%s has no dead-letter queue: what nobody can work comes again for ever; run terraform apply", path.Base(address))
		return
	}
	parts := strings.Split(policy.Target, ":")
	u, err := url.Parse(address)
	if err != nil || len(parts) != 6 {
		i.say(CheckFail, name, "%s names no queue as its dead-letter queue", path.Base(address))
		return
	}
	u.Path = "/" + parts[4] + "/" + parts[5]
	is, err := attributes(ctx, client, u.String())
	if err != nil {
		i.trouble(name, err)
		return
	}
	if n := is["ApproximateNumberOfMessages"]; n != "0" {
		i.say(CheckWarn, name, "%s holds %s messages whose jobs failed again and again: docs/runbook.md says what to do", parts[5], n)
		return
	}
	i.say(CheckOK, name, "%s is empty", parts[5])
}

func attributes(ctx context.Context, client *sqs.Client, address string) (map[string]string, error) {
	is, err := client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: &address, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameAll}})
	if err != nil {
		return nil, failed(ctx, call{"sqs:GetQueueAttributes", "queue " + path.Base(address)}, err)
	}
	return is.Attributes, nil
}

// site looks at the bucket and at the distribution.
func (i *inspector) site(ctx context.Context) {
	site, err := i.account.Site(i.target)
	if err != nil {
		i.trouble("site", err)
		return
	}
	arn := "arn:aws:s3:::" + i.target.Bucket
	if _, err := site.objects.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &i.target.Bucket}); err != nil {
		i.trouble("bucket", failed(ctx, call{"s3:ListBucket", arn}, err))
	} else {
		i.say(CheckOK, "bucket", "%s is in reach", i.target.Bucket)
	}
	is, err := site.front.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: &i.target.DistributionID})
	switch {
	case err != nil:
		i.trouble("distribution", failed(ctx, call{"cloudfront:GetDistribution", "distribution " + i.target.DistributionID}, err))
	case is.Distribution == nil || is.Distribution.DistributionConfig == nil || !aws.ToBool(is.Distribution.DistributionConfig.Enabled):
		i.say(CheckFail, "distribution", "%s is switched off: run terraform apply", i.target.DistributionID)
	default:
		i.say(CheckOK, "distribution", "%s at %s, %s", i.target.DistributionID, aws.ToString(is.Distribution.DomainName), aws.ToString(is.Distribution.Status))
	}
}

// texts looks at who embeds and where vectors lie, where that is AWS.
func (i *inspector) texts(ctx context.Context) {
	for _, value := range i.set["ALEX_EMBEDDINGS"] {
		if endpoint, ok := strings.CutPrefix(value, "sagemaker:"); ok {
			i.endpoint(ctx, endpoint)
		}
	}
	for _, value := range i.set["ALEX_INDEX"] {
		bucket, index, ok := config.Config{Index: value}.VectorIndex()
		if !ok || bucket == "" {
			i.say(CheckFail, "vectors", "ALEX_INDEX is not s3vectors:BUCKET/INDEX")
			continue
		}
		is, err := s3vectors.NewFromConfig(i.account.in(i.target.Region)).GetIndex(ctx, &s3vectors.GetIndexInput{VectorBucketName: &bucket, IndexName: &index})
		switch {
		case err != nil:
			i.trouble("vectors", failed(ctx, call{"s3vectors:GetIndex", "index " + bucket + "/" + index}, err))
		case is.Index != nil:
			i.say(CheckOK, "vectors", "the index %s/%s takes vectors of %d numbers", bucket, index, aws.ToInt32(is.Index.Dimension))
		}
	}
}

func (i *inspector) endpoint(ctx context.Context, name string) {
	body, err := json.Marshal(map[string]string{"EndpointName": name})
	if err != nil {
		i.trouble("embeddings", err)
		return
	}
	var is struct{ EndpointStatus, FailureReason string }
	err = i.account.ask(ctx, i.target.Region, question{service: "sagemaker", id: "SageMaker", host: "api.sagemaker", method: "POST", path: "/", kind: json11, target: "SageMaker.DescribeEndpoint", body: body}, &is)
	_, code, _ := answered(err)
	switch {
	case code == "ValidationException":
		i.say(CheckFail, "embeddings", "SageMaker has no endpoint %s: run terraform apply, or set ALEX_EMBEDDINGS", name)
	case err != nil:
		i.trouble("embeddings", failed(ctx, call{"sagemaker:DescribeEndpoint", "endpoint " + name}, err))
	case is.EndpointStatus != "InService":
		i.say(CheckFail, "embeddings", "the endpoint %s is %s: look at it in SageMaker", name, is.EndpointStatus)
	default:
		i.say(CheckOK, "embeddings", "the endpoint %s is in service", name)
	}
}

// bedrocks are the ids of the models on Bedrock that settings name, each once.
func (i *inspector) bedrocks() (ids []string) {
	for _, v := range config.Variables() {
		if v.Name != "ALEX_MODEL" && !strings.HasPrefix(v.Name, "ALEX_MODEL_") {
			continue
		}
		for _, value := range i.set[v.Name] {
			vendor, id, _ := strings.Cut(value, ":")
			if vendor != "bedrock" {
				continue
			}
			named := []string{id}
			if id == "" {
				if named = i.set["BEDROCK_MODEL_ID"]; len(named) == 0 {
					named = []string{defaultOf("BEDROCK_MODEL_ID")}
				}
			}
			for _, id := range named {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}

func defaultOf(name string) string {
	for _, v := range config.Variables() {
		if v.Name == name {
			return v.Default
		}
	}
	return ""
}

// models asks Bedrock whether the account may use each model. Nothing is generated.
func (i *inspector) models(ctx context.Context) {
	region := i.target.Region
	if set := i.set["BEDROCK_REGION"]; len(set) > 0 {
		region = set[0]
	}
	for _, id := range i.bedrocks() {
		name := "model"
		if strings.HasPrefix(id, "arn:") {
			i.say(CheckOK, name, "%s is a profile of your own, which is not looked into", id)
			continue
		}
		if err := i.model(ctx, region, foundation(id)); err != nil {
			i.trouble(name, err)
			continue
		}
		i.say(CheckOK, name, "the account may use %s in %s", id, region)
	}
}

// foundation is the model behind the profile of a part of the world.
func foundation(id string) string {
	for _, part := range []string{"us-gov.", "us.", "eu.", "apac.", "jp.", "au.", "ca.", "global."} {
		if rest, ok := strings.CutPrefix(id, part); ok {
			return rest
		}
	}
	return id
}

func (i *inspector) model(ctx context.Context, region, id string) error {
	var is struct {
		AgreementAvailability                                            struct{ Status string }
		AuthorizationStatus, EntitlementAvailability, RegionAvailability string
	}
	err := i.account.ask(ctx, region, question{service: "bedrock", id: "Bedrock", host: "bedrock", method: "GET", path: "/foundation-model-availability/" + url.PathEscape(id)}, &is)
	if err != nil {
		return failed(ctx, call{"bedrock:GetFoundationModelAvailability", "model " + id}, err)
	}
	for what, good := range map[string]bool{
		"is not offered in " + region + ": set BEDROCK_REGION":                      is.RegionAvailability == "AVAILABLE",
		"is not open to the account: ask for access to it in Bedrock, Model access": is.EntitlementAvailability == "AVAILABLE" && is.AgreementAvailability.Status == "AVAILABLE",
		"may not be used by the account: look at its policies":                      is.AuthorizationStatus == "AUTHORIZED",
	} {
		if !good {
			return alex.Errorf(alex.CodeForbidden, "%s", fmt.Sprintf("the model %s %s", id, what))
		}
	}
	return nil
}
