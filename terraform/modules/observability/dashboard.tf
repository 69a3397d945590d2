# The metrics of Alex itself: its functions write them into their logs. The names are
# those of the program.
locals {
  agents      = "Alex/Agents"
  agent_names = ["planner", "tagger", "reporter", "charter", "retirement", "judge", "researcher"]
  roles       = sort(keys(var.function_names))

  # Each widget: its title, the statistic, and rows of metrics as CloudWatch has them.
  widgets = [
    { title = "Agent invocations", stat = "Sum", metrics = [for agent in local.agent_names : [local.agents, "InvocationCount", "Agent", agent]] },
    { title = "Agent errors", stat = "Sum", metrics = [for agent in local.agent_names : [local.agents, "ErrorCount", "Agent", agent]] },
    { title = "Agent durations (ms, 95 of 100 are below)", stat = "p95", metrics = [for agent in local.agent_names : [local.agents, "Duration", "Agent", agent]] },
    { title = "Error rate of functions (%)", stat = "Sum", metrics = concat(
      [for i, role in local.roles : [{ expression = "100 * errors${i} / invocations${i}", label = role }]],
      [for i, role in local.roles : ["AWS/Lambda", "Errors", "FunctionName", var.function_names[role], { id = "errors${i}", visible = false }]],
      [for i, role in local.roles : ["AWS/Lambda", "Invocations", "FunctionName", var.function_names[role], { id = "invocations${i}", visible = false }]],
    ) },
    { title = "API requests", stat = "Sum", metrics = [
      for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id, "Stage", var.api_stage]
    ] },
    { title = "API latency (ms, 95 of 100 are below)", stat = "p95", metrics = [["AWS/ApiGateway", "Latency", "ApiId", var.api_id, "Stage", var.api_stage]] },
    { title = "Queue depth", stat = "Maximum", metrics = concat(
      [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", var.queue_name]],
      [["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", var.queue_name]],
      [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", var.queue_name, { yAxis = "right" }]],
      [for queue in var.dead_letter_queue_names : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]],
    ) },
    { title = "Data API latency (ms, 95 of 100 are below)", stat = "p95", metrics = [
      for operation in ["read", "write"] : [local.agents, "DatabaseLatency", "Operation", operation]
    ] },
    { title = "Database failures", stat = "Sum", metrics = concat(
      [for operation in ["read", "write"] : [local.agents, "DatabaseErrors", "Operation", operation]],
      [[local.agents, "DatabaseConnectionFailures"]],
    ) },
    { title = "Bedrock usage", stat = "Sum", metrics = [
      for metric in ["Invocations", "InputTokenCount", "OutputTokenCount", "InvocationThrottles"] :
      [{ expression = "SEARCH('{AWS/Bedrock,ModelId} MetricName=\"${metric}\"', 'Sum')", label = metric }]
    ] },
    { title = "Tokens of models", stat = "Sum", metrics = [for agent in local.agent_names : [local.agents, "Tokens", "Agent", agent]] },
    { title = "Cost of models (US dollars)", stat = "Sum", metrics = [for agent in local.agent_names : [local.agents, "Cost", "Agent", agent]] },
    { title = "Database cost (US dollars an hour)", stat = "Average", metrics = concat(
      [[{ expression = "${var.acu_hour_dollars} * capacity", label = "Dollars an hour" }]],
      [["AWS/RDS", "ServerlessDatabaseCapacity", "DBClusterIdentifier", var.cluster_identifier, { id = "capacity", yAxis = "right" }]],
    ) },
    { title = "Tool calls", stat = "Sum", metrics = [[{ expression = "SEARCH('{${local.agents},Tool} MetricName=\"ToolCalls\"', 'Sum')", label = "" }]] },
    { title = "Jobs and sessions", stat = "Sum", metrics = concat(
      [[local.agents, "JobsCompleted"]],
      [[local.agents, "JobsFailed"]],
      [[local.agents, "ActiveSessions", { stat = "Maximum", yAxis = "right" }]],
    ) },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for i, widget in local.widgets : {
        type   = "metric"
        x      = 8 * (i % 3)
        y      = 6 * floor(i / 3)
        width  = 8
        height = 6
        properties = {
          title   = widget.title
          region  = data.aws_region.current.region
          view    = "timeSeries"
          period  = 300
          stat    = widget.stat
          metrics = widget.metrics
        }
      }
    ]
  })
}
