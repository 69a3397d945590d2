# The vectors of passages; their texts lie in the database. S3 Vectors blocks
# public access by itself, and that cannot be turned off.
resource "aws_s3vectors_vector_bucket" "texts" {
  vector_bucket_name = "${var.name}-vectors"

  encryption_configuration {
    sse_type = "AES256"
  }
}

# Alex filters by the metadata tenant and model: no key is declared as one that
# cannot be filtered by.
resource "aws_s3vectors_index" "passages" {
  vector_bucket_name = aws_s3vectors_vector_bucket.texts.vector_bucket_name
  index_name         = "passages"
  data_type          = "float32"
  dimension          = var.dimension
  distance_metric    = "cosine"
}
