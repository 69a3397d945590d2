output "setting" {
  description = "ALEX_INDEX."
  value       = "s3vectors:${aws_s3vectors_index.passages.vector_bucket_name}/${aws_s3vectors_index.passages.index_name}"
}

output "index_arn" {
  description = "The index, for policies."
  value       = aws_s3vectors_index.passages.index_arn
}
