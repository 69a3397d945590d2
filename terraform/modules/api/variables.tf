variable "name" {
  description = "What names begin with."
  type        = string
}

variable "functions" {
  description = "The functions of the API and of the webhook: their names, and how they are invoked."
  type = map(object({
    name       = string
    qualifier  = string
    invoke_arn = string
  }))
}

variable "throttle_rate" {
  description = "Requests a second of everybody together."
  type        = number
}

variable "throttle_burst" {
  description = "Requests at a time of everybody together."
  type        = number
}

variable "domain" {
  description = "A name of its own, such as api.example.org; null has none."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "The certificate of that name, in ACM of the same region."
  type        = string
  default     = null

  validation {
    condition     = (var.domain == null) == (var.certificate_arn == null)
    error_message = "domain and certificate_arn are set together."
  }
}

variable "log_retention_days" {
  description = "Days that the log of access is kept."
  type        = number
}

variable "kms_key_arn" {
  description = "The key that encrypts it."
  type        = string
}
