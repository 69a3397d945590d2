package knowledge_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex/internal/knowledge"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	for paragraph, want := range map[string][]string{
		"One. Two! Three?": {"One.", "Two!", "Three?"},
		"The U.S. Treasury sold bonds. It went well.": {"The U.S. Treasury sold bonds.", "It went well."},
		"Mr. A. B. Jones of Acme Inc. spoke. Yes.":    {"Mr. A. B. Jones of Acme Inc. spoke.", "Yes."},
		"It rose 3.5 percent, to $1.20. Then fell.":   {"It rose 3.5 percent, to $1.20.", "Then fell."},
		"“Really?” she asked. “No.”":                  {"“Really?” she asked.", "“No.”"},
		"No end":                                      {"No end"},
		"On Nov. 3, it closed.":                       {"On Nov. 3, it closed."},
		"So did I. We left.":                          {"So did I.", "We left."},
		"":                                            nil,
	} {
		if diff := cmp.Diff(want, knowledge.Sentences(paragraph)); diff != "" {
			t.Errorf("%q: %s", paragraph, diff)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a\r\nb\r\n\r\n\r\nc":           "a b\n\nc",
		"  soft\u00ADhyphen \t x\u200B": "softhyphen x",
		"pay\u202Epal":                  "paypal", // marks of direction show other words than there are
		"e\u0301":                       "é",
		"a\u00A0b\u2003c":               "a b c",
		"bad\xff":                       "bad\uFFFD",
		"one\ftwo":                      "one\n\ntwo",
		"a\x00b":                        "ab",
		"A\x00\u0300":                   "À",
		" \n\n ":                        "",
	} {
		if got := knowledge.Clean(text); got != want {
			t.Errorf("%q is cleaned to %q, and not %q", text, got, want)
		}
	}
}

func TestCleanIsCleanAlready(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := knowledge.Clean(rapid.String().Draw(t, "text"))
		if twice := knowledge.Clean(once); twice != once {
			t.Errorf("%q becomes %q when it is cleaned again", once, twice)
		}
	})
}

// TestChunks: passages are pieces of the text, word for word, none is longer
// than an embedder reads, none repeats another, and no word is lost.
func TestChunks(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-z]{1,12}`)
	sentence := rapid.Custom(func(t *rapid.T) string {
		return "S" + strings.Join(rapid.SliceOfN(word, 1, 200).Draw(t, "words"), " ") + "."
	})
	rapid.Check(t, func(t *rapid.T) {
		var paragraphs []string
		for _, sentences := range rapid.SliceOfN(rapid.SliceOfN(sentence, 1, 12), 1, 6).Draw(t, "text") {
			paragraphs = append(paragraphs, strings.Join(sentences, " "))
		}
		text := strings.Join(paragraphs, "\n\n")
		rest := text
		for i, passage := range knowledge.Chunks(text) {
			if n := utf8.RuneCountInString(passage); n == 0 || n > 800 {
				t.Fatalf("passage %d has %d characters", i, n)
			}
			if !strings.Contains(text, passage) {
				t.Fatalf("passage %d does not stand in the text: %q", i, passage)
			}
			after, ok := goesOn(passage, rest)
			if !ok {
				t.Fatalf("passage %d leaves out what stands before it, or repeats all of one: %q then %q", i, passage, rest)
			}
			rest = after
		}
		if strings.TrimSpace(rest) != "" {
			t.Fatalf("the end is lost: %q", rest)
		}
	})
}

// goesOn takes from rest what a passage brings that is new: all of it but an
// overlap of at most 200 characters.
func goesOn(passage, rest string) (string, bool) {
	rest = strings.TrimSpace(rest)
	for overlap := 0; overlap <= min(201, len(passage)-1); overlap++ {
		if after, ok := strings.CutPrefix(rest, passage[overlap:]); ok && (overlap == 0 || strings.ContainsAny(passage[overlap-1:overlap], " \n")) {
			return after, true
		}
	}
	return rest, false
}

func TestChunksOverlap(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 380)
	text := "A " + long + ". B " + long + ". C short. D " + long + "."
	got := knowledge.Chunks(text)
	if len(got) != 2 || !strings.HasSuffix(got[0], "C short.") || !strings.HasPrefix(got[1], "C short. D") {
		t.Errorf("the passages are %q", got)
	}
	if got := knowledge.Chunks("Heading\n\nA sentence. Another."); len(got) != 1 || got[0] != "Heading\n\nA sentence. Another." {
		t.Errorf("a heading and a sentence become %q", got)
	}
	if got := knowledge.Chunks(strings.Repeat("y", 2000)); len(got) != 3 || strings.Join(got, "") != strings.Repeat("y", 2000) {
		t.Errorf("a word without end becomes %d passages", len(got))
	}
}
