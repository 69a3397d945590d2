// Package anthropic asks Claude by Anthropic's Messages API.
package anthropic
