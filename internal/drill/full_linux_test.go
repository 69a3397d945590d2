package drill

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// small is a file system with little room, which goes with the test.
func small(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("alex", dir, "tmpfs", 0, "size=24m,mode=0700"); err != nil {
		t.Skip("no file system can be mounted here: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill takes all the room that is left, until the function that it answers is
// called.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for piece := make([]byte, 4096); err == nil; {
		_, err = file.Write(piece)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(file.Close(), os.Remove(file.Name())); err != nil {
			t.Error(err)
		}
	}
}

// The disk is full for a while: what would be stored is refused with 507, what
// is there can be read, nothing that was acknowledged is lost, and all goes on
// by itself once there is room again.
func TestFullDisk(t *testing.T) {
	dir := small(t)
	p := serve(t, built(t), dir)
	defer p.end(t)
	d := &diligent{person: visitor(t, p.url, browser()), made: map[string][]string{}}
	for range 40 {
		if a := d.step(t.Context()); a.status/100 != 2 {
			t.Fatal(a)
		}
	}
	people := []*diligent{d}
	free := fill(t, dir)
	d.analyzing(t)
	refused, acknowledged := 0, 0
	for n := 0; refused < 20 && n < 1500; n++ {
		if n%150 == 0 { // a person has only so much room of their own
			d = &diligent{person: visitorOf(t, p.url, d), made: map[string][]string{}}
			people = append(people, d)
		}
		a := d.ask(t.Context(), "POST", "/api/accounts", large(n))
		switch a.status {
		case http.StatusInsufficientStorage:
			refused++
		case http.StatusCreated: // there is still room between what is there
			acknowledged++
			d.made["/api/accounts"] = append(d.made["/api/accounts"], fmt.Sprintf("Large %d", n))
		default:
			t.Fatalf("on a full disk: %s", a)
		}
		if n%50 > 0 && refused == 0 {
			continue
		}
		for _, path := range []string{"/api/health", "/api/user", "/api/portfolio", "/api/accounts", "/api/jobs"} {
			if a := d.ask(t.Context(), "GET", path, ""); a.status != http.StatusOK {
				t.Errorf("reading from a full disk: %s", a)
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
	free()
	freed := time.Now()
	back := false
	for end := time.Now().Add(backWithin); !back && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		back = d.create(t.Context()).status == http.StatusCreated
	}
	took := time.Since(freed)
	if !back {
		t.Error("with room again nothing is stored")
	}
	for _, d := range people {
		d.finish(t)
		d.kept(t)
	}
	d.analyze(t)
	d.ends(t)
	t.Attr("measured", fmt.Sprintf("refused=%d acknowledged=%d lost=0 back=%v", refused, acknowledged, took.Round(time.Millisecond)))
}

// large is an account with much to say of it.
func large(n int) string {
	return fmt.Sprintf(`{"accountName":"Large %d","accountType":"taxable","accountPurpose":%q}`, n, strings.Repeat("x", 1900))
}

// visitorOf is another person, or the same where there is no room for one.
func visitorOf(t *testing.T, url string, before *diligent) *person {
	t.Helper()
	p := &person{url: url, client: before.client}
	if a := p.signedIn(t.Context(), "/api/auth/demo"); a.status != http.StatusCreated {
		return before.person
	}
	return p
}

// analyzing asks for an analysis, which may be refused.
func (d *diligent) analyzing(t *testing.T) {
	t.Helper()
	if a := d.ask(t.Context(), "POST", "/api/analyze", ""); a.status != http.StatusAccepted && a.status != http.StatusInsufficientStorage {
		t.Errorf("an analysis on a full disk: %s", a)
	}
}
