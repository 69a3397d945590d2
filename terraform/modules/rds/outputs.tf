output "database_url" {
  description = "ALEX_DATABASE_URL: the database, and the ARNs of its cluster and of its secret. No password is in it."
  value       = "rdsdata://${aws_rds_cluster.this.database_name}?cluster=${aws_rds_cluster.this.arn}&secret=${aws_rds_cluster.this.master_user_secret[0].secret_arn}"
}

output "cluster_arn" {
  description = "The cluster, for policies."
  value       = aws_rds_cluster.this.arn
}

output "cluster_identifier" {
  description = "Its name, for metrics and for alex cost."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "secret_arn" {
  description = "The secret of its login, for policies."
  value       = aws_rds_cluster.this.master_user_secret[0].secret_arn
}
