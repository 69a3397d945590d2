package lambda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"

	"alex"
)

// RuntimeAPI is the variable by which Lambda tells a program where its events are;
// where it is empty the program is no function.
const RuntimeAPI = "AWS_LAMBDA_RUNTIME_API"

// Handler answers an event, as JSON both. An error of it is one of the function:
// whoever sent the event without waiting is asked to send it again.
type Handler interface {
	Invoke(ctx context.Context, event []byte) ([]byte, error)
}

// Serve hands the events to h, one after the other, until ctx ends. After each comes
// settle, with the event's error if it has one, before the answer goes: the process
// may be frozen then. It ends the program where Lambda cannot be asked for the next
// event.
func Serve(ctx context.Context, h Handler, settle func(context.Context, error)) {
	go lambda.StartWithOptions(served{h, settle}, lambda.WithContext(ctx))
	<-ctx.Done()
}

// served is a handler as Lambda sees it.
type served struct {
	Handler
	settle func(context.Context, error)
}

// Invoke answers an event. An error says of what code it is, for who invokes the
// function and waits.
func (s served) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	answer, err := s.Handler.Invoke(ctx, event)
	s.settle(context.WithoutCancel(ctx), err)
	if err != nil {
		return nil, messages.InvokeResponse_Error{Message: err.Error(), Type: errorType(err)}
	}
	return answer, nil
}

// errorType is the code of an error in the words of Lambda.
func errorType(err error) string { return "Alex." + string(alex.CodeOf(err)) }

// Refuse tells Lambda why the function cannot begin. api is the value of RuntimeAPI.
func Refuse(ctx context.Context, api string, why error) error {
	body, err := json.Marshal(map[string]string{"errorMessage": why.Error(), "errorType": errorType(why)})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+api+"/2018-06-01/runtime/init/error", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: %w", RuntimeAPI, err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Lambda-Runtime-Function-Error-Type", errorType(why))
	transport := &http.Transport{} // past any proxy
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(r)
	if err != nil {
		return fmt.Errorf("%s: %w", RuntimeAPI, err)
	}
	return response.Body.Close()
}
