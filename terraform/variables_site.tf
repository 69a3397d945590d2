variable "aliases" {
  description = "Names of its own that people reach Alex by, such as alex.example.org, the first of which they are sent to; none is CloudFront's."
  type        = list(string)
  default     = []
}

variable "certificate_arn" {
  description = "The certificate of those names, in ACM of us-east-1."
  type        = string
  default     = null
}

variable "api_domain" {
  description = "A name of its own for the API behind CloudFront, such as api.example.org; null has none."
  type        = string
  default     = null
}

variable "api_certificate_arn" {
  description = "The certificate of that name, in ACM of the region."
  type        = string
  default     = null
}

variable "allowed_origins" {
  description = "Other origins whose pages may call the API (ALEX_ALLOWED_ORIGINS), each https://HOST; Alex's own needs no entry."
  type        = list(string)
  default     = []
}

variable "price_class" {
  description = "Where CloudFront answers from: PriceClass_100, PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"
}

variable "requests_per_minute" {
  description = "Requests of one address in a minute, files too; more are refused for a while."
  type        = number
  default     = 500
}

variable "throttle_rate" {
  description = "Requests a second that the API takes of everybody together."
  type        = number
  default     = 50
}

variable "throttle_burst" {
  description = "Requests that it takes at a time."
  type        = number
  default     = 100
}
