locals {
  name = "${var.project}-${var.environment}"
}

module "embeddings" {
  source = "./modules/embeddings"

  name               = local.name
  memory_mb          = var.embeddings_memory_mb
  max_concurrency    = var.embeddings_max_concurrency
  log_retention_days = var.log_retention_days
}

module "vectors" {
  source = "./modules/vectors"

  name      = local.name
  dimension = module.embeddings.dimension
}

module "research" {
  source = "./modules/research"

  name                    = local.name
  enabled                 = var.research_enabled
  topic                   = var.research_topic
  function_zip            = var.function_zip
  memory_mb               = var.research_memory_mb
  log_retention_days      = var.log_retention_days
  dead_letter_queue_arn   = var.dead_letter_queue_arn
  database_url            = var.database_url
  embeddings              = module.embeddings.setting
  embeddings_endpoint_arn = module.embeddings.endpoint_arn
  index                   = module.vectors.setting
  index_arn               = module.vectors.index_arn
}
