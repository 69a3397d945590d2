resource "aws_cloudwatch_log_group" "function" {
  for_each = local.roles

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "function" {
  for_each = local.roles

  function_name                  = "${var.name}-${each.key}"
  description                    = each.value.description
  role                           = aws_iam_role.function[each.key].arn
  filename                       = var.function_zip
  source_code_hash               = filebase64sha256(var.function_zip)
  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = ["arm64"]
  memory_size                    = each.value.memory
  timeout                        = each.value.timeout
  reserved_concurrent_executions = lookup(var.reserved_concurrency, each.key, -1)
  publish                        = each.key == "api" && var.api_provisioned_concurrency > 0

  environment {
    variables = local.environment[each.key]
  }

  # Alex writes JSON by itself.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function[each.key].name
  }

  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_function_event_invoke_config" "unattended" {
  for_each = local.unattended

  function_name                = aws_lambda_function.function[each.key].function_name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = each.value

  destination_config {
    on_failure {
      destination = var.dead_letter_queue_arn
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn        = var.queue_arn
  function_name           = aws_lambda_function.function["planner"].arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.planner_concurrency
  }
}

# Instances of the API that wait, started, for the first to ask. They are of a
# published version, which the alias names.
resource "aws_lambda_alias" "api" {
  count = var.api_provisioned_concurrency > 0 ? 1 : 0

  name             = "live"
  description      = "The version that the API answers with."
  function_name    = aws_lambda_function.function["api"].function_name
  function_version = aws_lambda_function.function["api"].version
}

resource "aws_lambda_provisioned_concurrency_config" "api" {
  count = var.api_provisioned_concurrency > 0 ? 1 : 0

  function_name                     = aws_lambda_alias.api[0].function_name
  qualifier                         = aws_lambda_alias.api[0].name
  provisioned_concurrent_executions = var.api_provisioned_concurrency
}
