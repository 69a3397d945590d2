# moto has no policies of CloudFront, and publishes no function of it. The distribution
# is made without them, which is how it was written before there were any.
resource "aws_cloudfront_cache_policy" "files" {
  count = 0
}

resource "aws_cloudfront_cache_policy" "never" {
  count = 0
}

resource "aws_cloudfront_origin_request_policy" "api" {
  count = 0
}

resource "aws_cloudfront_response_headers_policy" "files" {
  count = 0
}

resource "aws_cloudfront_function" "route" {
  count = 0
}

resource "aws_cloudfront_distribution" "this" {
  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]

    forwarded_values {
      query_string = false

      cookies {
        forward = "none"
      }
    }
  }

  ordered_cache_behavior {
    path_pattern           = "/api/*"
    target_origin_id       = "api"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods         = ["GET", "HEAD"]

    forwarded_values {
      query_string = true
      headers      = ["Authorization"]

      cookies {
        forward = "all"
      }
    }
  }
}
