variable "region" {
  description = "The region of AWS that everything is in; S3 Vectors and serverless endpoints of SageMaker have to be there."
  type        = string
}

variable "project" {
  description = "What all names begin with, and the tag Project."
  type        = string
  default     = "alex"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.project))
    error_message = "project is 3 to 20 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "environment" {
  description = "Which installation it is: the second part of all names, and the tag Environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{2,10}$", var.environment))
    error_message = "environment is 2 to 10 small letters and digits, such as dev or prod."
  }
}

variable "owner" {
  description = "Who answers for the installation, as the tag Owner: a team or an e-mail address."
  type        = string
}

variable "function_zip" {
  description = "The zip with the program as its one file, bootstrap, for linux on arm64 (docs/aws.md says how it is made)."
  type        = string
}

variable "log_retention_days" {
  description = "Days that logs of functions and endpoints are kept."
  type        = number
  default     = 30
}

variable "dead_letter_queue_arn" {
  description = "An SQS queue for events that came to nothing; null keeps none."
  type        = string
  default     = null
}

variable "database_url" {
  description = "Where Alex keeps its rows (ALEX_DATABASE_URL), without a password; null while there is no database that functions reach (docs/aws.md)."
  type        = string
  default     = null
  sensitive   = true
}

variable "embeddings_memory_mb" {
  description = "Memory of the embedding endpoint: 1024 to 6144 MB in steps of 1024."
  type        = number
  default     = 3072
}

variable "embeddings_max_concurrency" {
  description = "Texts that the endpoint embeds at a time; more wait or are refused. Accounts have a quota over all endpoints."
  type        = number
  default     = 4
}

variable "research_enabled" {
  description = "Look for texts every two hours. It needs database_url."
  type        = bool
  default     = false
}

variable "research_topic" {
  description = "What to look for each time, 3 to 200 characters; null is Alex's own choice."
  type        = string
  default     = null
}

variable "research_memory_mb" {
  description = "Memory of the researcher's function, which decides how much processor it has too."
  type        = number
  default     = 1024
}
