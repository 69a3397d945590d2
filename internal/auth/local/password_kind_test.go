package local_test

import (
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/auth/local"
)

// TestPasswordsOfAnyKind: whatever a person likes to type is a password, of 8
// characters up to 1,024 bytes; and what differs from it by a sign does not open.
func TestPasswordsOfAnyKind(t *testing.T) {
	t.Parallel()
	for name, password := range map[string]string{
		"small letters":      "wqzkrvbx",
		"capitals":           "WQZKRVBX",
		"figures":            "80417362",
		"signs":              `"'\<>;$%`,
		"a sentence":         "my aunt keeps two bees",
		"spaces around":      "  eight or more  ",
		"tabs and lines":     "one\ttwo\nthree",
		"another script":     "密码不是密码啊真的",
		"pictures":           "🐝🐝🐝🐝🐝🐝🐝🐝",
		"64 characters":      strings.Repeat("sixteen letters.", 4),
		"65 that differ":     strings.Repeat("x", 64) + "y",
		"as long as allowed": strings.Repeat("x", 1023) + "y",
		"NUL":                "before\x00after",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			_, err := o.SignUp(o.ctx, local.SignUp{Email: ann, Password: password})
			must(t, err)
			_, err = o.signIn(ann, password)
			must(t, err)
			cut := []rune(password)
			for _, other := range []string{string(cut[:len(cut)-1]), password + " ", " " + password, strings.TrimSpace(password), strings.ToLower(password), strings.ToUpper(password)} {
				if other == password || len(other) > 1024 {
					continue
				}
				_, err := o.SignIn(o.ctx, ann, other, "", "")
				if code := alex.CodeOf(err); code != alex.CodeUnauthorized && code != alex.CodeThrottled {
					t.Errorf("%q opens as well: %v", other, err)
				}
				o.wait(time.Hour)
			}
		})
	}
}

// TestPasswordsDoNotAge: nobody is made to choose another one.
func TestPasswordsDoNotAge(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.signUp(t, ann)
	o.wait(20 * 365 * 24 * time.Hour)
	_, err := o.signIn(ann, good)
	must(t, err)
}
