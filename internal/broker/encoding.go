package broker

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"alex"
)

// readText reads at most the allowed bytes and returns them as UTF-8 with
// "\n" line ends. What is plainly no text, or no table, is refused by name.
func readText(r io.Reader, opt Options) (string, error) {
	limit := opt.MaxBytes
	if limit <= 0 {
		limit = defaultMaxBytes
	}
	raw, err := io.ReadAll(io.LimitReader(r, limit))
	if err != nil {
		return "", fmt.Errorf("read the positions file: %w", err)
	}
	if more, _ := io.CopyN(io.Discard, r, 1); more > 0 {
		return "", alex.Errorf(alex.CodeTooLarge, "the file is larger than %d bytes, the most that is read", limit)
	}
	if err := refuseBinary(raw); err != nil {
		return "", err
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(decode(raw))
	return text, refuseOther(text)
}

// refuseBinary names the file formats that people upload by mistake.
func refuseBinary(raw []byte) error {
	for _, known := range []struct{ magic, seen string }{
		{"PK\x03\x04", "an Excel workbook or a ZIP archive; save it as CSV"},
		{"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV"},
		{"%PDF", "a PDF document; download the positions as CSV"},
		{"\x1f\x8b", "a gzip archive; unpack it first"},
		{"\x89PNG", "a picture; download the positions as CSV"},
		{"\xff\xd8\xff", "a picture; download the positions as CSV"},
	} {
		if bytes.HasPrefix(raw, []byte(known.magic)) {
			return alex.Invalid("file", "this is %s", known.seen)
		}
	}
	return nil
}

// refuseOther refuses text that is no table.
func refuseOther(text string) error {
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 4096)]))
	switch {
	case strings.TrimSpace(text) == "":
		return nothing("", "the file is empty")
	case strings.Contains(text, "\x00"):
		return alex.Invalid("file", "this is a binary file, not a CSV of positions")
	case strings.HasPrefix(start, "ofxheader"), strings.Contains(start, "<ofx>"):
		return alex.Invalid("file", "this is an OFX or QFX file; download the positions as CSV")
	case strings.HasPrefix(start, "<"):
		return refuseMarkup(start)
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["):
		return alex.Invalid("file", "this is a JSON document, not a CSV of positions")
	}
	return nil
}

func refuseMarkup(start string) error {
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<script"} {
		if strings.Contains(start, tag) {
			return alex.Invalid("file", "this is a web page (HTML), not a CSV; the broker's download may have asked for a new sign-in")
		}
	}
	return nil
}

// decode reads UTF-8 and UTF-16 with or without a byte order mark, and falls
// back to Windows-1252, in which every byte is a character.
func decode(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return decodeUTF16(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return decodeUTF16(raw[2:], binary.BigEndian)
	case len(raw) >= 4 && raw[1] == 0 && raw[3] == 0:
		return decodeUTF16(raw, binary.LittleEndian)
	case len(raw) >= 4 && raw[0] == 0 && raw[2] == 0:
		return decodeUTF16(raw, binary.BigEndian)
	}
	if utf8.Valid(raw) {
		return string(raw)
	}
	return decodeWindows1252(raw)
}

func decodeUTF16(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// windows1252 holds the characters of bytes 0x80–0x9F; the rest are Latin-1.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

func decodeWindows1252(raw []byte) string {
	high := []rune(windows1252)
	var b strings.Builder
	for _, c := range raw {
		if c >= 0x80 && c < 0xa0 {
			b.WriteRune(high[c-0x80])
			continue
		}
		b.WriteRune(rune(c))
	}
	return b.String()
}
