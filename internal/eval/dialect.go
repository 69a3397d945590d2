package eval

import (
	"encoding/json"
	"io"
	"net/http"
)

// chatRequest is what of OpenAI's chat completions a fake reads.
type chatRequest struct {
	Messages []struct {
		Role    string
		Content json.RawMessage
	}
	ResponseFormat struct {
		JSONSchema struct{ Name string } `json:"json_schema"`
	} `json:"response_format"`
}

// ask is the form of answer that a request wants, and its first question.
func (r chatRequest) ask() (name, text string) {
	for _, m := range r.Messages {
		if m.Role != "user" {
			continue
		}
		if json.Unmarshal(m.Content, &text) == nil {
			break
		}
		var parts []struct{ Text string }
		if json.Unmarshal(m.Content, &parts) == nil && len(parts) > 0 {
			text = parts[0].Text
			break
		}
	}
	return r.ResponseFormat.JSONSchema.Name, text
}

// AnswerTo is what Sound says to a request in the dialect of OpenAI.
func (s *Sound) AnswerTo(body []byte) string {
	var r chatRequest
	_ = json.Unmarshal(body, &r) // what cannot be read asks for nothing
	return s.Answer(r.ask())
}

// ServeHTTP answers in the dialect of OpenAI, so that a whole Alex can be run
// against the fake.
func (s *Sound) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	text := s.AnswerTo(body)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "sound",
		"choices": []any{map[string]any{
			"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": text},
		}},
		"usage": map[string]any{"prompt_tokens": len(body) / 4, "completion_tokens": len(text) / 4, "total_tokens": (len(body) + len(text)) / 4},
	})
}
