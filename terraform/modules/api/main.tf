# The HTTP API answers no preflight by itself: the program alone says whose pages may
# call, and so there is no cors_configuration here.
resource "aws_apigatewayv2_api" "this" {
  name                         = "${var.name}-api"
  description                  = "Alex's API: hands every request to a function."
  protocol_type                = "HTTP"
  disable_execute_api_endpoint = var.domain != null
}

# Who may do what is decided by the functions, which check each token themselves.
resource "aws_apigatewayv2_route" "this" {
  for_each = {
    "$default"                 = "api"
    "ANY /{proxy+}"            = "api"
    "POST /api/webhooks/clerk" = "webhook"
  }

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  authorization_type = "NONE"
  target             = "integrations/${aws_apigatewayv2_integration.function[each.value].id}"
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = var.functions

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = each.value.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_lambda_permission" "api" {
  for_each = var.functions

  statement_id  = "HttpApi"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = each.value.name
  qualifier     = each.value.qualifier
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*"
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_burst_limit   = var.throttle_burst
    throttling_rate_limit    = var.throttle_rate
  }

  # No query string: ids may stand in one.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format = jsonencode({
      time      = "$context.requestTime"
      requestId = "$context.requestId"
      address   = "$context.identity.sourceIp"
      method    = "$context.httpMethod"
      path      = "$context.path"
      route     = "$context.routeKey"
      status    = "$context.status"
      bytes     = "$context.responseLength"
      ms        = "$context.responseLatency"
      error     = "$context.integrationErrorMessage"
    })
  }
}
