package postgres_test

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// A record that is saved while its address changes keeps the new one: what was
// read before does not come back.
func TestAddressOutlivesARecordThatIsSaved(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	now := time.Now()
	login := store.NewLogin{Person: "a", Email: "old@example.com", EmailKey: "old@example.com", PasswordHash: "h"}
	first := store.NewSession{ID: s.NewID(), Person: "a", TokenHash: "t", Now: now, Expires: now.Add(time.Hour)}
	if err := s.System().SignUp(t.Context(), login, first); err != nil {
		t.Fatal(err)
	}
	if _, err := s.System().AddConfirmation(t.Context(), store.NewConfirmation{
		Person: "a", PasswordHash: "h", TokenHash: "c", Email: "new@example.com", EmailKey: "new@example.com", Now: now, Expires: now.Add(time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	saved := alex.Person{ID: "a", DisplayName: "Ann", Email: "old@example.com"}
	err := s.As("a").SavePerson(t.Context(), saved, func(alex.Person) error {
		_, err := s.System().Confirm(t.Context(), "c", now) // between its reading and its writing
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.As("a").Person(t.Context())
	if err != nil || got.Email != "new@example.com" || got.DisplayName != "Ann" || !got.EmailVerified {
		t.Errorf("the record is %+v, %v", got, err)
	}
}
