variable "name" {
  description = "What names begin with."
  type        = string
}

variable "dollars" {
  description = "Dollars of a month."
  type        = number

  validation {
    condition     = var.dollars > 0
    error_message = "dollars is above 0."
  }
}

variable "topic_arn" {
  description = "The SNS topic that is told."
  type        = string
}

variable "email" {
  description = "An address that is told too; null tells none."
  type        = string
  default     = null
}
