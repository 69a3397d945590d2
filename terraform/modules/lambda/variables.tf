variable "name" {
  description = "What names begin with."
  type        = string
}

variable "function_zip" {
  description = "The zip with the program as its one file, bootstrap, for linux on arm64."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of the logs and of the secrets."
  type        = string
}

variable "log_retention_days" {
  description = "Days that their logs are kept."
  type        = number
}

variable "api_provisioned_concurrency" {
  description = "Instances of the API that are kept started; 0 keeps none."
  type        = number
  default     = 0

  validation {
    condition     = var.api_provisioned_concurrency >= 0 && floor(var.api_provisioned_concurrency) == var.api_provisioned_concurrency
    error_message = "api_provisioned_concurrency is 0, 1, 2 and so on."
  }
}

variable "reserved_concurrency" {
  description = "The most instances of a function at a time, by its role, kept free for it: a young account has ten in all, of which none can be kept."
  type        = map(number)
  default     = {}
}

variable "planner_concurrency" {
  description = "Analyses at a time, 2 at least."
  type        = number

  validation {
    condition     = var.planner_concurrency >= 2 && var.planner_concurrency <= 1000
    error_message = "planner_concurrency is 2 to 1000."
  }
}

variable "database_url" {
  description = "ALEX_DATABASE_URL, without a password: what a function's environment holds is shown to whoever may read its settings."
  type        = string

  validation {
    condition     = !can(regex("://[^/?#]*:[^/?#]*@|[?&]password=", var.database_url))
    error_message = "database_url has a password in it."
  }
}

variable "cluster_arn" {
  description = "The cluster that it names."
  type        = string
}

variable "database_secret_arn" {
  description = "The secret that it names."
  type        = string
}

variable "queue_url" {
  description = "ALEX_QUEUE_URL."
  type        = string
}

variable "queue_arn" {
  description = "The queue that it names."
  type        = string
}

variable "dead_letter_queue_arn" {
  description = "The SQS queue for events that came to nothing."
  type        = string
}

variable "secret_arns" {
  description = "Secrets by the names of their variables."
  type        = map(string)
}

variable "public_url" {
  description = "ALEX_PUBLIC_URL."
  type        = string
}

variable "allowed_origins" {
  description = "ALEX_ALLOWED_ORIGINS: other origins whose pages may call the API, none of them a wildcard."
  type        = list(string)

  validation {
    condition     = alltrue([for origin in var.allowed_origins : can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "allowed_origins are https://HOST each, without a path or a wildcard."
  }
}

variable "signup" {
  description = "ALEX_SIGNUP."
  type        = string
}

variable "clerk_issuer" {
  description = "CLERK_ISSUER; null signs people in with passwords of Alex."
  type        = string
  default     = null
}

variable "clerk_publishable_key" {
  description = "CLERK_PUBLISHABLE_KEY."
  type        = string
  default     = null
}

variable "oidc_issuer" {
  description = "OIDC_ISSUER."
  type        = string
  default     = null
}

variable "oidc_client_id" {
  description = "OIDC_CLIENT_ID."
  type        = string
  default     = null
}

variable "mail_from" {
  description = "ALEX_MAIL_FROM."
  type        = string
  default     = null
}

variable "model" {
  description = "ALEX_MODEL."
  type        = string
}

variable "agent_models" {
  description = "Models of single agents, by their names: ALEX_MODEL_REPORTER and so on."
  type        = map(string)
  default     = {}
}

variable "bedrock_model_id" {
  description = "BEDROCK_MODEL_ID."
  type        = string
  default     = null
}

variable "bedrock_model_arns" {
  description = "Models and inference profiles of Bedrock that functions may ask, each by its ARN."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.bedrock_model_arns : can(regex("^arn:[a-z-]+:bedrock:[a-z0-9-]+:[0-9]*:(foundation-model|inference-profile|application-inference-profile)/[A-Za-z0-9.:_-]+$", arn))])
    error_message = "bedrock_model_arns are ARNs of models or inference profiles, each with its region and without a wildcard."
  }
}

variable "langfuse" {
  description = "Variables of those functions that send traces, without the secret."
  type        = map(string)
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
