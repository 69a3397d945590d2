# Jobs that wait for the planner. What it could not do five times is set aside.
resource "aws_sqs_queue" "jobs" {
  name                       = "${var.name}-jobs"
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 6 * var.consumer_timeout_seconds
  message_retention_seconds  = 4 * 86400
  receive_wait_time_seconds  = 20

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dead" {
  name                      = "${var.name}-jobs-dead"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 14 * 86400
}

# Events of functions that nobody waits for, and of schedules, which came to nothing.
resource "aws_sqs_queue" "events" {
  name                      = "${var.name}-events-dead"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 14 * 86400
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url = aws_sqs_queue.dead.id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.jobs.arn]
  })
}

locals {
  queues = {
    jobs   = { arn = aws_sqs_queue.jobs.arn, url = aws_sqs_queue.jobs.id }
    dead   = { arn = aws_sqs_queue.dead.arn, url = aws_sqs_queue.dead.id }
    events = { arn = aws_sqs_queue.events.arn, url = aws_sqs_queue.events.id }
  }
}

data "aws_iam_policy_document" "encrypted" {
  for_each = local.queues

  statement {
    sid       = "RefuseWithoutTLS"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "encrypted" {
  for_each = local.queues

  queue_url = each.value.url
  policy    = data.aws_iam_policy_document.encrypted[each.key].json
}
