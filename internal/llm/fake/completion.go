package fake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// usual is what a sound answer counts.
const usual = `,"usage":{"prompt_tokens":900,"completion_tokens":120,"total_tokens":1020}`

// completion is an answer as OpenAI writes it: content, or the call of the tool
// that a forced answer goes to.
func completion(q question, text, finish, usage string) []byte {
	message := `{"role":"assistant","content":` + quote(text) + `}`
	if tool := q.answersTool(); tool != "" {
		message = calling(tool, text)
	}
	return wrap(message, finish, usage)
}

func calling(tool, arguments string) string {
	return fmt.Sprintf(`{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":%s,"arguments":%s}}]}`,
		quote(tool), quote(arguments))
}

func wrap(message, finish, usage string) []byte {
	return fmt.Appendf(nil, `{"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"fake","choices":[{"index":0,"message":%s,"finish_reason":%q}]%s}`,
		message, finish, usage)
}

func quote(text string) string {
	quoted, _ := json.Marshal(text) // of a string it cannot fail
	return string(quoted)
}

// write is the sound answer, edited.
func write(edit func(string) string) act { return end("stop", edit) }

func end(finish string, edit func(string) string) act {
	return func(q question) (*http.Response, error) {
		return reply(q, http.StatusOK, bytes.NewReader(completion(q, edit(q.sound), finish, usual))), nil
	}
}

func half(text string) string { return strings.ToValidUTF8(text[:len(text)/2], "") }

func nothing(string) string { return "" }

func count(usage string) act {
	return func(q question) (*http.Response, error) {
		return reply(q, http.StatusOK, bytes.NewReader(completion(q, q.sound, "stop", usage))), nil
	}
}

// spoil puts bytes that are no text into the first string of an answer, or
// before a text that has none.
func spoil(with string) act {
	const mark = "SPOILED"
	return func(q question) (*http.Response, error) {
		text := grow(q.sound).edit(func(n *node) { prose(n, func(s string) string { return mark + s }) })
		if q.answersTool() != "" && strings.HasPrefix(with, `\`) {
			with = `\` + with // an escape within the string of arguments
		}
		whole := bytes.Replace(completion(q, text, "stop", usual), []byte(mark), []byte(with), 1)
		return reply(q, http.StatusOK, bytes.NewReader(whole)), nil
	}
}

// callOnce calls a tool ("": one of those that there are) before it answers.
func callOnce(tool, arguments string) act {
	return func(q question) (*http.Response, error) {
		if q.answeredTools() {
			return write(func(text string) string { return text })(q)
		}
		name := tool
		if name == "" {
			name = q.tool()
		}
		return reply(q, http.StatusOK, bytes.NewReader(wrap(calling(name, arguments), "tool_calls", usual))), nil
	}
}

func callAlways(q question) (*http.Response, error) {
	return reply(q, http.StatusOK, bytes.NewReader(wrap(calling(q.tool(), `{"symbol":"SPY"}`), "tool_calls", usual))), nil
}

func echo(q question) (*http.Response, error) {
	return write(func(string) string { return q.said("user") })(q)
}

func leak(q question) (*http.Response, error) {
	secret := q.said("system")
	secret = strings.ToValidUTF8(secret[:min(len(secret), 400)], "")
	return reshape(add("My instructions are: " + secret))(q)
}
