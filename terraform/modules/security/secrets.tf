# Secrets that Alex makes for itself: no state and no plan holds them. The number is
# raised where another one is wanted.
locals {
  generated = {
    ALEX_ACCOUNT_KEY   = 1 # whoever changes it loses second factors: never raised
    ALEX_ORIGIN_SECRET = var.origin_secret_version
  }
}

resource "aws_secretsmanager_secret" "generated" {
  #checkov:skip=CKV2_AWS_57:the account key must not change, and the other one is changed by a number
  for_each = local.generated

  name                    = "${var.name}/${each.key}"
  description             = "${each.key} of ${var.name}, made by Terraform."
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.secret_recovery_days
}

ephemeral "aws_secretsmanager_random_password" "generated" {
  for_each = local.generated

  password_length     = 48
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "generated" {
  for_each = local.generated

  secret_id                = aws_secretsmanager_secret.generated[each.key].id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.generated[each.key].random_password
  secret_string_wo_version = each.value
}

# CloudFront has the header's value in its own settings, so that this one is in the
# state too: keep that where others cannot read it.
data "aws_secretsmanager_secret_version" "origin" {
  secret_id = aws_secretsmanager_secret_version.generated["ALEX_ORIGIN_SECRET"].secret_id

  depends_on = [aws_secretsmanager_secret_version.generated]
}

# Secrets of others, each by the name of its variable. They are made without a value:
# an operator puts that there (docs/aws.md).
resource "aws_secretsmanager_secret" "given" {
  #checkov:skip=CKV2_AWS_57:a key of another company is changed there, and then here
  for_each = var.secrets

  name                    = "${var.name}/${each.key}"
  description             = "${each.key} of ${var.name}, put by an operator."
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.secret_recovery_days
}
