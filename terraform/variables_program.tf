variable "api_provisioned_concurrency" {
  description = "Instances of the API that are kept started, so that nobody waits for one; they cost money while they wait."
  type        = number
  default     = 0
}

variable "reserved_concurrency" {
  description = "The most instances of a function at a time, by its role, such as { sweeper = 1 }. A young account has ten in all, of which none can be kept."
  type        = map(number)
  default     = {}
}

variable "planner_concurrency" {
  description = "Analyses at a time, 2 at least."
  type        = number
  default     = 5
}

variable "sweep_minutes" {
  description = "Minutes between two looks for jobs that no message is on its way for, 1 to 60. Each look wakes the database for about six minutes: below 6 it never sleeps."
  type        = number
  default     = 60

  validation {
    condition     = var.sweep_minutes >= 1 && var.sweep_minutes <= 60 && floor(var.sweep_minutes) == var.sweep_minutes
    error_message = "sweep_minutes is a whole number, 1 to 60."
  }
}

variable "signup" {
  description = "Who may sign up (ALEX_SIGNUP): open, invite or closed."
  type        = string
  default     = "open"

  validation {
    condition     = contains(["open", "invite", "closed"], var.signup)
    error_message = "signup is open, invite or closed."
  }
}

variable "clerk_issuer" {
  description = "The issuer of Clerk's tokens, where Clerk signs people in (CLERK_ISSUER); null signs them in with passwords of Alex."
  type        = string
  default     = null
}

variable "clerk_publishable_key" {
  description = "Clerk's key for the page (CLERK_PUBLISHABLE_KEY)."
  type        = string
  default     = null

  validation {
    condition     = (var.clerk_issuer == null) == (var.clerk_publishable_key == null)
    error_message = "clerk_issuer and clerk_publishable_key are set together."
  }
}

variable "oidc_issuer" {
  description = "Another issuer to sign in at beside passwords (OIDC_ISSUER); null is none."
  type        = string
  default     = null

  validation {
    condition     = var.oidc_issuer == null || var.clerk_issuer == null
    error_message = "oidc_issuer is beside passwords of Alex, and where Clerk signs people in there are none."
  }
}

variable "oidc_client_id" {
  description = "Alex's id at that issuer (OIDC_CLIENT_ID)."
  type        = string
  default     = null

  validation {
    condition     = (var.oidc_issuer == null) == (var.oidc_client_id == null)
    error_message = "oidc_issuer and oidc_client_id are set together."
  }
}

variable "mail_from" {
  description = "Sender of e-mails (ALEX_MAIL_FROM); it wants ALEX_SMTP_URL among the secrets."
  type        = string
  default     = null

  validation {
    condition     = (var.mail_from != null) == contains(var.secrets, "ALEX_SMTP_URL")
    error_message = "mail_from is set together with ALEX_SMTP_URL among the secrets."
  }
}

variable "model" {
  description = "Who writes (ALEX_MODEL): offline, bedrock:MODEL_ID, anthropic:MODEL or openai:MODEL."
  type        = string
  default     = "offline"

  validation {
    condition     = !startswith(var.model, "bedrock") || length(var.bedrock_model_arns) > 0
    error_message = "A model of Bedrock needs bedrock_model_arns."
  }
}

variable "agent_models" {
  description = "Models of single agents, such as { reporter = \"bedrock:MODEL_ID\" }."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.agent_models), ["ask", "charter", "judge", "planner", "reporter", "researcher", "retirement", "tagger"])) == 0
    error_message = "agent_models are of ask, charter, judge, planner, reporter, researcher, retirement and tagger."
  }
}

variable "bedrock_model_id" {
  description = "The model's id where a model is bedrock without one (BEDROCK_MODEL_ID)."
  type        = string
  default     = null
}

variable "bedrock_model_arns" {
  description = "Models and inference profiles of Bedrock that functions may ask, each by its ARN; a profile wants the ARNs of its models too."
  type        = list(string)
  default     = []
}

variable "langfuse_host" {
  description = "LangFuse's address, such as https://cloud.langfuse.com; null sends no traces."
  type        = string
  default     = null
}

variable "langfuse_public_key" {
  description = "LangFuse's public key."
  type        = string
  default     = null
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
  description = "Look for texts every two hours."
  type        = bool
  default     = false
}

variable "research_topic" {
  description = "What to look for each time, 3 to 200 characters; null is Alex's own choice."
  type        = string
  default     = null

  validation {
    condition     = var.research_topic == null ? true : length(var.research_topic) >= 3 && length(var.research_topic) <= 200
    error_message = "research_topic is 3 to 200 characters, or null."
  }
}
