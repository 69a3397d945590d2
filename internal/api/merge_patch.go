package api

import (
	"bytes"
	"encoding/json"
	"maps"
)

// mergePatch applies a JSON merge patch to a document (RFC 7396): members of
// objects are merged, null removes one, and all else replaces what was.
func mergePatch(document, patch []byte) ([]byte, error) {
	var was, change any
	for text, into := range map[*[]byte]*any{&document: &was, &patch: &change} {
		decoder := json.NewDecoder(bytes.NewReader(*text))
		decoder.UseNumber()
		if err := decoder.Decode(into); err != nil {
			return nil, err
		}
	}
	return json.Marshal(merged(was, change))
}

func merged(was, change any) any {
	changes, isObject := change.(map[string]any)
	if !isObject {
		return change
	}
	result := map[string]any{}
	if object, isObject := was.(map[string]any); isObject {
		maps.Copy(result, object)
	}
	for name, value := range changes {
		if value == nil {
			delete(result, name)
			continue
		}
		result[name] = merged(result[name], value)
	}
	return result
}
