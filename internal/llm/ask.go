package llm

import (
	"context"
	_ "embed"
	"errors"
	"slices"
	"strings"

	"alex/internal/strictjson"
)

//go:embed repair.md
var repairPrompt string

// Ask asks for an answer of type T: one JSON document by Schema[T], read
// strictly, that check (nil: anything) accepts. What is wrong with an answer
// goes back to the model once. A model that refuses the API's own form of
// structured answers is asked for the call of a tool instead, or from the start
// where r.Answer is Forced already.
//
// Where the model calls one of r.Tools first, T is its zero value and the
// Response has the calls: run them, add both turns to r and ask again. The
// Response has the tokens and the cost of all turns, also beside an error. An
// answer that is wrong twice is a *Fault of kind Misshapen.
func Ask[T any](ctx context.Context, c Client, r Request, name, description string, check func(T) error) (T, Response, error) {
	var zero T
	forced := r.Answer != nil && r.Answer.Forced
	r.Answer = &Answer{Name: name, Description: description, Schema: Schema[T](), Forced: forced}
	talk := conversation{client: c, request: r}
	for repaired := false; ; repaired = true {
		response, err := talk.turn(ctx)
		if err == nil && response.Stop == StopTools && len(r.Tools) > 0 {
			return zero, response, nil
		}
		answer, wrong := read(response, err, check)
		if wrong == nil {
			return answer, response, err
		}
		if repaired {
			return zero, response, misshapen(err, wrong)
		}
		talk.repair(response.Text, wrong)
	}
}

// read is the answer of a turn, or what is wrong with it that the model can set
// right. An err that it cannot is not wrong, and stays.
func read[T any](response Response, err error, check func(T) error) (answer T, wrong error) {
	switch kind := KindOf(err); {
	case kind == Truncated:
		return answer, errors.New("it was cut short at the most tokens; be briefer")
	case kind.Spoken():
		return answer, errors.New("it could not be read")
	case err != nil:
		return answer, nil
	case len(response.Calls) > 0:
		return answer, errors.New("it calls a tool that does not exist")
	}
	if err := strictjson.Decode([]byte(response.Text), &answer, strictjson.Limits{}); err != nil {
		return answer, err
	}
	if check != nil {
		return answer, check(answer)
	}
	return answer, nil
}

// misshapen is the end of a talk whose last answer was wrong as well.
func misshapen(err, wrong error) error {
	if err != nil {
		return err
	}
	return &Fault{Kind: Misshapen, Detail: "also when it was asked again", Err: wrong}
}

// conversation is one question with what came after it.
type conversation struct {
	client  Client
	request Request
	spent   Response
}

// turn asks once, or twice where the first form of the question is refused.
func (t *conversation) turn(ctx context.Context) (Response, error) {
	response, err := t.client.Complete(ctx, t.request)
	t.add(response)
	if KindOf(err) == Rejected && !t.request.Answer.Forced {
		forced := *t.request.Answer
		forced.Forced = true
		t.request.Answer = &forced
		response, err = t.client.Complete(ctx, t.request)
		t.add(response)
	}
	response.Tokens, response.Cost = t.spent.Tokens, t.spent.Cost
	return response, err
}

func (t *conversation) add(r Response) {
	t.spent.Tokens = t.spent.Tokens.Plus(r.Tokens)
	t.spent.Cost += r.Cost
}

// Limits of what goes back to the model, in bytes.
const (
	mostEchoed  = 16 << 10
	mostProblem = 600
)

// repair puts the answer and what was wrong with it behind the question.
func (t *conversation) repair(answer string, wrong error) {
	messages := slices.Clip(t.request.Messages)
	if answer = strings.TrimSpace(clip(answer, mostEchoed)); answer != "" {
		messages = append(messages, Message{Role: Assistant, Text: answer})
	}
	text := strings.ReplaceAll(strings.TrimSpace(repairPrompt), "{{problem}}", clip(wrong.Error(), mostProblem))
	t.request.Messages = append(messages, Message{Role: User, Text: text})
}

// clip is the start of text, of at most so many bytes and whole characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
