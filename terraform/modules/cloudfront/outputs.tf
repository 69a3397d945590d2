output "url" {
  description = "ALEX_PUBLIC_URL: where people reach Alex."
  value       = "https://${length(var.aliases) == 0 ? aws_cloudfront_distribution.this.domain_name : var.aliases[0]}"
}

output "domain" {
  description = "CloudFront's own name for it, which records of other names point at."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "distribution_id" {
  description = "The distribution, for invalidations."
  value       = aws_cloudfront_distribution.this.id
}

output "bucket" {
  description = "The bucket of the page's files."
  value       = aws_s3_bucket.site.bucket
}
