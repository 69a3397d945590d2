package local_test

import (
	"testing"

	"alex"
	"alex/internal/store"
)

// TestKeysThatOpenNothing: keys that nobody was given hold up their address, and one
// that is over holds up nobody; neither holds up a good key, or who signs in there.
func TestKeysThatOpenNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	const address, tries = "192.0.2.7", 200
	door := o.Store.As(o.signUp(t, "ann@example.org").Person.ID)
	made := func(name string) (alex.AccessKey, string) {
		k, key, err := o.NewAccessKey(t.Context(), door, alex.AccessKeyRequest{Name: name, Scopes: []alex.KeyScope{alex.ScopeReport}})
		must(t, err)
		return k, key
	}
	living, livingKey := made("living")
	over, overKey := made("over")
	must(t, door.EndAccessKey(t.Context(), over.ID))
	opens := func(key string) (store.Opened, error) { return o.Opens(t.Context(), key, address) }
	for range tries {
		_, err := opens(overKey)
		wantCode(t, "a key that is over", err, alex.CodeUnauthorized)
	}
	var err error
	for range tries {
		if _, err = opens("alexp_" + livingKey[len("alexp_")+1:] + "A"); alex.CodeOf(err) != alex.CodeUnauthorized {
			break
		}
	}
	wantCode(t, "keys that nobody was given", err, alex.CodeThrottled)
	opened, err := opens(livingKey)
	must(t, err)
	if opened.Key.ID != living.ID {
		t.Errorf("it opens %+v", opened)
	}
	_, err = o.SignIn(t.Context(), "ann@example.org", good, address, "")
	must(t, err)
}
