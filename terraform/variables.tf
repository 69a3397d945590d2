variable "region" {
  description = "The region of AWS that everything is in but the firewall; S3 Vectors, serverless endpoints of SageMaker and Aurora's Data API have to be there."
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
  description = "The zip with the program as its one file, bootstrap, for linux on arm64: alex package makes it."
  type        = string
}

variable "log_retention_days" {
  description = "Days that logs of functions, endpoints and the API are kept."
  type        = number
  default     = 365
}

variable "access_log_days" {
  description = "Days that logs of who asked CloudFront and the buckets for what are kept."
  type        = number
  default     = 90
}

variable "trail_days" {
  description = "Days that CloudTrail's files are kept."
  type        = number
  default     = 400
}

variable "alarm_email" {
  description = "An address that alarms and the budget write to, once it has said yes; null writes to none."
  type        = string
  default     = null
}

variable "budget_dollars" {
  description = "Dollars of a month, of whose 50, 80 and 100 % somebody is told."
  type        = number
  default     = 50
}

variable "acu_hour_dollars" {
  description = "Dollars that an ACU of Aurora costs in an hour, for the dashboard: 0.12 is the list price of us-east-1 in 2025."
  type        = number
  default     = 0.12
}

variable "secrets" {
  description = "Secrets that an operator puts into Secrets Manager, by the names of their variables, such as ANTHROPIC_API_KEY. Those of Clerk, of another issuer and of LangFuse come by themselves."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.secrets, ["ALEX_SMTP_URL", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "POLYGON_API_KEY"])) == 0
    error_message = "secrets are ALEX_SMTP_URL, ANTHROPIC_API_KEY, OPENAI_API_KEY and POLYGON_API_KEY, those of them that are wanted."
  }
}

variable "secret_recovery_days" {
  description = "Days that a deleted secret can be had back, 7 to 30, or 0 for none."
  type        = number
  default     = 30
}

variable "origin_secret_version" {
  description = "Raised where CloudFront and the functions are to have another secret between them."
  type        = number
  default     = 1
}

variable "force_destroy" {
  description = "Delete buckets with the files and logs in them; true before terraform destroy, which stops at a bucket that is not empty."
  type        = bool
  default     = false
}
