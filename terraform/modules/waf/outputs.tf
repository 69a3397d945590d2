output "arn" {
  description = "The firewall, for CloudFront."
  value       = aws_wafv2_web_acl.this.arn
}
