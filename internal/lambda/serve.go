package lambda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/aws/aws-lambda-go/lambda"

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

// Serve hands the events to h, one after the other, until ctx ends. It ends the
// program where Lambda cannot be asked for the next event.
func Serve(ctx context.Context, h Handler) {
	go lambda.StartWithOptions(h, lambda.WithContext(ctx))
	<-ctx.Done()
}

// Refuse tells Lambda why the function cannot begin. api is the value of RuntimeAPI.
func Refuse(ctx context.Context, api string, why error) error {
	body, err := json.Marshal(map[string]string{"errorMessage": why.Error(), "errorType": string(alex.CodeOf(why))})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+api+"/2018-06-01/runtime/init/error", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: %w", RuntimeAPI, err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Lambda-Runtime-Function-Error-Type", "Alex."+string(alex.CodeOf(why)))
	transport := &http.Transport{} // past any proxy
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(r)
	if err != nil {
		return fmt.Errorf("%s: %w", RuntimeAPI, err)
	}
	return response.Body.Close()
}
