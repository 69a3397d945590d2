// Package openai asks models by OpenAI's chat completions, which Ollama,
// OpenRouter, vLLM and others serve as well.
package openai
