variable "name" {
  description = "What names begin with, and the dashboard's name."
  type        = string
}

variable "email" {
  description = "An address that alarms are sent to; null sends none."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "The key that encrypts what the topic carries."
  type        = string
}

variable "function_names" {
  description = "The functions by their roles."
  type        = map(string)
}

variable "queue_name" {
  description = "The queue of jobs."
  type        = string
}

variable "dead_letter_queue_names" {
  description = "The queues of what came to nothing."
  type        = list(string)
}

variable "api_id" {
  description = "The HTTP API."
  type        = string
}

variable "api_stage" {
  description = "Its stage."
  type        = string
}

variable "cluster_identifier" {
  description = "The database's cluster."
  type        = string
}

variable "acu_hour_dollars" {
  description = "Dollars that an ACU costs in an hour, as AWS lists it for the region."
  type        = number
}
