variable "name" {
  description = "What names begin with."
  type        = string
}

variable "api_host" {
  description = "Where the API is."
  type        = string
}

variable "origin_secret" {
  description = "The value of the header by which the functions know CloudFront."
  type        = string
  sensitive   = true
}

variable "web_acl_arn" {
  description = "The firewall in front of it."
  type        = string
}

variable "aliases" {
  description = "Names of its own, the first of which people are sent to; none is CloudFront's."
  type        = list(string)
  default     = []
}

variable "certificate_arn" {
  description = "The certificate of those names, in ACM of us-east-1."
  type        = string
  default     = null

  validation {
    condition     = (length(var.aliases) == 0) == (var.certificate_arn == null)
    error_message = "aliases and certificate_arn are set together."
  }
}

variable "price_class" {
  description = "Where CloudFront answers from: PriceClass_100, PriceClass_200 or PriceClass_All."
  type        = string

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class is PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "clerk_publishable_key" {
  description = "Clerk's key, where Clerk signs people in: the page's policy lets its host in."
  type        = string
  default     = null
}

variable "access_log_bucket" {
  description = "The bucket that takes the logs of who read the bucket of files."
  type        = string
}

variable "access_log_bucket_domain" {
  description = "Its address, for the logs of CloudFront."
  type        = string
}

variable "force_destroy" {
  description = "Delete the bucket with what is in it, where it is to be deleted."
  type        = bool
}
