package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"alex"
	"alex/internal/store/dataapi/dataapitest"
	"alex/internal/store/postgres/postgrestest"
)

const (
	aCluster = "arn:aws:rds:eu-central-1:123456789012:cluster:alex-test"
	aSecret  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-0a1b-AbCdEf"
	dataAPI  = "ALEX_DATABASE_URL=rdsdata://alex?cluster=" + aCluster + "&secret=" + aSecret
)

// overDataAPI leads the SDK's own settings to a stand-in over an empty database.
// The process's environment is a test's alone: no other test runs beside it.
func overDataAPI(t *testing.T) *dataapitest.Service {
	t.Helper()
	service := &dataapitest.Service{Cluster: aCluster, Databases: map[string]string{"alex": postgrestest.Start(t, postgrestest.Options{}).Empty(t)}}
	web := httptest.NewServer(service)
	t.Cleanup(func() {
		web.Close()
		service.Close()
	})
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_RDS_DATA": web.URL, "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "hunter2",
		"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	return service
}

// TestCommandsOverTheDataAPI: what looks after a database does so over the Data
// API too.
func TestCommandsOverTheDataAPI(t *testing.T) {
	service := overDataAPI(t)
	cfg, log := settings(t, dataAPI), slog.New(slog.DiscardHandler)
	if _, err := openMigrated(t.Context(), cfg, log); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex migrate") {
		t.Errorf("a function on an empty database: %v", err)
	}
	examine(t, "database", nil, dataAPI).wants(t, FindingOK, "filled at the first start")
	d, err := OpenToMigrate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if version, err := d.Migrate(t.Context()); err != nil || version == 0 {
		t.Fatalf("Migrate() = %d, %v", version, err)
	}
	if rows, err := d.Seed(t.Context()); err != nil || rows == 0 {
		t.Fatalf("Seed() = %d, %v", rows, err)
	}
	if rows, err := d.Reset(t.Context(), true, true); err != nil || rows == 0 {
		t.Fatalf("Reset() = %d, %v", rows, err)
	}
	if problems, err := d.Verify(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
	file := filepath.Join(t.TempDir(), "a.backup")
	if info, err := d.Backup(t.Context(), file); err != nil || info.Engine != "dataapi" {
		t.Errorf("Backup() = %+v, %v", info, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if d, _, err = OpenForRestore(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if done, err := d.Restore(t.Context(), file, true); err != nil || done.Saved == "" {
		t.Errorf("Restore() = %+v, %v", done, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	examine(t, "schema", nil, dataAPI).wants(t, FindingOK, "version")
	examine(t, "rows", nil, dataAPI).wants(t, FindingOK, "hold")
	examine(t, "logins", nil, dataAPI).wants(t, FindingWarn, "one login migrates and serves")

	// After the first start, whether it answers, which schema it has, and which
	// embedder its texts are of, which is a transaction of its own.
	for _, most := range []int{11, 6} {
		before := len(service.Calls())
		a, err := openMigrated(t.Context(), cfg, log)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(service.Calls()) - before; n > most {
			t.Errorf("the start of a function asks the database %d times, at most %d", n, most)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	people, err := OpenPeople(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := people.All(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("there are %d people, %v", len(all), err)
	}
	if err := people.Close(); err != nil {
		t.Error(err)
	}
}

// TestServerOverTheDataAPI starts on an empty database, which it fills, and
// answers.
func TestServerOverTheDataAPI(t *testing.T) {
	overDataAPI(t)
	s := serving(t, dataAPI)
	answer, err := http.Get(s.URL + "/api/ready")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the server answers %d", answer.StatusCode)
	}
}

// TestUnreachableDataAPI names the setting, and no secret.
func TestUnreachableDataAPI(t *testing.T) {
	service := overDataAPI(t)
	service.Refuse = func(dataapitest.Call) (int, string, string) {
		return http.StatusForbidden, "AccessDeniedException", "User hunter2 is not authorized"
	}
	_, err := Open(t.Context(), settings(t, dataAPI), slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "ALEX_DATABASE_URL: the Data API may not be used") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("Open() = %v", err)
	}
}
