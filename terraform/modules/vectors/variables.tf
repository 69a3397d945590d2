variable "name" {
  description = "What names begin with."
  type        = string
}

variable "dimension" {
  description = "Numbers of a vector, as the embedding model makes them."
  type        = number
}
