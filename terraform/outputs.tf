output "alex_embeddings" {
  description = "ALEX_EMBEDDINGS for an alex outside of AWS that shares the library."
  value       = module.embeddings.setting
}

output "alex_index" {
  description = "ALEX_INDEX for it."
  value       = module.vectors.setting
}

output "research_function" {
  description = "The researcher's function, to be invoked by hand with {} or {\"topic\": \"…\"}."
  value       = module.research.function_name
}

output "research_log_group" {
  description = "Where its log is."
  value       = module.research.log_group_name
}

output "research_schedule" {
  description = "The schedule, and whether it is ENABLED."
  value       = module.research.schedule
}
