variable "name" {
  description = "What names begin with."
  type        = string
}

variable "access_log_days" {
  description = "Days that logs of access are kept."
  type        = number
}

variable "force_destroy" {
  description = "Delete the bucket with what is in it, where it is to be deleted."
  type        = bool
}
