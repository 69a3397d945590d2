variable "name" {
  description = "What names begin with."
  type        = string
}

variable "secrets" {
  description = "Variables of Alex whose values an operator puts into Secrets Manager, each in a secret of its own."
  type        = set(string)
}

variable "origin_secret_version" {
  description = "Raised where CloudFront and the functions are to have another secret between them."
  type        = number

  validation {
    condition     = var.origin_secret_version >= 1 && floor(var.origin_secret_version) == var.origin_secret_version
    error_message = "origin_secret_version is 1, 2 and so on."
  }
}

variable "secret_recovery_days" {
  description = "Days that a deleted secret can be had back, 7 to 30, or 0 for none."
  type        = number

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days is 0, or 7 to 30."
  }
}

variable "access_log_bucket" {
  description = "The bucket that takes the log of who read the trail's bucket."
  type        = string
}

variable "trail_days" {
  description = "Days that the trail is kept."
  type        = number
}

variable "log_retention_days" {
  description = "Days that its log in CloudWatch is kept."
  type        = number
}

variable "force_destroy" {
  description = "Delete the bucket with what is in it, where it is to be deleted."
  type        = bool
}
