output "setting" {
  description = "ALEX_EMBEDDINGS."
  value       = "sagemaker:${aws_sagemaker_endpoint.embeddings.name}"
}

output "endpoint_arn" {
  description = "The endpoint, for policies."
  value       = aws_sagemaker_endpoint.embeddings.arn
}

output "dimension" {
  description = "Numbers of a vector of all-MiniLM-L6-v2."
  value       = 384
}
