data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Made of names: the functions wait for their policies, which cannot name them.
  specialist_arns = [
    for role in local.specialists :
    "arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:function:${var.name}-${role}"
  ]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "function" {
  for_each = local.roles

  # Any stream of this one group.
  statement {
    sid = "Log"
    actions = [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]
    resources = ["${aws_cloudwatch_log_group.function[each.key].arn}:*"]
  }

  dynamic "statement" {
    for_each = [for role in local.database : role if role == each.key]

    content {
      sid = "Database"
      actions = [
        "rds-data:BatchExecuteStatement",
        "rds-data:BeginTransaction",
        "rds-data:CommitTransaction",
        "rds-data:ExecuteStatement",
        "rds-data:RollbackTransaction",
      ]
      resources = [var.cluster_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in local.database : role if role == each.key]

    content {
      sid       = "DatabaseSecret"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [var.database_secret_arn]
    }
  }

  dynamic "statement" {
    for_each = length(local.secrets[each.key]) > 0 ? [each.key] : []

    # No wildcard: the ARNs of the secrets that this function is given.
    content {
      sid       = "Secrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = values(local.secrets[each.key])
    }
  }

  dynamic "statement" {
    for_each = length(local.secrets[each.key]) > 0 ? [each.key] : []

    content {
      sid       = "SecretsKey"
      actions   = ["kms:Decrypt"]
      resources = [var.kms_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${data.aws_region.current.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = [for role in local.sends : role if role == each.key]

    content {
      sid       = "Wake"
      actions   = ["sqs:SendMessage"]
      resources = [var.queue_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in ["sweeper"] : role if role == each.key]

    content {
      sid       = "Look"
      actions   = ["sqs:GetQueueAttributes"]
      resources = [var.queue_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in ["planner"] : role if role == each.key]

    content {
      sid = "Work"
      actions = [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ]
      resources = [var.queue_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in ["planner"] : role if role == each.key]

    # No wildcard: the ARNs of the four specialists.
    content {
      sid       = "Specialists"
      actions   = ["lambda:InvokeFunction"]
      resources = local.specialist_arns
    }
  }

  dynamic "statement" {
    for_each = [for role in local.asks_models : role if role == each.key && length(var.bedrock_model_arns) > 0]

    # No wildcard: the variable refuses one.
    content {
      sid       = "Models"
      actions   = ["bedrock:InvokeModel"]
      resources = var.bedrock_model_arns
    }
  }

  dynamic "statement" {
    for_each = [for role in local.embeds : role if role == each.key]

    content {
      sid       = "Embed"
      actions   = ["sagemaker:InvokeEndpoint"]
      resources = [var.embeddings_endpoint_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in local.indexes : role if role == each.key]

    content {
      sid       = "Index"
      actions   = ["s3vectors:GetIndex"]
      resources = [var.index_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in local.searches : role if role == each.key]

    content {
      sid = "Search"
      actions = [
        "s3vectors:GetVectors",
        "s3vectors:QueryVectors",
      ]
      resources = [var.index_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in local.adds : role if role == each.key]

    content {
      sid       = "Add"
      actions   = ["s3vectors:PutVectors"]
      resources = [var.index_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in local.removes : role if role == each.key]

    content {
      sid       = "Remove"
      actions   = ["s3vectors:DeleteVectors"]
      resources = [var.index_arn]
    }
  }

  dynamic "statement" {
    for_each = [for role in keys(local.unattended) : role if role == each.key]

    content {
      sid       = "DeadLetters"
      actions   = ["sqs:SendMessage"]
      resources = [var.dead_letter_queue_arn]
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.roles

  name               = "${var.name}-${each.key}"
  description        = each.value.description
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "function" {
  for_each = local.roles

  name   = each.key
  role   = aws_iam_role.function[each.key].id
  policy = data.aws_iam_policy_document.function[each.key].json
}
