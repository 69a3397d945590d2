// Package sagemaker makes vectors by an endpoint of Amazon SageMaker that runs a
// model of Hugging Face's for feature extraction, such as all-MiniLM-L6-v2.
package sagemaker
