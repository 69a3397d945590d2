# An embedding model on an endpoint that sleeps, and costs nothing, while nobody
# asks. Alex sends one text a call and takes the mean of what comes back.
locals {
  endpoint = "${var.name}-embeddings"
}

data "aws_partition" "current" {}

data "aws_sagemaker_prebuilt_ecr_image" "inference" {
  repository_name = "huggingface-pytorch-inference"
  image_tag       = var.image_tag
}

locals {
  # REGISTRY.dkr.ecr.REGION.SUFFIX/REPOSITORY:TAG
  registry_region = split(".", data.aws_sagemaker_prebuilt_ecr_image.inference.registry_path)[3]
}

resource "aws_cloudwatch_log_group" "endpoint" {
  name              = "/aws/sagemaker/Endpoints/${local.endpoint}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "model" {
  statement {
    sid = "Image"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]
    resources = ["arn:${data.aws_partition.current.partition}:ecr:${local.registry_region}:${data.aws_sagemaker_prebuilt_ecr_image.inference.registry_id}:repository/huggingface-pytorch-inference"]
  }

  # Any resource: the token is of no repository, and AWS takes no other resource.
  statement {
    sid       = "ImageToken"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  # Any resource: metrics have none. SageMaker writes those of its endpoints.
  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]
  }

  # Any stream of this one group.
  statement {
    sid = "Log"
    actions = [
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]
    resources = ["${aws_cloudwatch_log_group.endpoint.arn}:*"]
  }
}

resource "aws_iam_role" "model" {
  name               = local.endpoint
  description        = "The embedding model: reads its image, writes its log and metrics."
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "model" {
  name   = "model"
  role   = aws_iam_role.model.id
  policy = data.aws_iam_policy_document.model.json
}

# Without a name, so that another one can be made before this one goes.
resource "aws_sagemaker_model" "embeddings" {
  #checkov:skip=CKV_AWS_370:the image fetches the model by its name when it starts
  execution_role_arn = aws_iam_role.model.arn

  primary_container {
    image = data.aws_sagemaker_prebuilt_ecr_image.inference.registry_path

    environment = {
      HF_MODEL_ID = "sentence-transformers/all-MiniLM-L6-v2"
      HF_TASK     = "feature-extraction"
    }
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_iam_role_policy.model]
}

resource "aws_sagemaker_endpoint_configuration" "embeddings" {
  #checkov:skip=CKV_AWS_98:a serverless endpoint has no disk of its own that a key could be named for
  name_prefix = "${var.name}-"

  production_variants {
    variant_name = "all"
    model_name   = aws_sagemaker_model.embeddings.name

    serverless_config {
      memory_size_in_mb = var.memory_mb
      max_concurrency   = var.max_concurrency
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_sagemaker_endpoint" "embeddings" {
  name                 = local.endpoint
  endpoint_config_name = aws_sagemaker_endpoint_configuration.embeddings.name

  depends_on = [aws_cloudwatch_log_group.endpoint]
}
