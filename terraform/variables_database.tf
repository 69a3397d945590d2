variable "database_version" {
  description = "PostgreSQL 15, or a release of it from 15.7 on."
  type        = string
  default     = "15"
}

variable "database_min_capacity" {
  description = "Least capacity in ACU: 0 sleeps after 5 minutes without a question, and takes about 15 seconds to wake; 0.5 is always awake, for 43.80 dollars a month."
  type        = number
  default     = 0
}

variable "database_max_capacity" {
  description = "Most capacity in ACU."
  type        = number
  default     = 4
}

variable "database_backup_days" {
  description = "Days that AWS's backups of the database are kept, 1 to 35."
  type        = number
  default     = 14
}

variable "database_deletion_protection" {
  description = "Refuse to delete the database; false before terraform destroy."
  type        = bool
  default     = true
}

variable "database_final_snapshot" {
  description = "The end of the name of the snapshot that is taken before the database is deleted; each needs another one."
  type        = string
  default     = "1"
}

variable "database_rotation_days" {
  description = "Days between two passwords of the database."
  type        = number
  default     = 30
}
