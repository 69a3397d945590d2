output "api_id" {
  description = "The API's id, for metrics."
  value       = aws_apigatewayv2_api.this.id
}

output "host" {
  description = "Where CloudFront finds it."
  value       = var.domain == null ? split("/", aws_apigatewayv2_api.this.api_endpoint)[2] : var.domain
}

output "stage" {
  description = "Its stage, for metrics."
  value       = aws_apigatewayv2_stage.default.name
}

output "domain_target" {
  description = "What the record of its own name points at in DNS; null where it has none."
  value       = var.domain == null ? null : aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name
}
