# Aurora's PostgreSQL, which sleeps while nobody asks. Nobody reaches its port: it is
# asked through the Data API, with a secret that RDS makes, keeps and changes.
resource "aws_security_group" "closed" {
  name        = "${var.name}-database"
  description = "Lets nobody in and nothing out: the Data API needs neither."
}

resource "aws_rds_cluster_parameter_group" "this" {
  name        = "${var.name}-database"
  family      = "aurora-postgresql15"
  description = "Connections are encrypted."

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_rds_cluster" "this" {
  #checkov:skip=CKV2_AWS_27:questions hold what people own; failures and slow ones are measured by Alex
  cluster_identifier = "${var.name}-database"
  engine             = "aurora-postgresql"
  engine_mode        = "provisioned" # what Serverless v2 is called
  engine_version     = var.engine_version
  database_name      = "alex"
  master_username    = "alex"

  enable_http_endpoint                = true
  iam_database_authentication_enabled = true
  manage_master_user_password         = true
  storage_encrypted                   = true
  kms_key_id                          = var.kms_key_arn

  serverlessv2_scaling_configuration {
    min_capacity             = var.min_capacity
    max_capacity             = var.max_capacity
    seconds_until_auto_pause = var.min_capacity == 0 ? 300 : null
  }

  vpc_security_group_ids          = [aws_security_group.closed.id]
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name
  enabled_cloudwatch_logs_exports = ["postgresql"]

  backup_retention_period   = var.backup_days
  copy_tags_to_snapshot     = true
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-final-${var.final_snapshot}"

  depends_on = [aws_cloudwatch_log_group.database]
}

resource "aws_rds_cluster_instance" "this" {
  identifier                 = "${var.name}-database-1"
  cluster_identifier         = aws_rds_cluster.this.id
  instance_class             = "db.serverless"
  engine                     = aws_rds_cluster.this.engine
  engine_version             = aws_rds_cluster.this.engine_version
  publicly_accessible        = false
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true
}

resource "aws_cloudwatch_log_group" "database" {
  name              = "/aws/rds/cluster/${var.name}-database/postgresql"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

# RDS changes the password by itself; this says how often.
resource "aws_secretsmanager_secret_rotation" "master" {
  secret_id          = aws_rds_cluster.this.master_user_secret[0].secret_arn
  rotate_immediately = false

  rotation_rules {
    automatically_after_days = var.rotation_days
  }

  depends_on = [aws_rds_cluster_instance.this]
}
