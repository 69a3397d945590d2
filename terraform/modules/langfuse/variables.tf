variable "host" {
  description = "LangFuse's address, such as https://cloud.langfuse.com; null sends no traces."
  type        = string
  default     = null

  validation {
    condition     = var.host == null ? true : startswith(var.host, "https://")
    error_message = "host begins with https://."
  }
}

variable "public_key" {
  description = "LangFuse's public key, where there is a host."
  type        = string
  default     = null

  validation {
    condition     = (var.host == null) == (var.public_key == null)
    error_message = "host and public_key are set together."
  }
}

variable "tracing_environment" {
  description = "The name of this installation among the traces."
  type        = string
}
