# moto sets the schedule of a secret that RDS manages, and cannot end it again.
resource "aws_secretsmanager_secret_rotation" "master" {
  count = 0
}
