output "schedule" {
  description = "The schedule's name, with that of its group, and its state."
  value       = "${aws_scheduler_schedule.this.group_name}/${aws_scheduler_schedule.this.name} ${aws_scheduler_schedule.this.state}"
}
