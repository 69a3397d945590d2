output "function_names" {
  description = "The functions by their roles."
  value       = { for role, function in aws_lambda_function.function : role => function.function_name }
}

output "function_arns" {
  description = "Their ARNs by their roles, for schedules."
  value       = { for role, function in aws_lambda_function.function : role => function.arn }
}

output "log_group_names" {
  description = "Where their logs are, by their roles."
  value       = { for role, group in aws_cloudwatch_log_group.function : role => group.name }
}

output "planner_timeout" {
  description = "Seconds that an analysis may take."
  value       = local.roles.planner.timeout
}

output "routes" {
  description = "What API Gateway invokes: functions by their roles, the API by its alias where it has one."
  value = {
    for role in ["api", "webhook"] : role => {
      name       = aws_lambda_function.function[role].function_name
      qualifier  = role == "api" && var.api_provisioned_concurrency > 0 ? aws_lambda_alias.api[0].name : null
      invoke_arn = role == "api" && var.api_provisioned_concurrency > 0 ? aws_lambda_alias.api[0].invoke_arn : aws_lambda_function.function[role].invoke_arn
    }
  }
}
