output "environment" {
  description = "Variables of the functions that send traces, without the secret; none where there is no host."
  value       = { for name, value in local.environment : name => value if var.host != null }
}

output "secrets" {
  description = "The variables whose values operators put into Secrets Manager for it."
  value       = [for name in ["LANGFUSE_SECRET_KEY"] : name if var.host != null]
}
