package sqs

import (
	"encoding/json"

	"github.com/google/uuid"

	"alex"
	"alex/internal/queue"
)

// version is that of a message's body. A body of another is not read.
const version = 1

// body is a message on its way.
type body struct {
	Version int `json:"version"`
	queue.Message
}

func encode(m queue.Message) (string, error) {
	text, err := json.Marshal(body{version, m})
	return string(text), err
}

// decode reads a message's body. Its errors are CodeInvalid, name the field and
// hold nothing of the body, which anybody who may send can have written.
func decode(text string) (queue.Message, error) {
	var b body
	if json.Unmarshal([]byte(text), &b) != nil {
		return queue.Message{}, alex.Invalid("body", "is no JSON of a message")
	}
	if b.Version != version {
		return queue.Message{}, alex.Invalid("version", "is not %d", version)
	}
	if id, err := uuid.Parse(string(b.Job)); err != nil || id.String() != string(b.Job) {
		return queue.Message{}, alex.Invalid("jobId", "is no id of a job")
	}
	return b.Message, nil
}
