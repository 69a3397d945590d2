# What is set aside where Terraform makes everything at moto's server, a stand-in for
# AWS. These files lie over those of terraform/: each resource with a count of 0 is one
# that moto does not know, and the reason stands above it.
provider "aws" {
  s3_use_path_style = true
}

provider "aws" {
  alias             = "global"
  s3_use_path_style = true
}
