variable "name" {
  description = "What names begin with."
  type        = string
}

variable "requests_per_minute" {
  description = "Requests of one address in a minute, 10 at least; more are refused for a while. The program's own limit of API calls is lower: this one counts files too."
  type        = number

  validation {
    condition     = var.requests_per_minute >= 10
    error_message = "requests_per_minute is 10 or more."
  }
}

variable "log_retention_days" {
  description = "Days that the log of refused requests is kept."
  type        = number
}
