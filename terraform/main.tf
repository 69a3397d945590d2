locals {
  name = "${var.project}-${var.environment}"
}

module "logs" {
  source = "./modules/logs"

  name            = local.name
  access_log_days = var.access_log_days
  force_destroy   = var.force_destroy
}

module "langfuse" {
  source = "./modules/langfuse"

  host                = var.langfuse_host
  public_key          = var.langfuse_public_key
  tracing_environment = var.environment
}

module "security" {
  source = "./modules/security"

  name = local.name
  secrets = setunion(
    var.secrets,
    module.langfuse.secrets,
    [for name in ["CLERK_WEBHOOK_SECRET"] : name if var.clerk_issuer != null],
    [for name in ["OIDC_CLIENT_SECRET"] : name if var.oidc_issuer != null],
  )
  origin_secret_version = var.origin_secret_version
  secret_recovery_days  = var.secret_recovery_days
  access_log_bucket     = module.logs.bucket
  trail_days            = var.trail_days
  log_retention_days    = var.log_retention_days
  force_destroy         = var.force_destroy
}

module "rds" {
  source = "./modules/rds"

  name                = local.name
  engine_version      = var.database_version
  kms_key_arn         = module.security.kms_key_arn
  min_capacity        = var.database_min_capacity
  max_capacity        = var.database_max_capacity
  backup_days         = var.database_backup_days
  deletion_protection = var.database_deletion_protection
  final_snapshot      = var.database_final_snapshot
  rotation_days       = var.database_rotation_days
  log_retention_days  = var.log_retention_days
}

module "sqs" {
  source = "./modules/sqs"

  name                     = local.name
  consumer_timeout_seconds = module.lambda.planner_timeout
}

module "embeddings" {
  source = "./modules/embeddings"

  name               = local.name
  memory_mb          = var.embeddings_memory_mb
  max_concurrency    = var.embeddings_max_concurrency
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.security.kms_key_arn
}

module "vectors" {
  source = "./modules/vectors"

  name      = local.name
  dimension = module.embeddings.dimension
}

module "lambda" {
  source = "./modules/lambda"

  name                        = local.name
  function_zip                = var.function_zip
  kms_key_arn                 = module.security.kms_key_arn
  log_retention_days          = var.log_retention_days
  api_provisioned_concurrency = var.api_provisioned_concurrency
  reserved_concurrency        = var.reserved_concurrency
  planner_concurrency         = var.planner_concurrency
  database_url                = module.rds.database_url
  cluster_arn                 = module.rds.cluster_arn
  database_secret_arn         = module.rds.secret_arn
  queue_url                   = module.sqs.queue_url
  queue_arn                   = module.sqs.queue_arn
  dead_letter_queue_arn       = module.sqs.events_dead_letter_queue_arn
  secret_arns                 = module.security.secret_arns
  public_url                  = module.cloudfront.url
  allowed_origins             = var.allowed_origins
  signup                      = var.signup
  clerk_issuer                = var.clerk_issuer
  clerk_publishable_key       = var.clerk_publishable_key
  oidc_issuer                 = var.oidc_issuer
  oidc_client_id              = var.oidc_client_id
  mail_from                   = var.mail_from
  model                       = var.model
  agent_models                = var.agent_models
  bedrock_model_id            = var.bedrock_model_id
  bedrock_model_arns          = var.bedrock_model_arns
  langfuse                    = module.langfuse.environment
  embeddings                  = module.embeddings.setting
  embeddings_endpoint_arn     = module.embeddings.endpoint_arn
  index                       = module.vectors.setting
  index_arn                   = module.vectors.index_arn
}

module "research" {
  source = "./modules/schedule"

  name                  = module.lambda.function_names["researcher"]
  description           = "A round of research."
  expression            = "rate(2 hours)"
  event_seconds         = 3600
  enabled               = var.research_enabled
  input                 = jsonencode({ for topic in var.research_topic[*] : "topic" => topic })
  function_arn          = module.lambda.function_arns["researcher"]
  dead_letter_queue_arn = module.sqs.events_dead_letter_queue_arn
}

module "sweeper" {
  source = "./modules/schedule"

  name                  = module.lambda.function_names["sweeper"]
  description           = "Jobs that no message is on its way for are found, and what has expired goes."
  expression            = var.sweep_minutes == 1 ? "rate(1 minute)" : "rate(${var.sweep_minutes} minutes)"
  event_seconds         = 300
  enabled               = true
  function_arn          = module.lambda.function_arns["sweeper"]
  dead_letter_queue_arn = module.sqs.events_dead_letter_queue_arn
}

module "api" {
  source = "./modules/api"

  name               = local.name
  functions          = module.lambda.routes
  throttle_rate      = var.throttle_rate
  throttle_burst     = var.throttle_burst
  domain             = var.api_domain
  certificate_arn    = var.api_certificate_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = module.security.kms_key_arn
}

module "waf" {
  source = "./modules/waf"

  providers = {
    aws = aws.global
  }

  name                = local.name
  requests_per_minute = var.requests_per_minute
  log_retention_days  = var.log_retention_days
}

module "cloudfront" {
  source = "./modules/cloudfront"

  name                     = local.name
  api_host                 = module.api.host
  origin_secret            = module.security.origin_secret
  web_acl_arn              = module.waf.arn
  aliases                  = var.aliases
  certificate_arn          = var.certificate_arn
  price_class              = var.price_class
  clerk_publishable_key    = var.clerk_publishable_key
  access_log_bucket        = module.logs.bucket
  access_log_bucket_domain = module.logs.bucket_domain
  force_destroy            = var.force_destroy
}

module "observability" {
  source = "./modules/observability"

  name                    = local.name
  email                   = var.alarm_email
  kms_key_arn             = module.security.kms_key_arn
  function_names          = module.lambda.function_names
  queue_name              = module.sqs.queue_name
  dead_letter_queue_names = module.sqs.dead_letter_queue_names
  api_id                  = module.api.api_id
  api_stage               = module.api.stage
  cluster_identifier      = module.rds.cluster_identifier
  acu_hour_dollars        = var.acu_hour_dollars
}

module "budget" {
  source = "./modules/budget"

  name      = local.name
  dollars   = var.budget_dollars
  topic_arn = module.observability.topic_arn
  email     = var.alarm_email
}
