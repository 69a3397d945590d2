output "function_name" {
  description = "The researcher's function."
  value       = aws_lambda_function.researcher.function_name
}

output "log_group_name" {
  description = "Where its log is."
  value       = aws_cloudwatch_log_group.function.name
}

output "schedule" {
  description = "The schedule's name, with that of its group, and its state."
  value       = "${aws_scheduler_schedule.research.group_name}/${aws_scheduler_schedule.research.name} ${aws_scheduler_schedule.research.state}"
}
