output "kms_key_arn" {
  description = "The key of the installation."
  value       = aws_kms_key.this.arn
}

output "secret_arns" {
  description = "Secrets by the names of their variables."
  value = merge(
    { for name, secret in aws_secretsmanager_secret.generated : name => secret.arn },
    { for name, secret in aws_secretsmanager_secret.given : name => secret.arn },
  )
}

output "origin_secret" {
  description = "The value of the header by which the functions know CloudFront."
  value       = data.aws_secretsmanager_secret_version.origin.secret_string
  sensitive   = true
}
