# A group of its own, which has the tags that a schedule cannot have.
resource "aws_scheduler_schedule_group" "research" {
  name = local.function
}

data "aws_iam_policy_document" "schedule_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_scheduler_schedule_group.research.arn]
    }
  }
}

data "aws_iam_policy_document" "schedule" {
  statement {
    sid       = "Invoke"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.researcher.arn]
  }

  dynamic "statement" {
    for_each = var.dead_letter_queue_arn[*]

    content {
      sid       = "DeadLetters"
      actions   = ["sqs:SendMessage"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role" "schedule" {
  name               = "${local.function}-schedule"
  description        = "The schedule of research: invokes the researcher, and nothing else."
  assume_role_policy = data.aws_iam_policy_document.schedule_trust.json
}

resource "aws_iam_role_policy" "schedule" {
  name   = "schedule"
  role   = aws_iam_role.schedule.id
  policy = data.aws_iam_policy_document.schedule.json
}

resource "aws_scheduler_schedule" "research" {
  name                = "every-two-hours"
  description         = "A round of research."
  group_name          = aws_scheduler_schedule_group.research.name
  schedule_expression = "rate(2 hours)"
  state               = var.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.researcher.arn
    role_arn = aws_iam_role.schedule.arn
    input    = jsonencode({ for topic in var.topic[*] : "topic" => topic })

    # Of attempts to hand the event over; what becomes of it then is the function's.
    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 3
    }

    dynamic "dead_letter_config" {
      for_each = var.dead_letter_queue_arn[*]

      content {
        arn = dead_letter_config.value
      }
    }
  }

  lifecycle {
    precondition {
      condition     = !var.enabled || var.database_url != null
      error_message = "Research cannot be enabled without database_url: the function has nowhere to keep what it finds."
    }
  }

  depends_on = [aws_iam_role_policy.schedule]
}
