# What CloudFront refuses before anybody is asked. Cross-site scripting is among the
# common rules of AWS, for bodies, cookies, queries and paths.
locals {
  groups = {
    common     = { order = 10, group = "AWSManagedRulesCommonRuleSet", counted = ["SizeRestrictions_BODY"] }
    bad_inputs = { order = 20, group = "AWSManagedRulesKnownBadInputsRuleSet", counted = [] }
    sqli       = { order = 30, group = "AWSManagedRulesSQLiRuleSet", counted = [] }
  }
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV_AWS_192:AWSManagedRulesKnownBadInputsRuleSet is there, in a dynamic block that is not read
  name        = var.name
  description = "In front of the page and the API."
  scope       = "CLOUDFRONT"

  default_action {
    allow {}
  }

  rule {
    name     = "rate"
    priority = 1

    action {
      block {
        custom_response {
          response_code = 429

          response_header {
            name  = "Retry-After"
            value = tostring(local.window_seconds)
          }
        }
      }
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = local.window_seconds
        limit                 = var.requests_per_minute
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-rate"
      sampled_requests_enabled   = true
    }
  }

  # A file of a broker is larger than the 8 KB that the common rules let pass: the
  # program has its own limit, and such requests are counted here.
  dynamic "rule" {
    for_each = local.groups

    content {
      name     = rule.key
      priority = rule.value.order

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.value.group
          vendor_name = "AWS"

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${var.name}-${rule.key}"
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}

locals {
  window_seconds = 60
}

# Requests that were refused, without what they were signed in with. AWS wants the
# name to begin so.
resource "aws_cloudwatch_log_group" "refused" {
  #checkov:skip=CKV_AWS_158:the key is in another region, and what is logged holds no token
  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.refused.arn]

  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  redacted_fields {
    single_header {
      name = "cookie"
    }
  }

  redacted_fields {
    single_header {
      name = "x-api-key"
    }
  }

  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      condition {
        action_condition {
          action = "BLOCK"
        }
      }
    }
  }
}
