# moto takes it and forgets it, so that the provider waits for it in vain.
resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  count = 0
}
