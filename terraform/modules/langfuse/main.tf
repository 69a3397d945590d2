# LangFuse as others run it: where traces go, and as whom. The secret key lies in
# Secrets Manager, and its secret is among those that operators fill.
locals {
  environment = {
    LANGFUSE_HOST                = var.host
    LANGFUSE_PUBLIC_KEY          = var.public_key
    LANGFUSE_TRACING_ENVIRONMENT = var.tracing_environment
  }
}
