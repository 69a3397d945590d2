package cloudtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Event is one line of a log.
type Event struct {
	ID      string
	At      int64 // milliseconds since 1970
	Message string
}

// target answers the services that name their operation in a header.
func (a *Account) target(service, operation string, body []byte) func() (reply, *fault) {
	var in struct {
		SecretID      string `json:"SecretId"`
		QueueURL      string `json:"QueueUrl"`
		EndpointName  string
		LogGroupName  string `json:"logGroupName"`
		StartTime     int64  `json:"startTime"`
		NextToken     string `json:"nextToken"`
		FilterPattern string `json:"filterPattern"`
	}
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	switch service + ":" + operation {
	case "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret":
		return func() (reply, *fault) {
			text, there := a.Secrets[in.SecretID]
			if !there {
				return reply{}, &fault{http.StatusBadRequest, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."}
			}
			answer := map[string]any{"ARN": in.SecretID, "Name": path.Base(in.SecretID)}
			if operation == "GetSecretValue" {
				answer["SecretString"] = text
			}
			return ok(answer)
		}
	case "sqs:GetQueueAttributes":
		return func() (reply, *fault) {
			at, err := url.Parse(in.QueueURL)
			if err != nil || a.Queues[path.Base(at.Path)] == nil {
				return reply{}, &fault{http.StatusBadRequest, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist."}
			}
			return ok(map[string]any{"Attributes": a.Queues[path.Base(at.Path)]})
		}
	case "sagemaker:DescribeEndpoint":
		return func() (reply, *fault) {
			status, there := a.Endpoints[in.EndpointName]
			if !there {
				return reply{}, &fault{http.StatusBadRequest, "ValidationException", "Could not find endpoint \"" + in.EndpointName + "\"."}
			}
			return ok(map[string]any{"EndpointName": in.EndpointName, "EndpointStatus": status})
		}
	case "logs:FilterLogEvents":
		return func() (reply, *fault) { return a.filter(in.LogGroupName, in.StartTime, in.NextToken) }
	}
	return nil
}

// filter is a page of a group's events from a time on. A token is the place of the
// next one.
func (a *Account) filter(group string, from int64, token string) (reply, *fault) {
	events, there := a.Logs[group]
	if !there {
		return reply{}, &fault{http.StatusBadRequest, "ResourceNotFoundException", "The specified log group does not exist."}
	}
	size, begin := a.Page, 0
	if size == 0 {
		size = 10_000
	}
	if token != "" {
		at, err := strconv.Atoi(token)
		if err != nil {
			return reply{}, &fault{http.StatusBadRequest, "InvalidParameterException", "The specified nextToken is invalid."}
		}
		begin = at
	}
	var list []map[string]any
	for _, e := range events {
		if e.At >= from {
			list = append(list, map[string]any{"eventId": e.ID, "timestamp": e.At, "message": e.Message, "logStreamName": "s", "ingestionTime": e.At})
		}
	}
	end := min(len(list), begin+size)
	answer := map[string]any{"events": slices.Clip(list[min(begin, end):end]), "searchedLogStreams": []any{}}
	if end < len(list) {
		answer["nextToken"] = strconv.Itoa(end)
	}
	return ok(answer)
}

// rest answers the services that name their operation in the path.
func (a *Account) rest(service string, r *http.Request, body []byte) (func() (reply, *fault), string) {
	var in struct{ VectorBucketName, IndexName, SQL string }
	if len(body) > 0 && json.Unmarshal(body, &in) != nil {
		return nil, "unreadable"
	}
	switch {
	case service == "s3vectors" && r.URL.Path == "/GetIndex":
		return func() (reply, *fault) {
			dimension, there := a.Indexes[in.VectorBucketName+"/"+in.IndexName]
			if !there {
				return reply{}, &fault{http.StatusNotFound, "NotFoundException", "The specified index could not be found"}
			}
			return ok(map[string]any{"index": map[string]any{"indexName": in.IndexName, "vectorBucketName": in.VectorBucketName, "dimension": dimension, "distanceMetric": "cosine", "dataType": "float32", "creationTime": 0, "indexArn": "arn:aws:s3vectors:::x"}})
		}, "GetIndex"
	case service == "rds-data" && r.URL.Path == "/Execute":
		return func() (reply, *fault) {
			if a.Resuming > 0 {
				a.Resuming--
				return reply{}, &fault{http.StatusBadRequest, "DatabaseResumingException", "The Aurora DB instance is resuming after being auto-paused. Please wait a few seconds and try again."}
			}
			return ok(map[string]any{"records": [][]any{{map[string]int{"longValue": 1}}}})
		}, "ExecuteStatement"
	case service == "bedrock" && strings.HasPrefix(r.URL.Path, "/foundation-model-availability/"):
		return func() (reply, *fault) {
			id := path.Base(r.URL.Path)
			granted, there := a.Models[id]
			if !there {
				return reply{}, &fault{http.StatusNotFound, "ResourceNotFoundException", "no such model"}
			}
			state := map[bool]string{true: "AVAILABLE", false: "NOT_AVAILABLE"}[granted]
			return ok(map[string]any{"modelId": id, "agreementAvailability": map[string]string{"status": state}, "authorizationStatus": "AUTHORIZED", "entitlementAvailability": state, "regionAvailability": "AVAILABLE"})
		}, "GetFoundationModelAvailability"
	}
	return nil, r.Method + r.URL.Path
}
