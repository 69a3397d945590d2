output "queue_url" {
  description = "ALEX_QUEUE_URL."
  value       = aws_sqs_queue.jobs.id
}

output "queue_arn" {
  description = "The queue of jobs, for policies and for the planner."
  value       = aws_sqs_queue.jobs.arn
}

output "queue_name" {
  description = "Its name, for metrics."
  value       = aws_sqs_queue.jobs.name
}

output "dead_letter_queue_names" {
  description = "The queues of what came to nothing, for alarms: of jobs, and of events."
  value       = [aws_sqs_queue.dead.name, aws_sqs_queue.events.name]
}

output "events_dead_letter_queue_arn" {
  description = "Where events go that came to nothing."
  value       = aws_sqs_queue.events.arn
}
