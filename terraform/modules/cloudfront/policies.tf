# Files say themselves how long they are kept: those with a hash in their name for a
# year, the others not at all.
resource "aws_cloudfront_cache_policy" "files" {
  name        = "${var.name}-files"
  comment     = "As long as each file says."
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_cache_policy" "never" {
  name        = "${var.name}-never"
  comment     = "Answers of the API are one person's own."
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 0

  parameters_in_cache_key_and_forwarded_to_origin {
    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

# The API is told all but the name that it was asked by: it has another one.
resource "aws_cloudfront_origin_request_policy" "api" {
  name    = "${var.name}-api"
  comment = "All that the person sent, but the host."

  cookies_config {
    cookie_behavior = "all"
  }

  headers_config {
    header_behavior = "allExcept"

    headers {
      items = ["host"]
    }
  }

  query_strings_config {
    query_string_behavior = "all"
  }
}

locals {
  # Clerk's host stands in its key, in base64 without its padding, with a dollar sign
  # at the end. Where it signs people in, the page reaches it too.
  clerk_text  = try(split("_", var.clerk_publishable_key)[2], "")
  clerk_host  = trimsuffix(try(base64decode("${local.clerk_text}${substr("===", 0, (4 - length(local.clerk_text) % 4) % 4)}"), ""), "$")
  scripts     = local.clerk_host == "" ? "" : " https://${local.clerk_host} https://challenges.cloudflare.com"
  connections = local.clerk_host == "" ? "" : " https://${local.clerk_host} https://clerk-telemetry.com"
  pictures    = local.clerk_host == "" ? "" : " https://img.clerk.com"
  frames      = local.clerk_host == "" ? "" : "; frame-src https://challenges.cloudflare.com"
  workers     = local.clerk_host == "" ? "" : "; worker-src 'self' blob:"

  content_security_policy = join("", [
    "default-src 'none'; script-src 'self'${local.scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:${local.pictures}",
    "; font-src 'self'; connect-src 'self'${local.connections}${local.frames}${local.workers}",
    "; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  ])
}

# What the program says of its page, for files that it does not send itself. Answers
# of the API have the program's own.
resource "aws_cloudfront_response_headers_policy" "files" {
  #checkov:skip=CKV_AWS_259:it is there for a year with subdomains, as the program says it; a list of browsers is for the owner of the domain to join
  name    = "${var.name}-files"
  comment = "The headers that the program puts on its page."

  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policy
      override                = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }

    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "same-site"
      override = true
    }

    items {
      header   = "Permissions-Policy"
      value    = "camera=(), geolocation=(), microphone=()"
      override = true
    }
  }
}
