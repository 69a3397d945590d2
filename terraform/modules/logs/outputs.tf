output "bucket" {
  description = "The bucket of the logs of access."
  value       = aws_s3_bucket_policy.access.bucket
}

output "bucket_domain" {
  description = "Its address, as CloudFront wants it, once it takes an ACL."
  value       = aws_s3_bucket.access.bucket_domain_name

  depends_on = [aws_s3_bucket_acl.access]
}
