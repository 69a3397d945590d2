variable "name" {
  description = "What names begin with."
  type        = string
}

variable "consumer_timeout_seconds" {
  description = "The timeout of the function that reads the queue; a message is hidden for six times as long."
  type        = number

  validation {
    condition     = var.consumer_timeout_seconds >= 1 && 6 * var.consumer_timeout_seconds <= 43200
    error_message = "consumer_timeout_seconds is 1 to 7200: no message is hidden for longer than 12 hours."
  }
}
