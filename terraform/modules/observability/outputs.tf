output "topic_arn" {
  description = "Where alarms and the budget speak up."
  value       = aws_sns_topic_policy.alerts.arn
}

output "dashboard" {
  description = "The dashboard's name."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
