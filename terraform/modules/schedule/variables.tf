variable "name" {
  description = "The name of the group that the schedule is in, and what its role's name begins with."
  type        = string
}

variable "description" {
  description = "What is done then."
  type        = string
}

variable "expression" {
  description = "When, as EventBridge Scheduler writes it, such as rate(2 hours)."
  type        = string
}

variable "enabled" {
  description = "Whether it goes."
  type        = bool
  default     = false
}

variable "function_arn" {
  description = "The function that is invoked."
  type        = string
}

variable "input" {
  description = "The event, as JSON."
  type        = string
  default     = "{}"
}

variable "event_seconds" {
  description = "How long an event is offered to the function, 60 to 86400 seconds: no longer than until the next one."
  type        = number

  validation {
    condition     = var.event_seconds >= 60 && var.event_seconds <= 86400
    error_message = "event_seconds is 60 to 86400."
  }
}

variable "dead_letter_queue_arn" {
  description = "The SQS queue for events that could not be handed over."
  type        = string
}
