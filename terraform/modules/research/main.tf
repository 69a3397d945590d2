locals {
  function = "${var.name}-researcher"
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.function}"
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "function_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

# What a round does: it embeds texts and puts their vectors. It asks the index for
# none, and takes none away.
data "aws_iam_policy_document" "function" {
  # Any stream of this one group.
  statement {
    sid = "Log"
    actions = [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }

  statement {
    sid       = "Embed"
    actions   = ["sagemaker:InvokeEndpoint"]
    resources = [var.embeddings_endpoint_arn]
  }

  statement {
    sid = "Vectors"
    actions = [
      "s3vectors:GetIndex",
      "s3vectors:PutVectors",
    ]
    resources = [var.index_arn]
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

resource "aws_iam_role" "function" {
  name               = local.function
  description        = "The researcher: embeds texts, and puts their vectors into the index."
  assume_role_policy = data.aws_iam_policy_document.function_trust.json
}

resource "aws_iam_role_policy" "function" {
  name   = "researcher"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}

# A round ends after 10 minutes, and 25 seconds before the timeout at the latest.
resource "aws_lambda_function" "researcher" {
  function_name    = local.function
  description      = "Looks for public texts that reports may quote."
  role             = aws_iam_role.function.arn
  filename         = var.function_zip
  source_code_hash = filebase64sha256(var.function_zip)
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = ["arm64"]
  timeout          = 900
  memory_size      = var.memory_mb

  environment {
    variables = merge(
      {
        ALEX_ROLE       = "researcher"
        ALEX_EMBEDDINGS = var.embeddings
        ALEX_INDEX      = var.index
      },
      { for url in var.database_url[*] : "ALEX_DATABASE_URL" => url },
    )
  }

  # Alex writes JSON by itself.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  depends_on = [aws_iam_role_policy.function]
}

# The schedule does not wait for an answer. An event that the function refuses, or
# that finds no database, would fail again: the next one comes in two hours.
resource "aws_lambda_function_event_invoke_config" "researcher" {
  function_name                = aws_lambda_function.researcher.function_name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = 0

  dynamic "destination_config" {
    for_each = var.dead_letter_queue_arn[*]

    content {
      on_failure {
        destination = destination_config.value
      }
    }
  }

  depends_on = [aws_iam_role_policy.function]
}
