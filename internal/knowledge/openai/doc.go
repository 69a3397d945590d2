// Package openai makes vectors by OpenAI's embeddings, which Ollama, vLLM and
// others serve as well.
package openai
