package report

// disguises are signs that stand in for letters inside a word.
var disguises = map[byte]byte{'@': 'a', '$': 's', '!': 'i', '|': 'l'}

// lookalikes are characters that Unicode's compatibility forms leave alone and
// that a reader takes for the plain one: quotation marks, dashes, and Greek,
// Cyrillic and small-capital letters.
var lookalikes = pairRunes(
	"‘’‛′ʼ“”„″‐‑‒–−⁃⁄∕·•—―"+
		"аеорсхуіјѕһԁԛԝӏкмтвнп"+
		"АВЕКМНОРСТХІЈЅҮ"+
		"ανοιυρτκεηχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"+
		"ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıɑɡℓ€",
	"'''''\"\"\"\"------//..——"+
		"aeopcxyijshdqwlkmtbnn"+
		"ABEKMHOPCTXIJSY"+
		"avoiuptkenxwABEZHIKMNOPTYX"+
		"abcdefghijklmnoprstuvwyziagle",
)

func pairRunes(from, to string) map[rune]rune {
	pairs := make(map[rune]rune)
	plain := []rune(to)
	for i, r := range []rune(from) {
		pairs[r] = plain[i]
	}
	return pairs
}
