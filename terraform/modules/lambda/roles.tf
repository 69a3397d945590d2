# What Alex does as functions: one program, and ALEX_ROLE says which of these it is.
locals {
  roles = {
    api        = { memory = 1024, timeout = 29, description = "Answers the page: the API." }
    webhook    = { memory = 512, timeout = 29, description = "Hears from Clerk who signed up, changed or left." }
    planner    = { memory = 3072, timeout = 900, description = "Leads an analysis: takes a job from the queue and asks the specialists." }
    tagger     = { memory = 1024, timeout = 300, description = "Says what an unknown instrument is made of." }
    reporter   = { memory = 1024, timeout = 300, description = "Writes the report." }
    charter    = { memory = 1024, timeout = 300, description = "Draws the charts." }
    retirement = { memory = 2048, timeout = 300, description = "Simulates retirement." }
    ingest     = { memory = 1024, timeout = 120, description = "Takes a text into the library." }
    researcher = { memory = 1024, timeout = 900, description = "Looks for public texts that reports may quote." }
    sweeper    = { memory = 512, timeout = 300, description = "Finds jobs that no message is on its way for, and clears away what has expired." }
  }

  # Who needs what; policy.tf and environment.tf are made of these.
  specialists = ["tagger", "reporter", "charter", "retirement"]
  database    = keys(local.roles) # each reads it or writes to it
  asks_models = concat(["api", "planner", "researcher"], local.specialists)
  indexes     = ["api", "planner", "ingest", "researcher", "sweeper"]
  embeds      = concat(local.indexes, ["reporter", "retirement"]) # these two compare what a job may quote
  searches    = ["api", "planner"]
  adds        = ["api", "ingest", "researcher", "sweeper"]
  removes     = ["api", "sweeper"] # texts of a person's own, and old ones
  sends       = ["api", "planner", "sweeper"]
  traces      = concat(["api", "planner"], local.specialists)

  # Functions whose events nobody waits for. A round of research or a sweep that fails
  # would fail again, and the next one comes; a text is brought once.
  unattended = { ingest = 2, researcher = 0, sweeper = 0 }

  # Which functions are given which secret, by its variable.
  secret_readers = {
    ALEX_ACCOUNT_KEY     = ["api", "sweeper"]
    ALEX_ORIGIN_SECRET   = ["api", "webhook"]
    ALEX_SMTP_URL        = ["api", "sweeper"]
    ANTHROPIC_API_KEY    = local.asks_models
    CLERK_WEBHOOK_SECRET = ["webhook"]
    LANGFUSE_SECRET_KEY  = local.traces
    OIDC_CLIENT_SECRET   = ["api"]
    OPENAI_API_KEY       = distinct(concat(local.asks_models, local.embeds))
    POLYGON_API_KEY      = ["planner"]
  }

  secrets = {
    for role in keys(local.roles) : role => {
      for name, arn in var.secret_arns : name => arn if contains(local.secret_readers[name], role)
    }
  }
}
