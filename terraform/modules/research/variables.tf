variable "name" {
  description = "What names begin with."
  type        = string
}

variable "enabled" {
  description = "Look for texts every two hours."
  type        = bool
  default     = false
}

variable "topic" {
  description = "What to look for each time; null is Alex's own choice."
  type        = string
  default     = null

  validation {
    condition     = var.topic == null ? true : length(var.topic) >= 3 && length(var.topic) <= 200
    error_message = "topic is 3 to 200 characters, or null."
  }
}

variable "function_zip" {
  description = "The zip with the program as its one file, bootstrap, for linux on arm64."
  type        = string
}

variable "memory_mb" {
  description = "Memory of the function, 128 to 10240 MB."
  type        = number

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb is 128 to 10240."
  }
}

variable "log_retention_days" {
  description = "Days that its log is kept."
  type        = number
}

variable "dead_letter_queue_arn" {
  description = "An SQS queue for events that came to nothing; null keeps none."
  type        = string
  default     = null
}

variable "database_url" {
  description = "ALEX_DATABASE_URL, without a password: what a function's environment holds is shown to whoever may read its settings. Alex takes postgres:// today, and none that AWS offers is reached without a password or a private network; rdsdata:// with the ARNs of a cluster and a secret is what it will be."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.database_url == null ? true : !can(regex("://[^/?#]*:[^/?#]*@|[?&]password=", var.database_url))
    error_message = "database_url has a password in it."
  }
}

variable "embeddings" {
  description = "ALEX_EMBEDDINGS."
  type        = string
}

variable "embeddings_endpoint_arn" {
  description = "The endpoint that it names."
  type        = string
}

variable "index" {
  description = "ALEX_INDEX."
  type        = string
}

variable "index_arn" {
  description = "The index that it names."
  type        = string
}
