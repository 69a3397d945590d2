variable "name" {
  description = "What names begin with."
  type        = string
}

variable "engine_version" {
  description = "PostgreSQL 15, or a release of it from 15.7 on, which is the first that can sleep."
  type        = string

  validation {
    condition     = can(regex("^15(\\.([7-9]|[1-9][0-9]))?$", var.engine_version))
    error_message = "engine_version is 15, or 15.7 or later of it."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts the database and its log."
  type        = string
}

variable "min_capacity" {
  description = "Least capacity in ACU, in steps of a half: 0 sleeps after 5 minutes without a question."
  type        = number

  validation {
    condition     = var.min_capacity >= 0 && floor(2 * var.min_capacity) == 2 * var.min_capacity
    error_message = "min_capacity is 0, 0.5, 1 and so on."
  }
}

variable "max_capacity" {
  description = "Most capacity in ACU, in steps of a half, 1 at least."
  type        = number

  validation {
    condition     = var.max_capacity >= 1 && var.max_capacity >= var.min_capacity && floor(2 * var.max_capacity) == 2 * var.max_capacity
    error_message = "max_capacity is 1, 1.5 and so on, and not below min_capacity."
  }
}

variable "backup_days" {
  description = "Days that AWS's own backups are kept, 1 to 35."
  type        = number

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days is 1 to 35."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the database."
  type        = bool
}

variable "final_snapshot" {
  description = "The end of the name of the snapshot that is taken before the database is deleted."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.final_snapshot))
    error_message = "final_snapshot is small letters and digits, with single hyphens between."
  }
}

variable "rotation_days" {
  description = "Days between two passwords of the database, 1 to 1000."
  type        = number

  validation {
    condition     = var.rotation_days >= 1 && var.rotation_days <= 1000
    error_message = "rotation_days is 1 to 1000."
  }
}

variable "log_retention_days" {
  description = "Days that its log is kept."
  type        = number
}
