// Package bedrock makes vectors by models on Amazon Bedrock: Amazon's Titan Text
// Embeddings V2 and Cohere's Embed 3.
package bedrock
