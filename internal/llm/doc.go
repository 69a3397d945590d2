// Package llm is the port to language models: what they are asked, in which
// form they must answer, and nothing of who answers.
package llm
