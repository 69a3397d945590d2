output "site_url" {
  description = "Where people reach Alex."
  value       = module.cloudfront.url
}

output "site_domain" {
  description = "What records of its own names point at in DNS."
  value       = module.cloudfront.domain
}

output "api_url" {
  description = "The API as CloudFront reaches it; whoever asks it without the secret header is refused."
  value       = "https://${module.api.host}"
}

output "api_domain_target" {
  description = "What the record of the API's own name points at in DNS; null where it has none."
  value       = module.api.domain_target
}

output "site_bucket" {
  description = "The bucket of the page's files."
  value       = module.cloudfront.bucket
}

output "distribution_id" {
  description = "The distribution of CloudFront."
  value       = module.cloudfront.distribution_id
}

output "queue_url" {
  description = "The queue of jobs."
  value       = module.sqs.queue_url
}

output "database_url" {
  description = "The database, as ALEX_DATABASE_URL has it."
  value       = module.rds.database_url
}

output "function_prefix" {
  description = "What the names of the functions begin with, before a hyphen and their role."
  value       = local.name
}

output "log_groups" {
  description = "Where the functions' logs are, by their roles."
  value       = module.lambda.log_group_names
}

output "research_schedule" {
  description = "The schedule of research, and whether it is ENABLED."
  value       = module.research.schedule
}

output "sweeper_schedule" {
  description = "The sweeper's."
  value       = module.sweeper.schedule
}

output "dashboard" {
  description = "The dashboard in CloudWatch."
  value       = module.observability.dashboard
}

# For a shell: eval "$(terraform output -raw alex_environment)".
output "alex_environment" {
  description = "What the commands of alex want to know of this installation, as lines for a shell. No secret is in it: the account key is an ARN."
  value = join("\n", [
    for name, value in {
      ALEX_ACCOUNT_KEY  = module.security.secret_arns["ALEX_ACCOUNT_KEY"]
      ALEX_DATABASE_URL = module.rds.database_url
      ALEX_EMBEDDINGS   = module.embeddings.setting
      ALEX_INDEX        = module.vectors.setting
      ALEX_PUBLIC_URL   = module.cloudfront.url
      ALEX_QUEUE_URL    = module.sqs.queue_url
      ALEX_SPECIALISTS  = "lambda:${local.name}"
      AWS_REGION        = var.region
    } : "export ${name}='${value}'"
  ])
}

output "deploy" {
  description = "What alex deploy wants to know: where the page's files go, and the program."
  value = {
    region         = var.region
    prefix         = local.name
    bucket         = module.cloudfront.bucket
    distributionId = module.cloudfront.distribution_id
    functions      = module.lambda.function_names
    zip            = abspath(var.function_zip)
  }
}
