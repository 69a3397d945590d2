variable "name" {
  description = "What names begin with."
  type        = string
}

variable "access_log_days" {
  description = "Days that logs of access are kept."
  type        = number
}
