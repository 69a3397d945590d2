variable "name" {
  description = "What names begin with."
  type        = string
}

variable "memory_mb" {
  description = "Memory of the endpoint."
  type        = number

  validation {
    condition     = contains([1024, 2048, 3072, 4096, 5120, 6144], var.memory_mb)
    error_message = "memory_mb is 1024, 2048, 3072, 4096, 5120 or 6144."
  }
}

variable "max_concurrency" {
  description = "Texts that it embeds at a time."
  type        = number

  validation {
    condition     = var.max_concurrency >= 1 && var.max_concurrency <= 200
    error_message = "max_concurrency is 1 to 200."
  }
}

variable "log_retention_days" {
  description = "Days that its log is kept."
  type        = number
}

variable "kms_key_arn" {
  description = "The key that encrypts it."
  type        = string
}

variable "image_tag" {
  description = "Hugging Face's inference image, of those that AWS publishes."
  type        = string
  default     = "2.1.0-transformers4.37.0-cpu-py310-ubuntu22.04"
}
