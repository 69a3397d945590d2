# moto keeps nothing started.
resource "aws_lambda_provisioned_concurrency_config" "api" {
  count = 0
}
