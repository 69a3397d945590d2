# moto does not speak the protocol that the provider asks CloudWatch in.
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = {} # a count of 0
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = toset([]) # a count of 0
}

resource "aws_cloudwatch_metric_alarm" "api" {
  count = 0
}

resource "aws_cloudwatch_metric_alarm" "database" {
  count = 0
}

resource "aws_cloudwatch_dashboard" "this" {
  count = 0
}

output "dashboard" {
  value = var.name
}
