# What each function is told. No value is a secret: of those it is told the ARN, and
# reads them itself.
locals {
  settings = [
    { name = "ALEX_DATABASE_URL", roles = local.database, value = var.database_url },
    { name = "ALEX_QUEUE_URL", roles = local.sends, value = var.queue_url },
    { name = "ALEX_SPECIALISTS", roles = ["planner"], value = "lambda:${var.name}" },
    { name = "ALEX_PUBLIC_URL", roles = ["api", "webhook", "sweeper"], value = var.public_url },
    { name = "ALEX_ALLOWED_ORIGINS", roles = ["api"], value = length(var.allowed_origins) == 0 ? null : join(",", var.allowed_origins) },
    { name = "ALEX_AUTH", roles = ["api", "webhook"], value = var.clerk_issuer == null ? "local" : "clerk" },
    { name = "ALEX_SIGNUP", roles = ["api"], value = var.signup },
    { name = "CLERK_ISSUER", roles = ["api", "webhook"], value = var.clerk_issuer },
    { name = "CLERK_PUBLISHABLE_KEY", roles = ["api", "webhook"], value = var.clerk_publishable_key },
    { name = "OIDC_ISSUER", roles = ["api"], value = var.oidc_issuer },
    { name = "OIDC_CLIENT_ID", roles = ["api"], value = var.oidc_client_id },
    { name = "ALEX_MAIL_FROM", roles = ["api", "sweeper"], value = var.mail_from },
    { name = "ALEX_MODEL", roles = local.asks_models, value = var.model },
    { name = "BEDROCK_MODEL_ID", roles = local.asks_models, value = var.bedrock_model_id },
    { name = "ALEX_EMBEDDINGS", roles = local.embeds, value = var.embeddings },
    { name = "ALEX_INDEX", roles = local.indexes, value = var.index },
    { name = "ALEX_BACKUP_EVERY", roles = ["api"], value = "0" }, # Aurora keeps backups
  ]

  agent_models = { for agent, model in var.agent_models : "ALEX_MODEL_${upper(agent)}" => model }

  environment = {
    for role in keys(local.roles) : role => merge(
      { ALEX_ROLE = role },
      { for s in local.settings : s.name => s.value if contains(s.roles, role) && s.value != null },
      { for name, value in local.agent_models : name => value if contains(local.asks_models, role) },
      { for name, value in var.langfuse : name => value if contains(local.traces, role) },
      local.secrets[role],
    )
  }
}
