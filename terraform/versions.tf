terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.47"
    }
  }
}

locals {
  tags = {
    Project     = var.project
    Environment = var.environment
    Owner       = var.owner
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# What stands in front of CloudFront is kept in this region, wherever the rest is.
provider "aws" {
  alias  = "global"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}
