// Package bedrock asks models of any vendor by Amazon Bedrock's Converse API.
package bedrock
